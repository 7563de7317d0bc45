package document_test

import (
	"fmt"

	"github.com/tiyao/tiyao/nlp/document"
)

func ExampleParse() {
	d, err := document.Parse(document.Source{
		Type: document.HTML,
		Content: "<h1>新城科技发布年报</h1><p>据新城<b>证券</b>报，营收增长１２％。" +
			"<br>利润&lt;预期。</p><p>（文章来源：新城证券报）</p>",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Title.String, d.Origin)
	for _, s := range d.Body.Sentences {
		fmt.Println(d.Body.Slice(s), string(d.Body.Runes[s.Start:s.End]))
	}
	name := document.Span{Start: 1, End: 6}
	source, _ := d.SourceSpan(name, document.UTF32)
	fmt.Println(d.Body.Slice(name), source)
	// Output:
	// 新城科技发布年报 新城证券报
	// 据新城证券报，营收增长１２％。 据新城证券报,营收增长12%。
	// 利润<预期。 利润<预期。
	// 新城证券报 {21 33}
}
