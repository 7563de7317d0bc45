package model

import (
	"context"
	"math"
	"slices"

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

	unit  float32 // what one occurrence counts
	scale float32 // Weight times the scale of the feature's row, once scored
}

// Vectorizer describes one article at a time by the features of a vocabulary.
// It keeps its memory for the next and must not be used by two goroutines at
// once.
type Vectorizer struct {
	vocabulary *Vocabulary
	lister     feature.Lister
	known      []known
	index      []uint32 // by slot: index of its component plus one
	components []Component
}

// known is a feature of a list that is in the vocabulary.
type known struct {
	slot      int32
	feature   int32   // index in the list
	component uint32  // index of the component that it had before the list, plus one; 0: none
	unit      float32 // what one occurrence counts
}

// NewVectorizer returns a vectorizer over v.
func NewVectorizer(v *Vocabulary) *Vectorizer {
	z := &Vectorizer{vocabulary: v, index: make([]uint32, v.Len())}
	z.lister.Use = z.add
	return z
}

// Vector returns the known features of an article in the order of their first
// occurrence. It is valid until the next call. Its only error is ctx's.
func (z *Vectorizer) Vector(ctx context.Context, doc *document.Document, entities []entity.Entity, figures []figure.Figure) ([]Component, error) {
	for i := range z.components {
		z.index[z.components[i].Slot] = 0
	}
	z.components = z.components[:0]
	if err := z.lister.List(ctx, doc, entities, figures); err != nil {
		return nil, err
	}
	z.weigh()
	return z.components, nil
}

// add counts the known ones of features. All are looked up before one is counted,
// and what is known of them is asked for at the same time.
func (z *Vectorizer) add(features []feature.Feature) {
	z.known = slices.Grow(z.known[:0], len(features)+1)[:len(features)+1]
	n := 0
	for i := range features {
		slot := int32(z.vocabulary.Slot(features[i].Hash))
		z.known[n] = known{slot: slot, feature: int32(i)}
		n += int(^uint32(slot) >> 31) // where there is a slot
	}
	for i := range z.known[:n] {
		k := &z.known[i]
		k.component, k.unit = z.index[k.slot], z.vocabulary.Weight(int(k.slot))
	}
	for i := range z.known[:n] {
		k := &z.known[i]
		if k.component == 0 {
			k.component = z.index[k.slot] // made since
		}
		if k.component > 0 {
			z.components[k.component-1].Weight++
			continue
		}
		z.components = append(z.components, Component{Slot: k.slot, Weight: 1, First: features[k.feature].At, unit: k.unit})
		z.index[k.slot] = uint32(len(z.components))
	}
}

// shortness keeps the vector of a text of few words short, as little is known
// from them. It is the squared length that some ten rare words have together.
const shortness = 50

// logs holds the logarithms of the counts that occur in articles.
var logs = func() (logs [64]float32) {
	for n := 1; n < len(logs); n++ {
		logs[n] = float32(math.Log(float64(n)))
	}
	return logs
}()

// damped returns what count occurrences of a feature count, against one.
func damped(count float32) float32 {
	if count < float32(len(logs)) {
		return 1 + logs[int(count)]
	}
	return 1 + float32(math.Log(float64(count)))
}

// weigh damps the counts and scales the vector to a length of almost one.
func (z *Vectorizer) weigh() {
	var sum float32
	for i := range z.components {
		c := &z.components[i]
		c.Weight = damped(c.Weight) * c.unit
		sum += c.Weight * c.Weight
	}
	scale := 1 / float32(math.Sqrt(float64(sum+shortness)))
	for i := range z.components {
		z.components[i].Weight *= scale
	}
}

// Vocabulary returns the features that z knows.
func (z *Vectorizer) Vocabulary() *Vocabulary { return z.vocabulary }
