package entity

import (
	"context"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// maxIndexedName is the length in runes of the longest name that is looked for;
// it bounds the work at one position of the text.
const maxIndexedName = 64

// occurrence is a place where a name of the article stands.
type occurrence struct {
	document.Span
	name   int
	tagged float64 // the tagger's confidence that it is a mention; 0: not marked
}

// occurrences returns the places in t where the names of x stand as words of
// their own: what the tagger marked, without overlaps, and the rest.
func (x *nameIndex) occurrences(ctx context.Context, t *document.Text, mentions []Mention) ([]occurrence, error) {
	parts := make([]part, len(mentions))
	for i, m := range mentions {
		parts[i] = part{m.Span, x.names.byText[string(t.Runes[m.Start:m.End])], m.Confidence}
	}
	marked := bestCover(parts)
	out := make([]occurrence, 0, 2*len(marked))
	for _, p := range marked {
		out = append(out, occurrence{p.Span, p.name, p.weight})
	}
	b := newBoundaries(t)
	for _, s := range t.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := s.Start; i < s.End; i++ {
			for len(marked) > 0 && marked[0].End <= i {
				marked = marked[1:]
			}
			end, k, ok := x.trie.longest(t.Runes, i, s.End, func(end int, _ int32) bool {
				return b.isWord(document.Span{Start: i, End: end})
			})
			if !ok {
				continue
			}
			o := occurrence{Span: document.Span{Start: i, End: end}, name: int(k)}
			if !b.insideWork(o.Span) && (len(marked) == 0 || !marked[0].Contains(o.Span)) {
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// nameIndex finds the names of an article in its texts.
type nameIndex struct {
	names *nameTable
	trie  *trie
}

func newNameIndex(names *nameTable) *nameIndex {
	x := &nameIndex{names, newTrie()}
	for i, n := range names.list {
		if len(n.runes) > 1 && len(n.runes) <= maxIndexedName {
			x.trie.insert(n.runes, int32(i))
		}
	}
	return x
}

// boundaries knows where the words of a text begin and end, and what stands in
// 《》.
type boundaries struct {
	text  *document.Text
	edges []bool // edges[i]: a token begins or ends before rune i; nil: not segmented
	works []document.Span
}

func newBoundaries(t *document.Text) *boundaries {
	b := &boundaries{text: t}
	if len(t.Tokens) > 0 {
		b.edges = make([]bool, t.Len()+1)
		for _, tok := range t.Tokens {
			b.edges[tok.Start], b.edges[tok.End] = true, true
		}
	}
	open := -1
	for i, r := range t.Runes {
		switch {
		case r == '《':
			open = i
		case r == '》' && open >= 0:
			b.works = append(b.works, document.Span{Start: open + 1, End: i})
			open = -1
		}
	}
	return b
}

// insideWork reports whether s is a part of the title of a work, a law or a
// plan: a name in it names nothing. Spans must be asked for in order.
func (b *boundaries) insideWork(s document.Span) bool {
	for len(b.works) > 0 && b.works[0].End <= s.Start {
		b.works = b.works[1:]
	}
	return len(b.works) > 0 && b.works[0].Contains(s) && b.works[0] != s
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
