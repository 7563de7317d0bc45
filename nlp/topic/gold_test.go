package topic_test

import (
	"context"
	"slices"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/internal/articletest"
)

// goldArticle is an article with the topics that an analyst chose.
type goldArticle struct {
	doc      *document.Document
	entities []entity.Entity
	figures  []figure.Figure
	topics   []string
}

// readGold reads the development part of the gold set with its entities.
func readGold(t testing.TB) (out []goldArticle) {
	t.Helper()
	extractor, err := figure.NewExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range articletest.Gold(t, "../../../shared") {
		a := goldArticle{doc: parse(t, g.Title, g.Text), entities: articletest.Entities(&g), topics: g.Topics}
		if a.figures, err = extractor.Extract(context.Background(), a.doc, a.entities); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

func TestGoldTopics(t *testing.T) {
	articles := readGold(t)
	c := newClassifier(t)
	for _, plain := range []bool{false, true} {
		best, first := 0, 0
		for _, a := range articles {
			if plain {
				a.entities, a.figures = nil, nil
			}
			got, err := c.Classify(context.Background(), a.doc, a.entities, a.figures)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range got {
				if i == 0 && slices.Contains(a.topics, x.ID) {
					best++
				}
				if x.ID == a.topics[0] {
					first++
				}
			}
		}
		n := float64(len(articles))
		t.Logf("without entities and figures %v: best topic among gold %.3f, gold first among the returned %.3f",
			plain, float64(best)/n, float64(first)/n)
		if float64(best)/n < 0.80 {
			t.Errorf("best topic among gold %.3f, want at least 0.80", float64(best)/n)
		}
	}
}

// BenchmarkClassify reads the gold articles.
func BenchmarkClassify(b *testing.B) {
	articles := readGold(b)
	c := newClassifier(b)
	size := 0
	for _, a := range articles {
		size += len(a.doc.Title.String) + len(a.doc.Body.String)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			if _, err := c.Classify(context.Background(), a.doc, a.entities, a.figures); err != nil {
				b.Fatal(err)
			}
		}
	}
}
