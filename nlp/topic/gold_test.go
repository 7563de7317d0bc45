package topic_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
)

// goldArticle is an article with the topics that an analyst chose.
type goldArticle struct {
	doc      *document.Document
	entities []entity.Entity
	figures  []figure.Figure
	topics   []string
}

// readGold reads the development part of the gold set with its entities.
func readGold(t testing.TB) []goldArticle {
	t.Helper()
	paths, err := filepath.Glob("../../../shared/gold/dev/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("no gold set beside the repository")
	}
	extractor, err := figure.NewExtractor()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]entity.Type{
		"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
		"LOCATION": entity.Location, "PRODUCT": entity.Product,
	}
	var out []goldArticle
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var row struct {
			Title    string   `json:"title"`
			Text     string   `json:"text"`
			Topics   []string `json:"topics"`
			Entities []struct {
				Type     string   `json:"type"`
				Name     string   `json:"name"`
				Mentions [][2]int `json:"mentions"`
			} `json:"entities"`
		}
		if err := json.Unmarshal(b, &row); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		a := goldArticle{doc: parse(t, row.Title, row.Text), topics: row.Topics}
		for _, e := range row.Entities {
			n := entity.Entity{Type: types[e.Type], Name: e.Name}
			for _, m := range e.Mentions {
				n.Mentions = append(n.Mentions, entity.Mention{Span: document.Span{Start: m[0], End: m[1]}, Type: n.Type})
			}
			a.entities = append(a.entities, n)
		}
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
