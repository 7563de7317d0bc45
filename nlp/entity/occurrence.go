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

// nameIndex finds the occurrences of settled names in a text. It is a trie:
// names are short and share few prefixes in running text, so that the walk
// from each position ends after a step or two.
type nameIndex struct {
	names *nameTable
	nodes []indexNode
}

type indexNode struct {
	next map[rune]int32
	name int32 // index of the name that ends here, or -1
}

func newNameIndex(names *nameTable) *nameIndex {
	x := &nameIndex{names: names, nodes: []indexNode{{name: -1}}}
	for i, n := range names.list {
		if n.confidence >= settledConfidence && len(n.runes) > 1 && len(n.runes) <= maxIndexedName {
			x.insert(n.runes, int32(i))
		}
	}
	return x
}

func (x *nameIndex) insert(runes []rune, name int32) {
	at := int32(0)
	for _, r := range runes {
		next, ok := x.nodes[at].next[r]
		if !ok {
			next = int32(len(x.nodes))
			x.nodes = append(x.nodes, indexNode{name: -1})
			if x.nodes[at].next == nil {
				x.nodes[at].next = make(map[rune]int32, 1)
			}
			x.nodes[at].next[r] = next
		}
		at = next
	}
	x.nodes[at].name = name
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
	best, found := part{}, false
	at := int32(0)
	for i := start; i < limit; i++ {
		next, ok := x.nodes[at].next[t.Runes[i]]
		if !ok {
			break
		}
		at = next
		k := x.nodes[at].name
		if k < 0 {
			continue
		}
		n := x.names.list[k]
		s := document.Span{Start: start, End: i + 1}
		if b.isWord(s) {
			best = part{Mention{Span: s, Type: n.typ, Confidence: n.confidence * foundDiscount}, int(k)}
			found = true
		}
	}
	return best, found
}

// boundaries knows where the words of a text begin and end, and which of its
// characters stand inside a title in 《》.
type boundaries struct {
	text  *document.Text
	edges []bool // edges[i]: a token begins or ends before rune i; nil: not segmented
	work  []document.Span
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
