package vocab_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
)

// TestLongestAgreesWithScan holds the table to the definition: the longest word
// of the vocabulary that the text starts with.
func TestLongestAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("增长率a𠀀"))).Draw(t, "text")
		words := rapid.MapOf(rapid.StringOfN(rapid.RuneFrom([]rune("增长率a")), 1, 6, -1), rapid.Int()).Draw(t, "words")
		var want string
		for w := range words {
			if strings.HasPrefix(text, w) && len(w) > len(want) {
				want = w
			}
		}
		table := vocab.New(words)
		v, n := table.Longest([]rune(text))
		if n != len([]rune(want)) || (n > 0 && *v != words[want]) {
			t.Fatalf("Longest(%q) in %v: value %d, length %d; want word %q", text, words, v, n, want)
		}
		for _, r := range text {
			starts := false
			for w := range words {
				starts = starts || strings.HasPrefix(w, string(r))
			}
			if table.HasFirst(r) != starts {
				t.Fatalf("HasFirst(%c) in %v: %v", r, words, !starts)
			}
		}
	})
}
