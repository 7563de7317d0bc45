package phrase_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
	"github.com/tiyao/tiyao/nlp/keyword/internal/linear"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
)

// mixed returns a model whose weights differ from feature to feature.
func mixed(t *testing.T) *linear.Model {
	weights := make([]float32, 1<<phrase.LogWeights)
	for i := range weights {
		weights[i] = float32(int8(uint32(i) * 2654435761 >> 24))
	}
	m, err := linear.New(0, weights)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestScoreSumsFeatures holds the sums that a scorer makes beforehand to the
// features of the candidates that they stand for.
func TestScoreSumsFeatures(t *testing.T) {
	var known []background.Count
	for _, r := range "增长数据中心云" {
		known = append(known, background.Count{Hash: phrase.Hash([]rune{r}), Documents: int(r)})
	}
	finder := phrase.NewFinder(background.New(1<<20, known, 8))
	weights := mixed(t)
	scorer := phrase.NewScorer(weights)
	rapid.Check(t, func(t *rapid.T) {
		doc := &document.Document{Title: drawText(t, "title"), Body: drawText(t, "body")}
		var entities []entity.Entity
		if n := doc.Body.Len(); n > 2 {
			start := rapid.IntRange(0, n-2).Draw(t, "name")
			m := entity.Mention{Span: document.Span{Start: start, End: start + 2}}
			entities = append(entities, entity.Entity{Type: entity.Company, Mentions: []entity.Mention{m}})
		}
		candidates, err := finder.Find(context.Background(), doc, entities)
		if err != nil {
			t.Fatal(err)
		}
		least := rapid.Int32Range(-600, 600).Draw(t, "least")
		scored := finder.Score(scorer, math.MinInt32, least)
		for i := range candidates {
			c := &candidates[i]
			want := weights.Sum(finder.Features(c))
			at := slices.IndexFunc(scored, func(s phrase.Scored) bool { return s.Candidate == c })
			if at < 0 && want >= least || at >= 0 && scored[at].Sum != want {
				t.Fatalf("candidate %q of sum %d: wrong sum or left out, scored: %v", finder.Text(c), want, at >= 0)
			}
		}
	})
}

// drawText returns a text with tokens of one to three characters.
func drawText(t *rapid.T, label string) *document.Text {
	text := document.NewText(rapid.StringOfN(rapid.SampledFrom([]rune("增长数据中心云，。A1“”的")), 0, 60, -1).Draw(t, label))
	for at := 0; at < text.Len(); {
		end := min(at+rapid.IntRange(1, 3).Draw(t, "length"), text.Len())
		pos := rapid.SampledFrom([]string{"n", "v", "m", "q", "d", "eng", "nz", "x"}).Draw(t, "pos")
		text.Tokens = append(text.Tokens, document.Token{Span: document.Span{Start: at, End: end}, POS: pos})
		at = end
	}
	return text
}
