package entity_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

const paragraph = `{华岳集团 C}（00992.HK）公告，董事长兼首席执行官{李明 P}因个人原因辞去公司董事长、董事职务，{王强 P}接任。{华岳 C}称，公司经营正常。
{中石证券 C}首席宏观分析师{孙磊 P}认为，{工行 C}与{中国工商银行股份有限公司 C}的利率调整符合预期，{国家发展和改革委员会 O}日前发文，{发改委 O}要求各地落实。
`

// benchmarkArticle returns an article of n paragraphs; in a varied one each
// names other companies and persons.
func benchmarkArticle(b *testing.B, n int, varied bool) (*document.Document, []entity.Mention) {
	b.Helper()
	var text strings.Builder
	for i := range n {
		p := paragraph
		if varied {
			p = strings.NewReplacer("华岳", fmt.Sprintf("华%c%c", '一'+i%4000, '丁'+i%3000), "李明", fmt.Sprintf("李%c", '一'+i%4000)).Replace(p)
		}
		text.WriteString(p)
	}
	s, mentions := parseMarked(b, text.String())
	return newDocument(b, "", s), mentions
}

func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		for _, varied := range []bool{false, true} {
			b.Run(fmt.Sprintf("paragraphs=%d/varied=%v", n, varied), func(b *testing.B) {
				doc, mentions := benchmarkArticle(b, n, varied)
				r := entity.NewResolver()
				b.SetBytes(int64(len(doc.Body.String)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := r.Resolve(b.Context(), doc, nil, mentions); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkRoles(b *testing.B) {
	doc, mentions := benchmarkArticle(b, 100, false)
	r := entity.NewResolver()
	entities, err := r.Resolve(b.Context(), doc, nil, mentions)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc.Body.String)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Roles(b.Context(), doc, entities, nil); err != nil {
			b.Fatal(err)
		}
	}
}
