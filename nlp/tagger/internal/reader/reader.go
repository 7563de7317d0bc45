// Package reader reads the names in a text with a model. The characters propose
// stretches that may be names; the article adds the other places of the likely
// ones; each proposal is judged by all that is known of it; the best that do not
// overlap are chosen, and their types told. Nothing is settled before the whole
// article has been seen.
package reader

import (
	"context"
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// Name is a name found in a text.
type Name struct {
	document.Span
	Type       int
	Confidence float64 // the probability of exactly this name
}

// Fixed is a stretch that is known to be a name of a type.
type Fixed struct {
	document.Span
	Type int
}

// Reader reads one text at a time. It keeps its buffers: one value serves one
// goroutine.
type Reader struct {
	model *model.Model
	text  *document.Text

	known     feature.Known
	open      []document.Span // stretches of a paragraph that may hold names
	wide      []document.Span // those with what is around them
	events    []feature.Event
	scorer    model.Scorer
	marginals chain.Marginals
	proposals []feature.Proposal
	article   feature.Article
	keys      []uint64
	choices   []choice
	chooser   chooser
	chosen    []int
	types     typer
}

// choice is what is known of a proposal.
type choice struct {
	gain  int // units of weight by which it is likelier a name than not
	fixed int // its type, where it is known, else -1
}

// New returns a reader with the given model.
func New(m *model.Model) *Reader {
	r := &Reader{model: m}
	r.marginals.Reset(&m.Transitions)
	return r
}

// Read appends the names in text to dst, in text order, never overlapping.
// Stretches in fixed, which are in text order and do not overlap, are names for
// certain. The cost is linear in the length of the text. The only error is that
// of ctx, which is checked for every sentence and every proposal.
func (r *Reader) Read(ctx context.Context, dst []Name, text *document.Text, fixed []Fixed) ([]Name, error) {
	r.text = text
	defer func() { r.text = nil }()
	if err := r.propose(ctx); err != nil {
		return dst, err
	}
	for _, f := range fixed {
		r.proposals = append(r.proposals, feature.Proposal{Span: f.Span, P: [feature.Kinds]float32{1}})
	}
	r.proposals = r.article.Read(text, r.proposals)
	if err := r.judge(ctx, fixed); err != nil {
		return dst, err
	}
	r.chosen = r.chooser.choose(r.chosen[:0], r.proposals, r.choices)
	return r.tell(dst), ctx.Err()
}

// judge weighs whether each proposal is a name, and of which type it would be.
func (r *Reader) judge(ctx context.Context, fixed []Fixed) error {
	r.types.reset(len(r.model.Header.Types))
	r.choices = r.choices[:0]
	h, x := &r.model.Header, &r.model.Extractor
	bias := int(h.NameBias / h.Step)
	paragraph := 0
	for i, p := range r.proposals {
		if err := ctx.Err(); err != nil {
			return err
		}
		for p.Start >= r.text.Paragraphs[paragraph].End {
			paragraph++
		}
		at := x.NewStretch(r.text, r.text.Paragraphs[paragraph], p.Span, &r.known)
		r.keys = x.AppendType(r.keys[:0], &at)
		r.types.add(r.scorer.Sum(r.model, r.keys), r.article.ID(i))
		for len(fixed) > 0 && fixed[0].Start < p.Start {
			fixed = fixed[1:]
		}
		if len(fixed) > 0 && fixed[0].Span == p.Span {
			r.choices = append(r.choices, choice{fixed: fixed[0].Type, gain: math.MaxInt32})
			continue
		}
		typ, prob := r.types.own(i, h.Step)
		r.keys = x.AppendForm(r.keys[:0], &at)
		r.keys = x.AppendTyped(r.keys, &at, typ, prob)
		r.keys = r.article.AppendEvidence(r.keys, r.proposals, i)
		r.choices = append(r.choices, choice{fixed: -1, gain: bias + r.scorer.Sum(r.model, r.keys)[model.NameLane]})
	}
	return nil
}

// tell appends the chosen names with their types. A string that stands at
// several places is told by all of them together.
func (r *Reader) tell(dst []Name) []Name {
	r.types.pool(r.chosen)
	h := &r.model.Header
	dst = slices.Grow(dst, len(r.chosen))
	for _, i := range r.chosen {
		n := Name{Span: r.proposals[i].Span, Type: r.choices[i].fixed, Confidence: 1}
		if n.Type < 0 {
			var p float64
			n.Type, p = r.types.best(i, h.Step/h.TypeTemperature)
			n.Confidence = p * logistic(float64(r.choices[i].gain)*float64(h.Step/h.NameTemperature))
		}
		dst = append(dst, n)
	}
	return dst
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
