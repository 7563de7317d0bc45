package entity_test

import (
	"fmt"
	"os"
	"path/filepath"
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

// news are texts with the tagger's mentions: those beside the repository, else
// the article that the golden records are made of.
func news(b *testing.B) (articles []article, bytes int64) {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(shared, "news/plain/*.txt"))
	if err != nil || len(files) == 0 {
		files, err = filepath.Glob("../testdata/articles/*.txt")
	}
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		a := article{Doc: newDocument(b, "", string(content))}
		_, a.Mentions = tagged(b, a)
		articles = append(articles, a)
		bytes += int64(len(a.Doc.Body.String))
	}
	return articles, bytes
}

// BenchmarkNews times both stages on the tagger's mentions in real texts. An
// operation is one pass over all texts.
func BenchmarkNews(b *testing.B) {
	articles, bytes := news(b)
	r := entity.NewResolver()
	entities := make([][]entity.Entity, len(articles))
	run := func(stage string, one func(i int, a article) error) {
		b.Run(stage, func(b *testing.B) {
			b.SetBytes(bytes)
			b.ReportAllocs()
			for b.Loop() {
				for i, a := range articles {
					if err := one(i, a); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(len(articles)), "docs/op")
		})
	}
	run("Resolve", func(i int, a article) (err error) {
		entities[i], err = r.Resolve(b.Context(), a.Doc, nil, a.Mentions)
		return err
	})
	run("Roles", func(i int, a article) error {
		_, err := r.Roles(b.Context(), a.Doc, entities[i], a.Mentions)
		return err
	})
}
