package entity

import "slices"

// trie maps words to numbers. Words are short and share few prefixes with
// running text, so that a walk from each position of a text ends after a step
// or two: matching is linear in practice and bounded by the longest word. All
// its edges lie in one hash table, which a trie that is reset uses again.
type trie struct {
	first  runeSet         // what words begin with
	pairs  [1 << 10]uint64 // set of hashes of the pairs that words begin with
	single bool            // there is a word of one rune
	edges  []trieEdge      // open addressing; the length is a power of two
	values []int32         // by node: of the word that ends there, or -1
}

// trieEdge leads from a node to the next, which is never the root: an edge to
// node 0 is a free slot.
type trieEdge struct {
	from, to int32
	r        rune
}

// newTrie returns a trie of words, with the value 0.
func newTrie(words ...string) *trie {
	t := new(trie)
	t.reset()
	for _, w := range words {
		t.insert([]rune(w), 0)
	}
	return t
}

// reset removes all words.
func (t *trie) reset() {
	t.first = runeSet{}
	clear(t.pairs[:])
	t.single = false
	clear(t.edges)
	t.values = append(t.values[:0], -1)
}

// insert maps word to value, which must not be negative.
func (t *trie) insert(word []rune, value int32) {
	at := int32(0)
	for _, r := range word {
		at = t.grow(at, r)
	}
	t.first.add(word[0])
	if t.single = t.single || len(word) == 1; len(word) > 1 {
		t.beginWith(word[0], word[1])
	}
	t.values[at] = value
}

// insertReversed adds word for [trie.longestBefore].
func (t *trie) insertReversed(word []rune) {
	word = slices.Clone(word)
	slices.Reverse(word)
	t.insert(word, 0)
}

// beginWith lets words begin with a and b.
func (t *trie) beginWith(a, b rune) {
	t.first.add(a)
	h := pairHash(a, b)
	t.pairs[h>>6] |= 1 << (h & 63)
}

// mayBegin reports whether a word may begin with r.
func (t *trie) mayBegin(r rune) bool { return t.first.has(r) }

// mayBeginAt reports whether a word may begin at i that ends no later than limit.
func (t *trie) mayBeginAt(runes []rune, i, limit int) bool {
	return t.first.has(runes[i]) && (i+1 == limit || t.mayBeginWith(runes[i], runes[i+1]))
}

// mayBeginWith reports whether a word may begin with a and b.
func (t *trie) mayBeginWith(a, b rune) bool {
	h := pairHash(a, b)
	return t.pairs[h>>6]>>(h&63)&1 != 0 || t.single
}

func pairHash(a, b rune) uint32 { return (uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca6b) >> 16 }

// slot returns where the edge from a node for r lies, or would.
func (t *trie) slot(from int32, r rune) int {
	mask := len(t.edges) - 1
	i := int((uint32(from)*0x9e3779b1^uint32(r)*0x85ebca6b)>>8) & mask
	for t.edges[i].to != 0 && (t.edges[i].from != from || t.edges[i].r != r) {
		i = (i + 1) & mask
	}
	return i
}

// grow returns the node after the one given for r, made if need be.
func (t *trie) grow(from int32, r rune) int32 {
	if 2*len(t.values) > len(t.edges) {
		old := t.edges
		t.edges = make([]trieEdge, max(64, 4*len(old)))
		for _, e := range old {
			if e.to != 0 {
				t.edges[t.slot(e.from, e.r)] = e
			}
		}
	}
	i := t.slot(from, r)
	if t.edges[i].to == 0 {
		t.edges[i] = trieEdge{from, int32(len(t.values)), r}
		t.values = append(t.values, -1)
	}
	return t.edges[i].to
}

// walk returns the node that word leads to from a node, or 0.
func (t *trie) walk(from int32, word ...rune) int32 {
	for _, r := range word {
		if len(t.edges) == 0 {
			return 0
		}
		if from = t.edges[t.slot(from, r)].to; from == 0 {
			return 0
		}
	}
	return from
}

// has reports whether word is one of the trie's.
func (t *trie) has(word []rune) bool {
	return len(word) > 0 && t.mayBegin(word[0]) && t.values[t.walk(0, word...)] >= 0
}

// longest returns the end and the value of the longest word that begins at
// start, ends no later than limit and satisfies accept, and whether there is
// one. A nil accept takes all.
func (t *trie) longest(runes []rune, start, limit int, accept func(end int, value int32) bool) (end int, value int32, ok bool) {
	if start >= limit || !t.mayBeginAt(runes, start, limit) {
		return 0, 0, false
	}
	at := int32(0)
	for i := start; i < limit; i++ {
		if at = t.edges[t.slot(at, runes[i])].to; at == 0 {
			break
		}
		if v := t.values[at]; v >= 0 && (accept == nil || accept(i+1, v)) {
			end, value, ok = i+1, v, true
		}
	}
	return end, value, ok
}

// longestBefore returns the length of the longest word, inserted reversed, that
// ends at end and begins at floor or later; 0 if there is none.
func (t *trie) longestBefore(runes []rune, end, floor int) int {
	if end <= floor || !t.mayBegin(runes[end-1]) {
		return 0
	}
	if end-1 > floor && !t.mayBeginWith(runes[end-1], runes[end-2]) {
		return 0
	}
	length, at := 0, int32(0)
	for i := end - 1; i >= floor; i-- {
		if at = t.edges[t.slot(at, runes[i])].to; at == 0 {
			break
		}
		if t.values[at] >= 0 {
			length = end - i
		}
	}
	return length
}
