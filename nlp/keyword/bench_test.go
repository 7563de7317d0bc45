package keyword_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/keyword"
)

// BenchmarkRank reads the gold articles, or an article of this package where
// they are missing.
func BenchmarkRank(b *testing.B) {
	articles := []goldArticle{{doc: parse(b, "", article)}}
	b.Run("notice", func(b *testing.B) { benchmark(b, articles) })
	b.Run("gold", func(b *testing.B) { benchmark(b, readGold(b)) })
	long := parse(b, "", strings.Repeat(article+"\n", 20000/len([]rune(article))))
	b.Run("20000", func(b *testing.B) { benchmark(b, []goldArticle{{doc: long}}) })
}

func benchmark(b *testing.B, articles []goldArticle) {
	r, err := keyword.New()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, a := range articles {
		size += len(a.text())
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			if _, err := r.Rank(context.Background(), a.doc, a.entities); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkBaselines(b *testing.B) {
	g, err := loadBaseline()
	if err != nil {
		b.Fatal(err)
	}
	rankers := map[string]func(string, int) []string{"gse TF-IDF": g.TFIDF, "gse TextRank": g.TextRank}
	addJieba(b, rankers)
	for name, rank := range rankers {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(article)))
			for b.Loop() {
				rank(article, 10)
			}
		})
	}
}
