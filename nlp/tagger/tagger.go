// Package tagger marks the names in a text: companies, persons, other bodies,
// places, products and job titles. It is a linear-chain conditional random
// field over characters (package train fits it) whose weights are summed from a
// table in one pass over the text.
package tagger

import (
	"context"
	_ "embed"
	"fmt"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

//go:embed model.bin
var embedded []byte

// Tagger finds names in texts. It is safe for concurrent use.
type Tagger struct {
	model *model.Model
	types []entity.Type // of the model's types, in their order
	pool  sync.Pool     // of *state
}

// New returns the tagger with the model that the program carries.
func New() (*Tagger, error) { return Load(embedded) }

// Load returns a tagger with the given model file. A damaged file and one of
// another version are errors that say so.
func Load(file []byte) (*Tagger, error) {
	m, err := model.Decode(file)
	if err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	t := &Tagger{model: m}
	for _, name := range m.Header.Types {
		typ, ok := typeNames[name]
		if !ok {
			return nil, fmt.Errorf("tagger: %w: it has an unknown type %q", model.ErrFormat, name)
		}
		t.types = append(t.types, typ)
	}
	t.pool.New = func() any { return new(state) }
	return t, nil
}

var typeNames = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product, "OFFICE": entity.Office,
}

// Version returns the content hash of the model.
func (t *Tagger) Version() string { return t.model.Version }

// state is what tagging one text needs.
type state struct {
	events   []feature.Event
	scorer   model.Scorer
	emit     []float32
	allow    []chain.Mask
	matches  []lexicon.Match
	spans    []chain.Span
	viterbi  chain.Viterbi
	marginal chain.Marginals
}

// Tag returns the names in text, in text order, never overlapping. The text
// should have tokens: its segmenter's words are evidence. Names that terms
// holds are found wherever they stand, with their type and confidence 1. The
// cost is linear in the length of the text. The only error is that of ctx,
// which is checked for every sentence.
func (t *Tagger) Tag(ctx context.Context, text *document.Text, terms *lexicon.Lexicon) ([]entity.Mention, error) {
	s := t.pool.Get().(*state)
	defer t.pool.Put(s)
	s.marginal.Reset(&t.model.Transitions)
	var out []entity.Mention
	sentences := text.Sentences
	for _, p := range text.Paragraphs {
		s.events = t.model.Extractor.Append(s.events[:0], text, p)
		s.scorer.Reset(p.Len())
		s.scorer.Add(t.model, s.events, p.Start)
		for len(sentences) > 0 && sentences[0].Start < p.End {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			out = t.sentence(out, s, text, p, sentences[0], terms)
			sentences = sentences[1:]
		}
	}
	return out, nil
}

// sentence appends the names of one sentence of paragraph p.
func (t *Tagger) sentence(out []entity.Mention, s *state, text *document.Text, p, at document.Span, terms *lexicon.Lexicon) []entity.Mention {
	m := t.model
	labels := chain.NumLabels(len(t.types))
	n := at.Len()
	if cap(s.emit) < n*labels {
		s.emit = make([]float32, n*labels*3/2)
	}
	emit := s.emit[:n*labels]
	s.scorer.Emissions(emit, labels, labels, at.Start-p.Start, at.End-p.Start, m.Header.Step)
	allow := t.force(s, text, at, terms)
	path := s.viterbi.Path(&m.Transitions, emit, labels, n, allow)
	s.spans = chain.Spans(s.spans[:0], path, 0)
	if len(s.spans) == 0 || !s.marginal.Run(emit, labels, n, allow) {
		return out
	}
	for _, f := range s.spans {
		out = append(out, entity.Mention{
			Span:       document.Span{Start: at.Start + f.Start, End: at.Start + f.End},
			Type:       t.types[f.Type],
			Confidence: min(max(s.marginal.Span(f), 0), 1),
		})
	}
	return out
}

// force returns the labels that the terms in a sentence leave open, nil where
// there are none.
func (t *Tagger) force(s *state, text *document.Text, at document.Span, terms *lexicon.Lexicon) []chain.Mask {
	if terms.Empty() {
		return nil
	}
	s.matches = terms.Find(s.matches[:0], text, at)
	if len(s.matches) == 0 {
		return nil
	}
	s.allow = s.allow[:0]
	for range at.Len() {
		s.allow = append(s.allow, chain.All(len(t.types)))
	}
	for _, m := range s.matches {
		typ := 0
		for t.types[typ] != m.Type {
			if typ++; typ == len(t.types) {
				break
			}
		}
		if typ == len(t.types) {
			continue
		}
		name := s.allow[m.Start-at.Start : m.End-at.Start]
		if len(name) == 1 {
			name[0] = 1 << chain.Label(typ, chain.Single)
			continue
		}
		for i := range name {
			name[i] = 1 << chain.Label(typ, chain.Inside)
		}
		name[0] = 1 << chain.Label(typ, chain.Begin)
		name[len(name)-1] = 1 << chain.Label(typ, chain.End)
	}
	return s.allow
}
