package feature

import (
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// tokensFrom returns the number of the first token of t from position at on.
func tokensFrom(t *document.Text, at int) int {
	i, _ := slices.BinarySearchFunc(t.Tokens, at, func(tok document.Token, at int) int { return tok.Start - at })
	return i
}

// wordEvent is an event of token tok of the paragraph at origin.
func wordEvent(key uint64, origin int, tok *document.Token) Event {
	return Event{Key: key, Start: int32(tok.Start - origin), End: int32(tok.End - origin), Shape: Word}
}

// appendTokens appends the words of the segmenter in p and their parts of speech.
func appendTokens(dst []Event, t *document.Text, p document.Span, k *Known) []Event {
	last := word{}
	for i := tokensFrom(t, p.Start); i < len(t.Tokens) && t.Tokens[i].Start < p.End; i++ {
		w, tok := k.words[i], &t.Tokens[i]
		if tok.Len() > 1 {
			dst = append(dst, wordEvent(w.form, p.Start, tok))
		}
		dst = append(dst, wordEvent(mix(w.pos, uint64(min(tok.Len(), 5))), p.Start, tok),
			wordEvent(mix(mix(w.pos, famPOS), last.pos), p.Start, tok))
		last = w
	}
	return dst
}

// appendWordClasses appends the classes of the words that bear on the open
// stretches of p.
func appendWordClasses(dst []Event, t *document.Text, p document.Span, k *Known, open []document.Span) []Event {
	last := word{}
	for i := tokensFrom(t, p.Start); i < len(t.Tokens) && t.Tokens[i].Start < p.End; i++ {
		w, tok := k.words[i], &t.Tokens[i]
		for len(open) > 0 && open[0].End+p.Start < tok.Start {
			open = open[1:]
		}
		if len(open) > 0 && open[0].Start+p.Start <= tok.End {
			if w.class != 0 {
				dst = append(dst, wordEvent(Key(famWords, 1, w.class), p.Start, tok))
			}
			if w.class|last.class != 0 {
				dst = append(dst, wordEvent(Key(famWords, 2, w.class, last.class), p.Start, tok))
			}
		}
		last = w
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
