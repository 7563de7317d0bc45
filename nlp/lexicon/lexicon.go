// Package lexicon finds known names in a text: the terms that a user or a
// request brings, which are certain, and the compiled name lists of the model,
// which are only evidence.
package lexicon

import (
	"fmt"
	"slices"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// Bounds on a user's terms.
const (
	MaxTermLength = 64      // code points
	MaxTerms      = 500_000 // terms in one lexicon file
)

// Term is a name with the type that it always has.
type Term struct {
	Text string
	Type entity.Type
}

// Match is a term found in a text.
type Match struct {
	document.Span
	Type entity.Type
}

// Lexicon is a set of terms compiled for search. The nil Lexicon is empty. A
// Lexicon never changes once made and is safe for concurrent use.
type Lexicon struct {
	layers []*trie // the latest first: it wins where two hold the same text
}

// New compiles terms. Of two terms with the same text the later one counts.
func New(terms []Term) (*Lexicon, error) { return (*Lexicon)(nil).With(terms) }

// With returns a lexicon that holds terms on top of those of l, as a request's
// own terms stand on top of the server's. It costs time in the new terms only.
// A term that is empty, too long, without a type, or not valid is an error that
// names it.
func (l *Lexicon) With(terms []Term) (*Lexicon, error) {
	if len(terms) > MaxTerms {
		return nil, fmt.Errorf("lexicon: %d terms, at most %d are allowed", len(terms), MaxTerms)
	}
	entries := make([]entry, 0, len(terms))
	for i, t := range terms {
		runes, err := t.runes()
		if err != nil {
			return nil, fmt.Errorf("lexicon: term %d: %w", i, err)
		}
		entries = append(entries, entry{runes, t.Type})
	}
	out := &Lexicon{}
	if len(entries) > 0 {
		out.layers = append(out.layers, newTrie(entries))
	}
	if l != nil {
		out.layers = append(out.layers, l.layers...)
	}
	return out, nil
}

// Over returns a lexicon that holds the terms of l on top of those of base. It
// costs no time in the terms.
func (l *Lexicon) Over(base *Lexicon) *Lexicon {
	switch {
	case l.Empty():
		return base
	case base.Empty():
		return l
	}
	return &Lexicon{slices.Concat(l.layers, base.layers)}
}

// runes checks t and returns its analysis characters.
func (t Term) runes() ([]rune, error) {
	runes := document.NewText(t.Text).Runes
	switch {
	case len(runes) == 0:
		return nil, fmt.Errorf("the text is empty")
	case len(runes) > MaxTermLength:
		return nil, fmt.Errorf("%.40q… has %d characters, at most %d are allowed", t.Text, len(runes), MaxTermLength)
	case unicode.IsSpace(runes[0]) || unicode.IsSpace(runes[len(runes)-1]):
		return nil, fmt.Errorf("%q starts or ends with a blank", t.Text)
	case t.Type < entity.Company || t.Type > entity.Office:
		return nil, fmt.Errorf("%q has no type", t.Text)
	}
	for _, r := range runes {
		if unicode.IsControl(r) {
			return nil, fmt.Errorf("%q holds a control character", t.Text)
		}
	}
	return runes, nil
}

// Empty reports whether l holds no terms.
func (l *Lexicon) Empty() bool { return l == nil || len(l.layers) == 0 }

// Find returns the terms in t within span s from left to right: at each place
// the longest, never overlapping. A term does not match inside a longer Latin
// word or number (AI is not in AIR).
func (l *Lexicon) Find(dst []Match, t *document.Text, s document.Span) []Match {
	if l.Empty() {
		return dst
	}
	runes := t.Runes[:s.End]
	for i := s.Start; i < len(runes); {
		length, typ := 0, entity.Type(0)
		if Starts(t.Runes, i) {
			for _, layer := range l.layers {
				if n, ty := layer.longest(runes, i, t.Runes); n > length {
					length, typ = n, ty
				}
			}
		}
		if length == 0 {
			i++
			continue
		}
		dst = append(dst, Match{document.Span{Start: i, End: i + length}, typ})
		i += length
	}
	return dst
}

// Starts reports whether a name may start at i: not inside a Latin word or a
// number.
func Starts(runes []rune, i int) bool { return i == 0 || !joined(runes[i-1], runes[i]) }

// Ends reports whether a name may end before i.
func Ends(runes []rune, i int) bool { return i >= len(runes) || !joined(runes[i-1], runes[i]) }

// joined reports whether two neighbours belong to one word or number.
func joined(a, b rune) bool { return letter(a) && letter(b) || digit(a) && digit(b) }

func digit(r rune) bool { return '0' <= r && r <= '9' }

func letter(r rune) bool {
	if r < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r < 0x2e80 && unicode.IsLetter(r)
}
