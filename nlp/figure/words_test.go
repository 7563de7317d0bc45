package figure

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestNounEnd holds what the end of a phrase says to the definition: by class,
// the longest word that the phrase ends in.
func TestNounEnd(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("价格指数率")), 0, 6, -1)
	word := rapid.StringOfN(rapid.RuneFrom([]rune("价格指数率")), 1, 4, -1)
	class := rapid.SampledFrom([]string{"index", "measure", "attribute", "counted", "length", "bare", "limit"})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.MapOf(word, rapid.SliceOfN(class, 1, 3)).Draw(t, "words")
		phrase := text.Draw(t, "phrase")
		var want nounEnd
		for w, classes := range words {
			for _, c := range classes {
				if n := want.of(c); strings.HasSuffix(phrase, w) {
					*n = max(*n, utf8.RuneCountInString(w))
				}
			}
		}
		if got := newNouns(words).end([]rune(phrase)); got != want {
			t.Fatalf("%q in %v: got %+v, want %+v", phrase, words, got, want)
		}
	})
}

// TestAnyAgreesWithStrings holds the matching of lists of words to that of
// package strings.
func TestAnyAgreesWithStrings(t *testing.T) {
	letters := []rune("的增a0é￥𠀀")
	text := rapid.StringOfN(rapid.RuneFrom(letters), 0, 5, -1)
	words := rapid.SliceOf(rapid.StringOfN(rapid.RuneFrom(letters), 1, 3, -1))
	rapid.Check(t, func(t *rapid.T) {
		s, ws := text.Draw(t, "text"), words.Draw(t, "words")
		prefix, suffix := false, false
		for _, w := range ws {
			prefix = prefix || strings.HasPrefix(s, w)
			suffix = suffix || strings.HasSuffix(s, w)
		}
		if got := anyPrefix([]rune(s), ws...); got != prefix {
			t.Errorf("anyPrefix(%q, %q) = %v", s, ws, got)
		}
		if got := anySuffix([]rune(s), ws...); got != suffix {
			t.Errorf("anySuffix(%q, %q) = %v", s, ws, got)
		}
	})
}
