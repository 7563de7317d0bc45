package feature

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// appendTokens appends the words of the segmenter in p, their parts of speech
// and their classes.
func appendTokens(dst []Event, classes *lexicon.Classes, t *document.Text, p document.Span) []Event {
	last, lastClass := uint64(0), uint64(0)
	from, _ := slices.BinarySearchFunc(t.Tokens, p.Start, func(tok document.Token, start int) int { return tok.Start - start })
	for _, tok := range t.Tokens[from:] {
		if tok.Start >= p.End {
			break
		}
		s, e := int32(tok.Start-p.Start), int32(tok.End-p.Start)
		pos := hashPOS(tok.POS)
		if tok.Len() > 1 {
			dst = append(dst, Event{Key: hashRunes(famToken, t.Runes[tok.Start:tok.End]), Start: s, End: e, Shape: Word})
		}
		dst = append(dst,
			Event{Key: common(mix(pos, uint64(min(tok.Len(), 5)))), Start: s, End: e, Shape: Word},
			Event{Key: common(mix(pos, last)), Start: s, End: e, Shape: Word})
		last = pos
		if classes == nil {
			continue
		}
		class := uint64(classes.Of(wordForm(t, tok)))
		if class != 0 {
			dst = append(dst, Event{Key: common(Key(famWords, 1, class)), Start: s, End: e, Shape: Word})
		}
		if class|lastClass != 0 {
			dst = append(dst, Event{Key: Key(famWords, 2, class, lastClass), Start: s, End: e, Shape: Word})
		}
		lastClass = class
	}
	return dst
}

// number is the word that stands for all numbers.
var number = []rune{'0'}

// wordForm is the form under which a token is classed.
func wordForm(t *document.Text, tok document.Token) []rune {
	if tok.POS == "m" && t.Runes[tok.Start] < 0x80 {
		return number
	}
	return t.Runes[tok.Start:tok.End]
}

// WordForm is the form under which a token of t is classed: numbers are all
// one, and case does not matter.
func WordForm(t *document.Text, tok document.Token) string {
	return strings.ToLower(string(wordForm(t, tok)))
}

// hashPOS returns the identity of a part of speech.
func hashPOS(pos string) uint64 {
	h := mix(0x5bd1e995, famPOS)
	for i := range len(pos) {
		h = mix(h, uint64(pos[i]))
	}
	return h
}

// appendLists appends the matches of the name lists: for each list the longest
// at each place that are not inside one before.
func appendLists(dst []Event, names *lexicon.Names, runes []rune) []Event {
	m := listMatches{dst: dst, at: -1}
	names.Scan(runes, m.add)
	m.end()
	return m.dst
}

// listMatches collects the matches at one place after the other.
type listMatches struct {
	dst       []Event
	at, reach int
	all, last lexicon.Kinds           // of all matches at the place, of the longest
	longest   [lexicon.MaxKinds]int32 // of each list at the place
	ends      [lexicon.MaxKinds]int32 // of each list, of the matches before
}

func (m *listMatches) add(i, length int, kinds lexicon.Kinds) {
	if i != m.at {
		m.end()
		m.at, m.all = i, 0
	}
	m.all, m.last, m.reach = m.all|kinds, kinds, length
	for ; kinds != 0; kinds &= kinds - 1 {
		m.longest[bits.TrailingZeros32(uint32(kinds))] = int32(length)
	}
}

// end appends the events of the place.
func (m *listMatches) end() {
	if m.at < 0 {
		return
	}
	s := int32(m.at)
	m.dst = append(m.dst, Event{Key: common(Key(famList, 99, uint64(m.last))), Start: s, End: s + int32(m.reach), Shape: Word})
	for all := m.all; all != 0; all &= all - 1 {
		k := bits.TrailingZeros32(uint32(all))
		e := s + m.longest[k]
		if e <= m.ends[k] {
			continue
		}
		m.ends[k] = e
		m.dst = append(m.dst, Event{Key: common(Key(famList, uint64(k), uint64(min(m.longest[k], 6)))), Start: s, End: e, Shape: Word})
	}
}
