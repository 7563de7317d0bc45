package trie_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/figure/internal/trie"
)

// TestLongestAgreesWithScan holds the trie to the definition: the longest word
// of the vocabulary that the text starts with.
func TestLongestAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("增长率a𠀀"))).Draw(t, "text")
		words := rapid.MapOf(rapid.StringOfN(rapid.RuneFrom([]rune("增长率a𠀀")), 1, 4, -1), rapid.Int()).Draw(t, "words")
		var want string
		for w := range words {
			if strings.HasPrefix(text, w) && len(w) > len(want) {
				want = w
			}
		}
		v, n := trie.New(words).Longest([]rune(text))
		if n != len([]rune(want)) || (n > 0 && *v != words[want]) {
			t.Fatalf("Longest(%q) in %v: value %d, length %d; want word %q", text, words, v, n, want)
		}
	})
}
