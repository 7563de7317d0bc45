package entity

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A trie and a table that are reset and used again agree with a plain search.
func TestTrieAndTable(t *testing.T) {
	forward, backward, table := newTrie(), newTrie(), new(wordTable)
	word := rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙x𠮷")), 1, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(word, 0, 40, rapid.ID).Draw(t, "words")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙x𠮷")), 0, 8, -1).Draw(t, "text")
		forward.reset()
		backward.reset()
		table.reset()
		for i, w := range words {
			forward.insert([]rune(w), int32(i))
			backward.insertReversed([]rune(w))
			if n, added := table.add([]rune(w)); n != i || !added {
				t.Fatalf("%s is number %d, new %v; want %d", w, n, added, i)
			}
		}
		runes := []rune(text)
		checkTrie(t, forward, words, text)
		longest := 0
		for _, w := range words {
			if strings.HasSuffix(text, w) {
				longest = max(longest, len([]rune(w)))
			}
		}
		if n := backward.longestBefore(runes, len(runes), 0); n != longest {
			t.Fatalf("a word of %d runes ends %s, want %d", n, text, longest)
		}
		if n, ok := table.find(runes); ok != slices.Contains(words, text) || ok && words[n] != text {
			t.Fatalf("%s is number %d: %v", text, n, ok)
		}
	})
}

func checkTrie(t *rapid.T, x *trie, words []string, text string) {
	runes, longest := []rune(text), ""
	for _, w := range words {
		if strings.HasPrefix(text, w) && len(w) > len(longest) {
			longest = w
		}
	}
	end, n, ok := x.longest(runes, 0, len(runes), nil)
	if ok != (longest != "") || ok && (words[n] != longest || string(runes[:end]) != longest) {
		t.Fatalf("the longest word of %s is %q, want %q", text, string(runes[:end]), longest)
	}
	if x.has(runes) != slices.Contains(words, text) {
		t.Fatalf("has(%s) is wrong", text)
	}
}
