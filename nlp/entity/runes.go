package entity

import (
	"slices"
	"unicode"
)

func hasPrefix(runes, word []rune) bool {
	return len(runes) >= len(word) && slices.Equal(runes[:len(word)], word)
}

func hasSuffix(runes, word []rune) bool {
	return len(runes) >= len(word) && slices.Equal(runes[len(runes)-len(word):], word)
}

// contains reports whether word stands in runes; an empty one always does.
func contains(runes, word []rune) bool {
	for i := 0; i+len(word) <= len(runes); i++ {
		if slices.Equal(runes[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// containsAny reports whether one of words stands in runes.
func containsAny(runes []rune, words [][]rune) bool {
	return slices.ContainsFunc(words, func(w []rune) bool { return contains(runes, w) })
}

// cutPrefix returns runes without the first of words that they begin with.
func cutPrefix(runes []rune, words [][]rune) ([]rune, bool) {
	for _, w := range words {
		if hasPrefix(runes, w) {
			return runes[len(w):], true
		}
	}
	return runes, false
}

func trimSpace(runes []rune) []rune {
	for len(runes) > 0 && unicode.IsSpace(runes[0]) {
		runes = runes[1:]
	}
	for len(runes) > 0 && unicode.IsSpace(runes[len(runes)-1]) {
		runes = runes[:len(runes)-1]
	}
	return runes
}

// toRunes returns each of words as runes.
func toRunes(words ...string) [][]rune {
	out := make([][]rune, len(words))
	for i, w := range words {
		out[i] = []rune(w)
	}
	return out
}

// isHan is unicode.Is(unicode.Han, r), quick for what is common.
func isHan(r rune) bool {
	const common, end, least = 0x4e00, 0x9fff, 0x2e80
	switch {
	case r < least:
		return false
	case r >= common && r <= end:
		return true
	}
	return unicode.Is(unicode.Han, r)
}

func hasHan(runes []rune) bool { return slices.ContainsFunc(runes, isHan) }

func countHan(runes []rune) int {
	n := 0
	for _, r := range runes {
		if isHan(r) {
			n++
		}
	}
	return n
}

// isBlank reports whether runes are nothing but white space.
func isBlank(runes []rune) bool { return len(trimSpace(runes)) == 0 }

// sameRun reports whether a and b, next to each other, are letters of one
// alphabetic word or digits of one number.
func sameRun(a, b rune) bool {
	return alphanumeric(a) && alphanumeric(b)
}

func alphanumeric(r rune) bool {
	switch {
	case r < unicode.MaxASCII:
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	case isHan(r):
		return false
	}
	return r > unicode.MaxASCII && unicode.IsLetter(r) && !unicode.In(r, unicode.Hiragana, unicode.Katakana)
}

// runeSet is a set of runes, modulo 65536: it takes a rune outside the basic
// plane for one inside.
type runeSet [1 << 10]uint64

func newRuneSet(runes string) *runeSet {
	s := new(runeSet)
	for _, r := range runes {
		s.add(r)
	}
	return s
}

func (s *runeSet) add(r rune) { s[r>>6&(1<<10-1)] |= 1 << (r & 63) }

func (s *runeSet) has(r rune) bool { return s[r>>6&(1<<10-1)]>>(r&63)&1 != 0 }
