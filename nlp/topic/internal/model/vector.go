package model

import (
	"context"
	"math"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/topic/internal/feature"
)

// Component is one known feature of an article.
type Component struct {
	Slot   int32
	Weight float32       // of a vector whose length is at most one
	First  feature.Place // where it first occurs
}

// Vectorizer describes one article at a time by the features of a vocabulary.
// It keeps its memory for the next and must not be used by two goroutines at
// once.
type Vectorizer struct {
	vocabulary *Vocabulary
	index      []uint32 // by slot: index of its component plus one
	components []Component
}

// NewVectorizer returns a vectorizer over v.
func NewVectorizer(v *Vocabulary) *Vectorizer {
	return &Vectorizer{vocabulary: v, index: make([]uint32, v.Len())}
}

// Vector returns the known features of an article in the order of their first
// occurrence. It is valid until the next call. Its only error is ctx's.
func (z *Vectorizer) Vector(ctx context.Context, doc *document.Document, entities []entity.Entity, figures []figure.Figure) ([]Component, error) {
	for i := range z.components {
		z.index[z.components[i].Slot] = 0
	}
	z.components = z.components[:0]
	err := feature.Each(ctx, doc, entities, figures, func(hash uint64, at feature.Place) {
		slot := z.vocabulary.Slot(hash)
		if slot < 0 {
			return
		}
		if i := z.index[slot]; i > 0 {
			z.components[i-1].Weight++
			return
		}
		z.components = append(z.components, Component{Slot: int32(slot), Weight: 1, First: at})
		z.index[slot] = uint32(len(z.components))
	})
	if err != nil {
		return nil, err
	}
	z.weigh()
	return z.components, nil
}

// shortness keeps the vector of a text of few words short, as little is known
// from them. It is the squared length that some ten rare words have together.
const shortness = 50

// weigh damps the counts and scales the vector to a length of almost one.
func (z *Vectorizer) weigh() {
	var sum float32
	for i := range z.components {
		c := &z.components[i]
		if c.Weight > 1 {
			c.Weight = 1 + float32(math.Log(float64(c.Weight)))
		}
		c.Weight *= z.vocabulary.Weight(int(c.Slot))
		sum += c.Weight * c.Weight
	}
	scale := 1 / float32(math.Sqrt(float64(sum+shortness)))
	for i := range z.components {
		z.components[i].Weight *= scale
	}
}

// Vocabulary returns the features that z knows.
func (z *Vectorizer) Vocabulary() *Vocabulary { return z.vocabulary }
