package feature

import (
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
		pos := hashString(famPOS, tok.POS)
		if tok.Len() > 1 {
			dst = append(dst, Event{Key: hashRunes(famToken, t.Runes[tok.Start:tok.End]), Start: s, End: e, Shape: Word})
		}
		dst = append(dst,
			Event{Key: mix(pos, uint64(min(tok.Len(), 5))), Start: s, End: e, Shape: Word},
			Event{Key: mix(pos, last), Start: s, End: e, Shape: Word})
		last = pos
		if classes == nil {
			continue
		}
		class := uint64(classes.Of(wordForm(t, tok)))
		if class != 0 {
			dst = append(dst, Event{Key: Key(famWords, 1, class), Start: s, End: e, Shape: Word})
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

func hashString(family byte, s string) uint64 {
	h := mix(0x5bd1e995, uint64(family))
	for i := range len(s) {
		h = mix(h, uint64(s[i]))
	}
	return h
}

// appendLists appends the matches of the name lists: for each list the longest
// at each place that are not inside one before.
func appendLists(dst []Event, names *lexicon.Names, runes []rune) []Event {
	var ends [lexicon.MaxKinds]int32
	var longest [lexicon.MaxKinds]int32
	for i := range runes {
		var all, last lexicon.Kinds // of all matches here, of the longest
		reach := 0
		names.At(runes, i, func(length int, kinds lexicon.Kinds) {
			all, last, reach = all|kinds, kinds, length
			for k := 0; kinds != 0; k, kinds = k+1, kinds>>1 {
				if kinds&1 != 0 {
					longest[k] = int32(length)
				}
			}
		})
		if all == 0 {
			continue
		}
		dst = append(dst, Event{Key: Key(famList, 99, uint64(last)), Start: int32(i), End: int32(i + reach), Shape: Word})
		for k := 0; all != 0; k, all = k+1, all>>1 {
			if all&1 == 0 {
				continue
			}
			s, e := int32(i), int32(i)+longest[k]
			if e <= ends[k] {
				continue
			}
			ends[k] = e
			dst = append(dst, Event{Key: Key(famList, uint64(k), uint64(min(longest[k], 6))), Start: s, End: e, Shape: Word})
		}
	}
	return dst
}
