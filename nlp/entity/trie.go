package entity

// trie maps words to numbers. Words are short and share few prefixes with
// running text, so that a walk from each position of a text ends after a step
// or two: matching is linear in practice and bounded by the longest word.
type trie struct {
	nodes []trieNode
}

type trieNode struct {
	next  map[rune]int32
	value int32 // of the word that ends here, or -1
}

func newTrie() *trie { return &trie{nodes: []trieNode{{value: -1}}} }

// insert maps word to value, which must not be negative.
func (t *trie) insert(word []rune, value int32) {
	at := int32(0)
	for _, r := range word {
		next, ok := t.nodes[at].next[r]
		if !ok {
			next = int32(len(t.nodes))
			t.nodes = append(t.nodes, trieNode{value: -1})
			if t.nodes[at].next == nil {
				t.nodes[at].next = make(map[rune]int32, 1)
			}
			t.nodes[at].next[r] = next
		}
		at = next
	}
	t.nodes[at].value = value
}

// longest returns the end and the value of the longest word that begins at
// start, ends no later than limit and satisfies accept, and whether there is
// one.
func (t *trie) longest(runes []rune, start, limit int, accept func(end int, value int32) bool) (end int, value int32, ok bool) {
	at := int32(0)
	for i := start; i < limit; i++ {
		next, more := t.nodes[at].next[runes[i]]
		if !more {
			break
		}
		at = next
		if v := t.nodes[at].value; v >= 0 && accept(i+1, v) {
			end, value, ok = i+1, v, true
		}
	}
	return end, value, ok
}
