// Package tagger marks the names in a text: companies, persons, other bodies,
// places, products and job titles.
//
// It is a linear-chain conditional random field over characters. What it weighs
// are events (character n-grams, words and their classes, matches of name
// lists); their weights are summed from one table in one pass, four labels to
// an addition. Characters that are certain to be outside all names are passed
// over; the best path is sought through the rest. The article is the unit: what
// the first reading found is evidence for a second where the article repeats
// itself. Command train makes the model; MODEL.md says from what, and how good
// it is.
package tagger

import (
	"context"
	_ "embed"
	"fmt"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

//go:embed model.bin
var embedded []byte

// Tagger finds names in texts. It is safe for concurrent use.
type Tagger struct {
	model *model.Model
	types []entity.Type // of the model's types, in their order
	pool  sync.Pool     // of *reader
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
	t.pool.New = func() any { return new(reader) }
	return t, nil
}

var typeNames = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product, "OFFICE": entity.Office,
}

// Version returns the content hash of the model.
func (t *Tagger) Version() string { return t.model.Version }

// Tag returns the names in text, in text order, never overlapping. The text
// should have tokens: its segmenter's words are evidence. Names that terms
// holds are found wherever they stand, with their type and confidence 1. The
// cost is linear in the length of the text. The only error is that of ctx,
// which is checked for every sentence.
func (t *Tagger) Tag(ctx context.Context, text *document.Text, terms *lexicon.Lexicon) ([]entity.Mention, error) {
	r := t.pool.Get().(*reader)
	defer t.release(r)
	r.reset(t, text, terms)
	if err := r.weigh(ctx); err != nil {
		return nil, err
	}
	for i := range text.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.decode(i)
	}
	if err := r.reread(ctx); err != nil {
		return nil, err
	}
	return r.mentions(ctx)
}

// maxKept is the length of text, in code points, above which a reader's buffers
// are not kept for the next text.
const maxKept = 1 << 18

func (t *Tagger) release(r *reader) {
	if r.text.Len() <= maxKept {
		r.text, r.terms = nil, nil
		t.pool.Put(r)
	}
}
