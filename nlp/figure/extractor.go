package figure

import (
	"context"
	"fmt"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
	"github.com/tiyao/tiyao/nlp/figure/period"
)

// longestPeriod bounds how many code points of sentences that semicolons join
// are read as one.
const longestPeriod = 1000

// Extractor finds the figures of an article. It is safe for concurrent use.
type Extractor struct {
	grammar grammar
	cues    *vocab.Table[*cue]
	nouns   nouns
	periods *period.Parser
	classes *classes
	pool    sync.Pool // of *article
}

// NewExtractor compiles the vocabulary of the grammar. An error means that
// the vocabulary built into the program is malformed.
func NewExtractor() (*Extractor, error) {
	cues, err := parseCues(cueFile)
	if err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	units, err := parseUnits(unitFile)
	if err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	heads, err := parseHeads(headFile)
	if err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	nouns, err := parseNouns(nounFile)
	if err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	x := &Extractor{grammar: grammar{units: units, heads: heads}, cues: cues, nouns: nouns, periods: period.NewParser()}
	x.classes = x.classify()
	x.pool.New = func() any { return &article{reader: reader{x: x, lexer: lexer{grammar: &x.grammar}}} }
	return x, nil
}

// longestSentence bounds how many code points are attached together, and with
// it the memory that a text without punctuation takes.
const longestSentence = 4000

// cut returns where s is cut if it is longer than any sentence, after a mark if
// there is one near.
func cut(runes []rune, s document.Span) int {
	if s.Len() <= longestSentence {
		return s.End
	}
	end := s.Start + longestSentence
	for k := end; k > end-longestSentence/4; k-- {
		if isMark(runes[k-1]) {
			return k
		}
	}
	return end
}

// Extract returns the figures of doc's body in text order, joined to entities
// where one is their subject. Its only errors are those of ctx. Its cost is
// linear in the length of the body.
func (x *Extractor) Extract(ctx context.Context, doc *document.Document, entities []entity.Entity) ([]Figure, error) {
	a := x.pool.Get().(*article)
	defer x.release(a)
	a.begin(doc, entities)
	ss := doc.Body.Sentences
	for i := 0; i < len(ss); i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := ss[i]
		for i+1 < len(ss) && s.Len() < longestPeriod && doc.Body.Runes[s.End-1] == ';' && ss[i+1].Start-s.End < 2 {
			i++
			s.End = ss[i].End
		}
		for s.Start < s.End {
			piece := document.Span{Start: s.Start, End: cut(doc.Body.Runes, s)}
			a.sentence(piece)
			s.Start = piece.End
		}
	}
	return a.result(), nil
}

func (x *Extractor) release(a *article) {
	if a.keeps() {
		a.end()
		x.pool.Put(a)
	}
}
