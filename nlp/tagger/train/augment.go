package main

import (
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// spaced returns r with a blank wherever Han characters and Latin letters or
// digits touch, as some sites set their texts.
func spaced(r *record) *record {
	runes := []rune(r.Text)
	var b strings.Builder
	at := make([]int, len(runes)+1)
	n := 0
	for i, c := range runes {
		if i > 0 && touch(runes[i-1], c) {
			b.WriteByte(' ')
			n++
		}
		at[i] = n
		b.WriteRune(c)
		n++
	}
	at[len(runes)] = n
	out := &record{ID: r.ID, source: r.source, Text: b.String()}
	for _, a := range r.Annotations {
		out.Annotations = append(out.Annotations, annotation{Start: at[a.Start], End: at[a.End-1] + 1, Type: a.Type})
	}
	out.text = document.NewText(out.Text)
	return out
}

// touch reports whether one of two neighbours is Han and the other Latin.
func touch(a, b rune) bool {
	latin := func(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	return latin(a) && han(b) || han(a) && latin(b)
}
