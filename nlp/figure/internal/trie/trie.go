// Package trie finds the words of a fixed vocabulary that start at a given
// place of a text.
package trie

import (
	"maps"
	"slices"

	"github.com/tiyao/tiyao/nlp/figure/internal/chars"
)

// A Trie maps words to values, of which there may be 65535. Build it with New;
// it is then safe for concurrent readers.
//
// It is a double array: the node below another by a character stands at the
// base of that plus the number of the character, and holds the number. As no
// two nodes have one base, a node that holds the number is the right one.
type Trie[V any] struct {
	letters *chars.Set
	nodes   []node // the root first; any step leads to one of them
	vals    []V
}

// node is a place in the double array, all zero where none stands.
type node struct {
	base   int32  // 0 for a node that none is below; no other has it
	letter uint16 // number of the character that leads here
	val    uint16 // index in vals plus one; 0 for none
}

// New compiles words.
func New[V any](words map[string]V) *Trie[V] {
	t := &Trie[V]{}
	keys := make([][]rune, 0, len(words))
	for _, w := range slices.Sorted(maps.Keys(words)) {
		if w != "" {
			keys = append(keys, []rune(w))
			t.vals = append(t.vals, words[w])
		}
	}
	t.letters = chars.NewSet(keys...)
	b := builder{letters: t.letters, nodes: make([]node, 1), free: 1}
	b.grow(0, 0, keys, 0)
	t.nodes = append(b.nodes, make([]node, t.letters.Len()+1)...)
	return t
}

// HasFirst reports whether any word starts with r.
func (t *Trie[V]) HasFirst(r rune) bool { return t.step(t.nodes[0].base, r) != nil }

// Longest returns the value and the length in runes of the longest word that
// is a prefix of text, or nil and 0 where none is. The value must not be
// changed.
func (t *Trie[V]) Longest(text []rune) (v *V, n int) {
	val := uint16(0)
	base := t.nodes[0].base
	for i, r := range text {
		below := t.step(base, r)
		if below == nil {
			break
		}
		if below.val != 0 {
			val, n = below.val, i+1
		}
		base = below.base
	}
	if n == 0 {
		return nil, 0
	}
	return &t.vals[val-1], n
}

// EachSuffix calls f for every suffix of text that is a word when read
// backwards, shortest first.
func (t *Trie[V]) EachSuffix(text []rune, f func(v V, n int)) {
	base := t.nodes[0].base
	for i := len(text) - 1; i >= 0; i-- {
		below := t.step(base, text[i])
		if below == nil {
			return
		}
		if below.val != 0 {
			f(t.vals[below.val-1], len(text)-i)
		}
		base = below.base
	}
}

// step returns the node by r below the one that has base, or nil.
func (t *Trie[V]) step(base int32, r rune) *node {
	letter := t.letters.Number(r)
	below := &t.nodes[int(base)+letter]
	if letter == 0 || int(below.letter) != letter {
		return nil
	}
	return below
}
