// Package trie finds the longest word of a fixed vocabulary that starts at a
// given place of a text.
package trie

import "slices"

// direct is the number of first characters that are looked up by index; it
// covers the Basic Multilingual Plane up to the Hangul blocks, where nearly
// every character of Chinese text lies.
const direct = 0xa000

// A Trie maps words to values. Build it with New; it is then safe for
// concurrent readers.
type Trie[V any] struct {
	first []int32 // node of each first character below direct, 0 for none
	nodes []node
	vals  []V
}

type node struct {
	runes []rune // sorted; parallel to next
	next  []int32
	val   int32 // index in vals plus one; 0 for none
}

// New compiles words. Later duplicates of a word replace earlier ones.
func New[V any](words map[string]V) *Trie[V] {
	t := &Trie[V]{first: make([]int32, direct), nodes: make([]node, 1, len(words)*2+1)}
	for w, v := range words {
		at := int32(0)
		for _, r := range w {
			at = t.child(at, r)
		}
		t.vals = append(t.vals, v)
		t.nodes[at].val = int32(len(t.vals))
	}
	for i, r := range t.nodes[0].runes {
		if r < direct {
			t.first[r] = t.nodes[0].next[i]
		}
	}
	return t
}

func (t *Trie[V]) child(at int32, r rune) int32 {
	n := &t.nodes[at]
	i, ok := slices.BinarySearch(n.runes, r)
	if ok {
		return n.next[i]
	}
	id := int32(len(t.nodes))
	n.runes = slices.Insert(n.runes, i, r)
	n.next = slices.Insert(n.next, i, id)
	t.nodes = append(t.nodes, node{})
	return id
}

// Longest returns the value and the length in runes of the longest word that
// is a prefix of text, or a length of 0 where none is.
func (t *Trie[V]) Longest(text []rune) (v V, n int) {
	at := t.step(0, text, 0)
	for i := 0; at != 0; {
		i++
		if k := t.nodes[at].val; k != 0 {
			v, n = t.vals[k-1], i
		}
		at = t.step(at, text, i)
	}
	return v, n
}

// Each calls f for every word that is a prefix of text, shortest first.
func (t *Trie[V]) Each(text []rune, f func(v V, n int)) {
	at := t.step(0, text, 0)
	for i := 0; at != 0; {
		i++
		if k := t.nodes[at].val; k != 0 {
			f(t.vals[k-1], i)
		}
		at = t.step(at, text, i)
	}
}

// step returns the node below at by text[i], or 0.
func (t *Trie[V]) step(at int32, text []rune, i int) int32 {
	if i >= len(text) {
		return 0
	}
	r := text[i]
	if at == 0 && r < direct {
		return t.first[r]
	}
	n := &t.nodes[at]
	if len(n.runes) <= 8 {
		for k, c := range n.runes {
			if c == r {
				return n.next[k]
			}
		}
		return 0
	}
	if k, ok := slices.BinarySearch(n.runes, r); ok {
		return n.next[k]
	}
	return 0
}

// HasFirst reports whether any word starts with r.
func (t *Trie[V]) HasFirst(r rune) bool { return t.step(0, []rune{r}, 0) != 0 }
