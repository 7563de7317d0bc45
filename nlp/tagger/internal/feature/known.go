package feature

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// Known is what is known of a text before anything is weighed: its words, and
// which of its open stretches are on name lists. It is looked up once, many
// places together. It keeps its buffers: one value serves one goroutine.
type Known struct {
	words    []word
	classes  []uint32
	open     []document.Span   // where listings have been looked up
	listings []lexicon.Listing // that start there
	others   []lexicon.Listing // that start elsewhere
	finder   lexicon.Finder
}

// word is what is known of a token.
type word struct {
	form  uint64 // the identity of its characters
	pos   uint64 // that of its part of speech
	class uint64 // of words, 0 if it has none
}

// Read looks up what is known of the words of t.
func (k *Known) Read(x *Extractor, t *document.Text) {
	k.words, k.open, k.listings = k.words[:0], k.open[:0], k.listings[:0]
	if x.Skip&Tokens != 0 {
		return
	}
	for _, tok := range t.Tokens {
		k.words = append(k.words, word{form: hashRunes(famToken, t.Runes[tok.Start:tok.End]), pos: hashPOS(tok.POS)})
	}
	if x.Classes == nil {
		return
	}
	k.classes = x.Classes.Append(k.classes[:0], t, func(tok document.Token) []rune { return wordForm(t, tok) })
	for i, c := range k.classes {
		k.words[i].class = uint64(c)
	}
}

// before is how far before an open stretch names of lists are looked up: they
// may reach into it.
const before = 3

// Look looks up the names of lists in the open stretches of paragraph p of t,
// whose positions count from its start. Paragraphs come in text order.
func (k *Known) Look(x *Extractor, t *document.Text, p document.Span, open []document.Span) {
	first, last := len(k.open), p.Start
	for _, s := range open {
		s.Start, s.End = max(p.Start+s.Start-before, last), p.Start+s.End
		last = s.End
		k.open = append(k.open, s)
	}
	k.listings = k.appendNames(k.listings, x, t, p, k.open[first:])
}

// appendNames appends the names of lists that begin in stretches of paragraph p
// of t.
func (k *Known) appendNames(dst []lexicon.Listing, x *Extractor, t *document.Text, p document.Span, stretches []document.Span) []lexicon.Listing {
	if !x.lists() {
		return dst
	}
	return k.finder.Append(dst, x.Names, t, p, stretches)
}

// from returns the listings that start at or after position at.
func (k *Known) from(at int) []lexicon.Listing {
	i, _ := slices.BinarySearchFunc(k.listings, at, func(l lexicon.Listing, at int) int { return l.Start - at })
	return k.listings[i:]
}

// in returns the listings of a paragraph.
func (k *Known) in(p document.Span) []lexicon.Listing {
	first := k.from(p.Start)
	return first[:len(first)-len(k.from(p.End))]
}

// inside returns the listings that start in the stretch s of paragraph p of t.
// Those of a stretch that was not open are looked up.
func (k *Known) inside(x *Extractor, t *document.Text, p, s document.Span) []lexicon.Listing {
	i, found := slices.BinarySearchFunc(k.open, s.Start, func(o document.Span, at int) int { return o.Start - at })
	if !found {
		i--
	}
	if i >= 0 && k.open[i].End >= s.End {
		return k.from(s.Start)
	}
	k.others = k.appendNames(k.others[:0], x, t, p, []document.Span{s})
	return k.others
}
