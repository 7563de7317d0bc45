package entity

import (
	"context"
	"slices"
	"strings"

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

// occurrenceFinder finds the names of an article in its texts.
type occurrenceFinder struct {
	words  *nameWords
	names  *nameTable
	trie   *trie
	text   *document.Text
	works  []document.Span // what stands in 《》
	marked []part
}

// index makes names those that f finds.
func (f *occurrenceFinder) index(names *nameTable) {
	f.names = names
	f.trie.reset()
	for i := range names.list {
		if runes := names.list[i].runes; len(runes) > 1 && len(runes) <= maxIndexedName {
			f.trie.insert(runes, int32(i))
		}
	}
}

// find appends to out the places in t where names stand as words of their own:
// what the tagger marked, without overlaps, and the rest.
func (f *occurrenceFinder) find(ctx context.Context, out []occurrence, t *document.Text, mentions []mention, c *cover) ([]occurrence, error) {
	f.text, f.marked = t, f.marked[:0]
	for _, m := range mentions {
		f.marked = append(f.marked, part{m.Span, m.name, m.Confidence})
	}
	marked := c.best(f.marked)
	for _, p := range marked {
		out = append(out, occurrence{p.Span, p.name, p.weight})
	}
	f.readWorks()
	for _, s := range t.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := s.Start; i < s.End; i++ {
			if !f.trie.mayBeginAt(t.Runes, i, s.End) {
				continue
			}
			end, k, ok := f.trie.longest(t.Runes, i, s.End, func(end int, _ int32) bool {
				return f.isWord(document.Span{Start: i, End: end})
			})
			if !ok {
				continue
			}
			for len(marked) > 0 && marked[0].End <= i {
				marked = marked[1:]
			}
			o := occurrence{Span: document.Span{Start: i, End: end}, name: int(k)}
			if !f.insideWork(o.Span) && (len(marked) == 0 || !marked[0].Contains(o.Span)) && !f.isHost(o) {
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// isHost reports whether o only tells where games are held or who makes an
// index.
func (f *occurrenceFinder) isHost(o occurrence) bool {
	return f.words.isHost(f.text.Runes, o.Span, f.names.list[o.name].majority())
}

// readWorks notes what stands in 《》.
func (f *occurrenceFinder) readWorks() {
	f.works = f.works[:0]
	if !strings.Contains(f.text.String, "《") && !strings.Contains(f.text.String, "〈") {
		return
	}
	open := -1
	for i, r := range f.text.Runes {
		switch {
		case r == '《':
			open = i
		case r == '》' && open >= 0:
			f.works = append(f.works, document.Span{Start: open + 1, End: i})
			open = -1
		}
	}
}

// insideWork reports whether s is a part of the title of a work, a law or a
// plan: a name in it names nothing. Spans must be asked for in order.
func (f *occurrenceFinder) insideWork(s document.Span) bool {
	for len(f.works) > 0 && f.works[0].End <= s.Start {
		f.works = f.works[1:]
	}
	return len(f.works) > 0 && f.works[0].Contains(s) && f.works[0] != s
}

// isWord reports whether s can be a word of its own. A run of Latin letters or
// digits is never cut. A name of two characters must begin and end where
// tokens do: 时代 is no word of 宁德时代 or 新时代.
func (f *occurrenceFinder) isWord(s document.Span) bool {
	r := f.text.Runes
	if s.Start > 0 && sameRun(r[s.Start-1], r[s.Start]) || s.End < len(r) && sameRun(r[s.End-1], r[s.End]) {
		return false
	}
	return s.Len() > 2 || len(f.text.Tokens) == 0 || f.isEdge(s.Start) && f.isEdge(s.End)
}

// isEdge reports whether a token begins or ends at i.
func (f *occurrenceFinder) isEdge(i int) bool {
	k, found := slices.BinarySearchFunc(f.text.Tokens, i, func(t document.Token, i int) int { return t.Start - i })
	return found || k > 0 && f.text.Tokens[k-1].End == i
}
