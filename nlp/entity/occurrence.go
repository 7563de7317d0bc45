package entity

import (
	"context"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

const (
	// settledConfidence is the least confidence in a name whose unmarked
	// occurrences are taken for mentions.
	settledConfidence = 0.6
	// foundDiscount is the confidence of a found occurrence relative to that
	// of its name's best mention.
	foundDiscount = 0.9
	// maxIndexedName bounds the work at one position of the text.
	maxIndexedName = 64
)

// nameIndex finds the occurrences of settled names in a text.
type nameIndex struct {
	names *nameTable
	trie  *trie
}

func newNameIndex(names *nameTable) *nameIndex {
	x := &nameIndex{names, newTrie()}
	for i, n := range names.list {
		if n.confidence >= settledConfidence && len(n.runes) > 1 && len(n.runes) <= maxIndexedName {
			x.trie.insert(n.runes, int32(i))
		}
	}
	return x
}

// find returns, for each position of t, the longest name that stands there as
// a word of its own.
func (x *nameIndex) find(ctx context.Context, t *document.Text) ([]part, error) {
	var out []part
	b := newBoundaries(t)
	for _, s := range t.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := s.Start; i < s.End; i++ {
			if p, ok := x.longestAt(t, b, i, s.End); ok {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func (x *nameIndex) longestAt(t *document.Text, b *boundaries, start, limit int) (part, bool) {
	end, k, ok := x.trie.longest(t.Runes, start, limit, func(end int, _ int32) bool {
		return b.isWord(document.Span{Start: start, End: end})
	})
	if !ok {
		return part{}, false
	}
	n := x.names.list[k]
	m := Mention{Span: document.Span{Start: start, End: end}, Type: n.typ, Confidence: n.confidence * foundDiscount}
	return part{m, int(k)}, true
}

// boundaries knows where the words of a text begin and end.
type boundaries struct {
	text  *document.Text
	edges []bool // edges[i]: a token begins or ends before rune i; nil: not segmented
}

func newBoundaries(t *document.Text) *boundaries {
	b := &boundaries{text: t}
	if len(t.Tokens) > 0 {
		b.edges = make([]bool, t.Len()+1)
		for _, tok := range t.Tokens {
			b.edges[tok.Start], b.edges[tok.End] = true, true
		}
	}
	return b
}

// isWord reports whether s can be a word of its own. A run of Latin letters or
// digits is never cut. A name of two characters must begin and end where
// tokens do: 时代 is no word of 宁德时代 or 新时代.
func (b *boundaries) isWord(s document.Span) bool {
	r := b.text.Runes
	if s.Start > 0 && sameRun(r[s.Start-1], r[s.Start]) || s.End < len(r) && sameRun(r[s.End-1], r[s.End]) {
		return false
	}
	if s.Len() > 2 || b.edges == nil {
		return true
	}
	return b.edges[s.Start] && b.edges[s.End]
}

// sameRun reports whether a and b, next to each other, are letters of one
// alphabetic word or digits of one number.
func sameRun(a, b rune) bool {
	return alphanumeric(a) && alphanumeric(b)
}

func alphanumeric(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) ||
		r > unicode.MaxASCII && unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
