package feature

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// Stretch is a stretch of a paragraph that may be a name. Like the events of
// characters, what is known of it never looks beyond the paragraph.
type Stretch struct {
	document.Span
	text        *document.Text
	paragraph   document.Span
	first, next int // the tokens that it touches
	words       []word
	lists       listed
}

// NewStretch returns the stretch s of paragraph p of t, of which k is known.
func (x *Extractor) NewStretch(t *document.Text, p, s document.Span, k *Known) Stretch {
	first, _ := slices.BinarySearchFunc(t.Tokens, s.Start, func(tok document.Token, at int) int {
		if tok.End <= at {
			return -1
		}
		return 1
	})
	next := first
	for next < len(t.Tokens) && t.Tokens[next].Start < s.End {
		next++
	}
	return Stretch{s, t, p, first, next, k.words, listedAs(s, k.inside(x, t, p, s))}
}

func (s *Stretch) runes() []rune { return s.text.Runes[s.Start:s.End] }

// char returns the character at i, a newline beyond the paragraph.
func (s *Stretch) char(i int) uint64 {
	if i < s.paragraph.Start || i >= s.paragraph.End {
		return '\n'
	}
	return fold(s.text.Runes[i])
}

// word returns what is known of token k if it is one of the paragraph.
func (s *Stretch) word(k int) (w word, ok bool) {
	if k < 0 || k >= len(s.text.Tokens) {
		return w, false
	}
	tok := &s.text.Tokens[k]
	return s.words[k], tok.Start >= s.paragraph.Start && tok.End <= s.paragraph.End
}

// outline is the sequence of classes of characters in a name.
func outline(name []rune) uint64 {
	shape, last := uint64(0), classOther
	for _, r := range name {
		if class := classOf(r); class != last && shape < 1<<40 {
			shape, last = shape<<4|class, class
		}
	}
	return shape
}
