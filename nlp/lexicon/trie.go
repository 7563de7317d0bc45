package lexicon

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/entity"
)

// entry is a term ready for the trie.
type entry struct {
	runes []rune
	typ   entity.Type
}

// trie is a prefix tree in two arrays: the children of a node stand side by
// side in order of their character.
type trie struct {
	nodes []node
}

type node struct {
	char     rune
	typ      entity.Type // of the term that ends here, 0 if none does
	children int32       // first child
	count    int32
}

// newTrie builds the tree level by level from the sorted entries.
func newTrie(entries []entry) *trie {
	slices.SortStableFunc(entries, func(a, b entry) int { return slices.Compare(a.runes, b.runes) })
	t := &trie{nodes: make([]node, 1, len(entries)*3+1)}
	type pending struct {
		node, from, to int
	}
	queue := []pending{{0, 0, len(entries)}}
	for depth := 0; len(queue) > 0; depth++ {
		var next []pending
		for _, p := range queue {
			from := p.from
			for from < p.to && len(entries[from].runes) == depth {
				t.nodes[p.node].typ = entries[from].typ // the last of equal terms stays
				from++
			}
			t.nodes[p.node].children = int32(len(t.nodes))
			for from < p.to {
				c := entries[from].runes[depth]
				to := from + 1
				for to < p.to && entries[to].runes[depth] == c {
					to++
				}
				next = append(next, pending{len(t.nodes), from, to})
				t.nodes = append(t.nodes, node{char: c})
				t.nodes[p.node].count++
				from = to
			}
		}
		queue = next
	}
	return t
}

// longest returns the length and type of the longest term at i, 0 if there is
// none. whole is the text that runes is cut from.
func (t *trie) longest(runes []rune, i int, whole []rune) (length int, typ entity.Type) {
	at := 0
	for j := i; j < len(runes); j++ {
		n := t.nodes[at]
		children := t.nodes[n.children : n.children+n.count]
		k, ok := slices.BinarySearchFunc(children, runes[j], func(n node, r rune) int { return int(n.char) - int(r) })
		if !ok {
			break
		}
		at = int(n.children) + k
		if t.nodes[at].typ != 0 && Ends(whole, j+1) {
			length, typ = j+1-i, t.nodes[at].typ
		}
	}
	return length, typ
}
