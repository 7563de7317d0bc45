// Package trie finds the words of a fixed vocabulary that start at a given
// place of a text.
package trie

import (
	"cmp"
	"maps"
	"slices"
)

// direct is the number of first characters that are looked up by index; it
// covers the Basic Multilingual Plane up to the Hangul blocks, where nearly
// every character of Chinese text lies.
const direct = 0xa000

// A Trie maps words to values. Build it with New; it is then safe for
// concurrent readers.
type Trie[V any] struct {
	first []int32 // node of each first character below direct, 0 for none
	nodes []node
	edges []edge // of all nodes, those of one node together and sorted
	vals  []V
}

type node struct {
	edge, edges int32 // where its edges start, and how many there are
	val         int32 // index in vals plus one; 0 for none
}

type edge struct {
	r    rune
	next int32
}

// New compiles words.
func New[V any](words map[string]V) *Trie[V] {
	t := &Trie[V]{first: make([]int32, direct), nodes: make([]node, 1, len(words)*2+1)}
	keys := make([][]rune, 0, len(words))
	for _, w := range slices.Sorted(maps.Keys(words)) {
		if w != "" {
			keys = append(keys, []rune(w))
			t.vals = append(t.vals, words[w])
		}
	}
	t.build(0, 0, keys, 0)
	for _, e := range t.edges[t.nodes[0].edge:][:t.nodes[0].edges] {
		if e.r < direct {
			t.first[e.r] = e.next
		}
	}
	return t
}

// build makes the edges of node at for keys, which share their first depth
// characters and are sorted; base is the index of the first key among all.
func (t *Trie[V]) build(at int32, depth int, keys [][]rune, base int) {
	if len(keys) > 0 && len(keys[0]) == depth {
		t.nodes[at].val = int32(base + 1)
		keys, base = keys[1:], base+1
	}
	start := len(t.edges)
	type group struct{ from, to int }
	var groups []group
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j][depth] == keys[i][depth] {
			j++
		}
		t.edges = append(t.edges, edge{keys[i][depth], int32(len(t.nodes))})
		t.nodes = append(t.nodes, node{})
		groups = append(groups, group{i, j})
		i = j
	}
	t.nodes[at].edge, t.nodes[at].edges = int32(start), int32(len(groups))
	for k, g := range groups {
		t.build(t.edges[start+k].next, depth+1, keys[g.from:g.to], base+g.from)
	}
}

// HasFirst reports whether any word starts with r.
func (t *Trie[V]) HasFirst(r rune) bool { return t.root(r) != 0 }

// Longest returns the value and the length in runes of the longest word that
// is a prefix of text, or nil and 0 where none is. The value must not be
// changed.
func (t *Trie[V]) Longest(text []rune) (v *V, n int) {
	if len(text) == 0 {
		return nil, 0
	}
	val := int32(0)
	for i, at := 1, t.root(text[0]); at != 0; i++ {
		if k := t.nodes[at].val; k != 0 {
			val, n = k, i
		}
		if i == len(text) {
			break
		}
		at = t.step(at, text[i])
	}
	if n == 0 {
		return nil, 0
	}
	return &t.vals[val-1], n
}

// EachSuffix calls f for every suffix of text that is a word when read
// backwards, shortest first.
func (t *Trie[V]) EachSuffix(text []rune, f func(v V, n int)) {
	if len(text) == 0 {
		return
	}
	for i, at := 1, t.root(text[len(text)-1]); at != 0; i++ {
		if k := t.nodes[at].val; k != 0 {
			f(t.vals[k-1], i)
		}
		if i == len(text) {
			return
		}
		at = t.step(at, text[len(text)-1-i])
	}
}

// root returns the node of first character r, or 0.
func (t *Trie[V]) root(r rune) int32 {
	if uint32(r) < uint32(len(t.first)) {
		return t.first[r]
	}
	return t.step(0, r)
}

// step returns the node below at by r, or 0.
func (t *Trie[V]) step(at int32, r rune) int32 {
	n := t.nodes[at]
	es := t.edges[n.edge:][:n.edges]
	if len(es) > 8 {
		k, ok := slices.BinarySearchFunc(es, r, func(e edge, r rune) int { return cmp.Compare(e.r, r) })
		if !ok {
			return 0
		}
		return es[k].next
	}
	for _, e := range es {
		if e.r == r {
			return e.next
		}
	}
	return 0
}
