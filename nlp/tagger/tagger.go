// Package tagger marks the names in a text: companies, persons, other bodies,
// places, products and job titles.
//
// A linear-chain conditional random field over characters proposes stretches
// that may be names; then each is judged, with the whole article as evidence
// (package reader). All weights are sums over events (character n-grams, words
// and their classes, matches of name lists; package feature) from one table of
// eight-bit weights, four to an addition (package model). Command train makes
// the model; MODEL.md says from what, and how good it is.
package tagger

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
	"github.com/tiyao/tiyao/nlp/tagger/internal/reader"
)

//go:embed model.bin
var embedded []byte

// Tagger finds names in texts. It is safe for concurrent use.
type Tagger struct {
	model *model.Model
	types []entity.Type // of the model's types, in their order
	pool  sync.Pool     // of *reading
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
	t.pool.New = func() any { return &reading{Reader: reader.New(m)} }
	return t, nil
}

var typeNames = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product, "OFFICE": entity.Office,
}

// Version returns the content hash of the model.
func (t *Tagger) Version() string { return t.model.Version }

// reading is a reader with buffers for what goes in and comes out.
type reading struct {
	*reader.Reader
	matches []lexicon.Match
	fixed   []reader.Fixed
	names   []reader.Name
}

// Tag returns the names in text, in text order, never overlapping. The text
// should have tokens: its segmenter's words are evidence. Names that terms
// holds are found wherever they stand, with their type and confidence 1. The
// cost is linear in the length of the text. The only error is that of ctx,
// which is checked for every sentence.
func (t *Tagger) Tag(ctx context.Context, text *document.Text, terms *lexicon.Lexicon) ([]entity.Mention, error) {
	r := t.pool.Get().(*reading)
	if text.Len() <= maxKept {
		defer t.pool.Put(r)
	}
	r.fixed = r.fixed[:0]
	if !terms.Empty() {
		for _, p := range text.Paragraphs {
			r.matches = terms.Find(r.matches[:0], text, p)
			for _, m := range r.matches {
				if k := slices.Index(t.types, m.Type); k >= 0 {
					r.fixed = append(r.fixed, reader.Fixed{Span: m.Span, Type: k})
				}
			}
		}
	}
	var err error
	if r.names, err = r.Read(ctx, r.names[:0], text, r.fixed); err != nil || len(r.names) == 0 {
		return nil, err
	}
	out := make([]entity.Mention, len(r.names))
	for i, n := range r.names {
		out[i] = entity.Mention{Span: n.Span, Type: t.types[n.Type], Confidence: n.Confidence}
	}
	return out, nil
}

// maxKept is the length of text, in code points, above which a reader's buffers
// are not kept for the next text.
const maxKept = 1 << 18
