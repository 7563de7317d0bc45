package segment

import (
	"bytes"
	"fmt"
	"math"
)

// builder makes a dictionary of words that come sorted, so that each shares a
// beginning with the one before and only what follows makes new nodes.
type builder struct {
	dict  *dictionary
	ranks map[float64]uint16
	tags  map[string]uint8

	last  []byte   // the word before
	path  []rune   // its characters
	nodes []uint32 // the nodes along path, the root first
}

func newBuilder() *builder {
	return &builder{
		dict: &dictionary{
			edges: new([1 << tableBits]uint64),
			words: make([]word, 1, maxNodes), // the root
			ranks: make([]rank, 1),           // that of no word
		},
		ranks: make(map[float64]uint16),
		tags:  make(map[string]uint8),
		nodes: make([]uint32, 1),
	}
}

// add adds a word.
func (b *builder) add(text []byte, freq float64, tag []byte) error {
	if bytes.Compare(b.last, text) >= 0 {
		return fmt.Errorf("%q is not sorted after %q", text, b.last)
	}
	b.last = append(b.last[:0], text...)
	depth := 0
	for _, c := range string(text) {
		if depth == len(b.path) || b.path[depth] != c {
			b.path = append(b.path[:depth], c)
			b.nodes = append(b.nodes[:depth+1], b.child(b.nodes[depth], c))
		}
		depth++
	}
	w := word{rank: b.rank(freq), tag: b.tag(tag)}
	d := b.dict
	if len(d.words) > maxNodes || len(d.ranks) > math.MaxUint16+1 || len(d.tags) > math.MaxUint8+1 {
		return fmt.Errorf("at %q the dictionary outgrows its form", text)
	}
	d.words[b.nodes[depth]] = w
	d.total += freq
	return nil
}

// child makes a node below n for r.
func (b *builder) child(n uint32, r rune) uint32 {
	d := b.dict
	to := uint32(len(d.words))
	d.words = append(d.words, word{})
	key := uint64(n)<<runeBits | uint64(r)
	i := slot(key)
	for d.edges[i%(1<<tableBits)] != 0 {
		i++
	}
	d.edges[i%(1<<tableBits)] = key<<nodeBits | uint64(to)
	return to
}

func (b *builder) rank(freq float64) uint16 {
	id, ok := b.ranks[freq]
	if !ok {
		id = uint16(len(b.dict.ranks))
		b.ranks[freq] = id
		b.dict.ranks = append(b.dict.ranks, rank{freq: freq})
	}
	return id
}

func (b *builder) tag(tag []byte) uint8 {
	id, ok := b.tags[string(tag)]
	if !ok {
		id = uint8(len(b.dict.tags))
		b.tags[string(tag)] = id
		b.dict.tags = append(b.dict.tags, string(tag))
	}
	return id
}

// finish sets the costs, in the precision in which gse has them, and the nodes
// of first characters, and returns the dictionary.
func (b *builder) finish() *dictionary {
	d := b.dict
	for r := range rune(direct) {
		d.roots[r] = d.child(0, r)
	}
	total := float32(math.Log2(d.total))
	for i := range d.ranks[1:] {
		r := &d.ranks[i+1]
		r.cost = total - float32(math.Log2(r.freq))
	}
	return d
}
