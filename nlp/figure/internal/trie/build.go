package trie

import "github.com/tiyao/tiyao/nlp/figure/internal/chars"

// builder lays out the nodes of a trie.
type builder struct {
	letters *chars.Set
	nodes   []node
	based   []bool // by base: whether a node has it
	free    int    // no place before this one is free
}

// grow makes the nodes below node at for keys, which share their first depth
// characters and are sorted; first is the index of the first key among all.
func (b *builder) grow(at, depth int, keys [][]rune, first int) {
	if len(keys) > 0 && len(keys[0]) == depth {
		b.nodes[at].val = uint16(first + 1)
		keys, first = keys[1:], first+1
	}
	if len(keys) == 0 {
		return
	}
	var letters, starts []int
	for i, k := range keys {
		if i == 0 || k[depth] != keys[i-1][depth] {
			letters, starts = append(letters, b.letters.Number(k[depth])), append(starts, i)
		}
	}
	base := b.place(letters)
	b.nodes[at].base = int32(base)
	for i, start := range starts {
		end := len(keys)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		b.grow(base+letters[i], depth+1, keys[start:end], first+start)
	}
}

// place takes the first base from which the places of all letters, which are
// sorted, are free.
func (b *builder) place(letters []int) int {
	for b.free < len(b.nodes) && b.nodes[b.free].letter != 0 {
		b.free++
	}
	base := max(1, b.free-letters[0])
	for !b.fits(base, letters) {
		base++
	}
	last := base + letters[len(letters)-1]
	b.nodes = append(b.nodes, make([]node, max(0, last+1-len(b.nodes)))...)
	b.based = append(b.based, make([]bool, max(0, base+1-len(b.based)))...)
	b.based[base] = true
	for _, l := range letters {
		b.nodes[base+l].letter = uint16(l)
	}
	return base
}

func (b *builder) fits(base int, letters []int) bool {
	if base < len(b.based) && b.based[base] {
		return false
	}
	for _, l := range letters {
		if base+l < len(b.nodes) && b.nodes[base+l].letter != 0 {
			return false
		}
	}
	return true
}
