// Package topic says what an article is about: one to three topics of the
// annotation guidelines, and any topics of a user's own, each with the words
// that spoke for it.
//
// The guidelines' topics come from a linear classifier, one logistic regression
// for each, over words, pairs of words and characters, the kinds of names and
// the kinds and metrics of figures. It is small and fast, and a sum of weights
// can be told apart into the words that made it. A user's topic is a list of
// words that speak for it and needs no training.
package topic

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/topic/internal/feature"
	"github.com/tiyao/tiyao/nlp/topic/internal/model"
)

const (
	maxTopics   = 3
	maxEvidence = 5

	// leastFirst and leastFurther are the least probabilities of an article's
	// best topic and of its other ones, tuned on annotated news.
	leastFirst   = 0.10
	leastFurther = 0.25

	// leastWords is how many known words tell a topic, and leastFeatures how
	// many features, some fifteen words, can tell a second one.
	leastWords    = 2
	leastFeatures = 50
)

//go:embed model.bin
var modelFile []byte

// Topic is one thing that an article is about.
type Topic struct {
	Info
	Score    float64    // probability that an analyst would choose it, in [0, 1]
	Evidence []Evidence // what spoke for it most, strongest first; at most five
}

// Evidence is a word or phrase that spoke for a topic.
type Evidence struct {
	document.Span         // first occurrence: in the body, or in the title where InTitle is set
	InTitle       bool    // Span indexes the title
	Text          string  // the article's own characters under Span
	Weight        float64 // share of what spoke for the topic, in (0, 1]
}

// Classifier finds topics. It is safe for concurrent use.
type Classifier struct {
	model   *model.Model
	own     *ownTopics
	scratch sync.Pool // of *scratch
}

// scratch is the memory of one call.
type scratch struct {
	vectorizer *model.Vectorizer
	sums       []float32
	order      []int
	support    []support
}

// Option changes how a [Classifier] is made.
type Option func(*options)

type options struct {
	model []byte
	own   []Own
}

// WithOwn adds a user's own topics, such as [ParseOwn] reads from a file.
func WithOwn(topics ...Own) Option {
	return func(o *options) { o.own = append(o.own, topics...) }
}

// WithModel replaces the embedded model by another in its file form, as the
// train command writes it.
func WithModel(file []byte) Option { return func(o *options) { o.model = file } }

// New returns a classifier. An error means that the model is damaged or that
// one of the user's own topics has the id of another topic.
func New(opts ...Option) (*Classifier, error) {
	o := options{model: modelFile}
	for _, opt := range opts {
		opt(&o)
	}
	m, err := model.Parse(o.model)
	if err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	if m.Classes() != len(builtin) {
		return nil, fmt.Errorf("topic: %w: %d classes, want %d", model.ErrFormat, m.Classes(), len(builtin))
	}
	own, err := newOwnTopics(o.own)
	if err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	c := &Classifier{model: m, own: own}
	c.scratch.New = func() any {
		return &scratch{vectorizer: model.NewVectorizer(m.Vocabulary()), sums: make([]float32, m.Classes())}
	}
	return c, nil
}

// Topics returns all topics that c can give: the guidelines' in their order,
// then the user's own.
func (c *Classifier) Topics() []Info { return append(Builtin(), c.own.infos()...) }

// Classify returns what doc is about, best first: at most three topics of the
// guidelines, and all of the user's own that the text speaks of. A text without
// a known word has none. Tokens must be set on title and body; entities and
// figures may be nil. Its only error is ctx's.
func (c *Classifier) Classify(ctx context.Context, doc *document.Document, entities []entity.Entity, figures []figure.Figure) ([]Topic, error) {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	vector, err := s.vectorizer.Vector(ctx, doc, entities, figures)
	if err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	var topics []Topic
	if words(vector) >= leastWords {
		topics = c.choose(s, vector, doc)
	}
	own, err := c.own.find(ctx, doc)
	if err != nil {
		return nil, fmt.Errorf("topic: %w", err)
	}
	if len(own) > 0 {
		topics = append(topics, own...)
		slices.SortStableFunc(topics, func(a, b Topic) int { return cmp.Compare(b.Score, a.Score) })
	}
	return topics, nil
}

// words returns how many words and pairs of words vector has.
func words(vector []model.Component) int {
	n := 0
	for i := range vector {
		if vector[i].First.Word {
			n++
		}
	}
	return n
}

// choose returns the guidelines' topics of the article that vector describes.
func (c *Classifier) choose(s *scratch, vector []model.Component, doc *document.Document) []Topic {
	c.model.Score(vector, s.sums)
	s.order = s.order[:0]
	for class := range s.sums {
		s.order = append(s.order, class)
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return cmp.Compare(s.sums[b], s.sums[a]) })
	var topics []Topic
	most := maxTopics
	if len(vector) < leastFeatures {
		most = 1
	}
	for i, class := range s.order[:most] {
		p := c.model.Calibration().Probability(s.sums[class], len(vector))
		if i == 0 && p < leastFirst || i > 0 && p < leastFurther {
			break
		}
		evidence := c.explain(s, vector, class, doc)
		if len(evidence) == 0 {
			break // the score comes from no word of the text
		}
		if topics == nil {
			topics = make([]Topic, 0, most)
		}
		topics = append(topics, Topic{Info: builtin[class], Score: p, Evidence: evidence})
	}
	return topics
}

// support is a component that spoke for a class.
type support struct {
	weight float32
	place  feature.Place
}

// explain returns the words that spoke for class.
func (c *Classifier) explain(s *scratch, vector []model.Component, class int, doc *document.Document) []Evidence {
	s.support = slices.Grow(s.support[:0], len(vector)+1)[:len(vector)+1]
	var total float32
	n := 0
	for i := range vector { // without branches, for the signs of weights cannot be foretold
		w := max(c.model.Weight(&vector[i], class), 0)
		total += w
		s.support[n] = support{w, vector[i].First}
		kept := 0
		if w > 0 {
			kept = 1
		}
		if !vector[i].First.Word {
			kept = 0
		}
		n += kept
	}
	s.support = s.support[:n]
	out := make([]Evidence, 0, maxEvidence)
	for len(out) < maxEvidence {
		best := support{}
		at := 0
		for i, v := range s.support {
			if v.weight > best.weight {
				best, at = v, i
			}
		}
		if best.weight == 0 {
			break
		}
		s.support[at].weight = 0
		if !overlaps(out, best.place) {
			out = append(out, evidenceAt(doc, best.place, float64(best.weight/total)))
		}
	}
	return out
}

func overlaps(evidence []Evidence, p feature.Place) bool {
	return slices.ContainsFunc(evidence, func(e Evidence) bool { return e.InTitle == p.InTitle && e.Overlaps(p.Span()) })
}

func evidenceAt(doc *document.Document, p feature.Place, weight float64) Evidence {
	text := doc.Body
	if p.InTitle {
		text = doc.Title
	}
	return Evidence{Span: p.Span(), InTitle: p.InTitle, Text: text.Slice(p.Span()), Weight: weight}
}
