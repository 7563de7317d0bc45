package segment

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// builder makes a dictionary of words that come sorted, so that each shares a
// beginning with the one before and only what follows makes new drafts.
type builder struct {
	dict    *dictionary
	ranks   map[float64]kind
	tags    map[string]kind
	drafts  []draft // the root first
	weights [direct]float64
	last    []byte   // the word before
	path    []rune   // its characters
	nodes   []uint32 // the drafts along path, the root first
}

// draft is a node before its place is known.
type draft struct {
	char  rune
	kind  kind
	child uint32 // the draft of the first child; 0: none
	next  uint32 // that of the next child of the same node; 0: none
}

func newBuilder() *builder {
	return &builder{
		dict:   &dictionary{freqs: make([]float64, 1), tags: make([]string, 1)},
		ranks:  make(map[float64]kind),
		tags:   make(map[string]kind),
		drafts: make([]draft, 1, maxNodes),
		nodes:  make([]uint32, 1),
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
			b.draft(depth, c)
		}
		if uint32(c) < direct {
			b.weights[c] += freq
		}
		depth++
	}
	b.drafts[b.nodes[depth]].kind = b.kind(freq, tag)
	b.dict.total += freq
	return nil
}

// draft makes a draft for c below the one at depth in the path.
func (b *builder) draft(depth int, c rune) {
	to := uint32(len(b.drafts))
	b.drafts = append(b.drafts, draft{char: c})
	if depth < len(b.path) {
		b.drafts[b.nodes[depth+1]].next = to
	} else {
		b.drafts[b.nodes[depth]].child = to
	}
	b.path = append(b.path[:depth], c)
	b.nodes = append(b.nodes[:depth+1], to)
}

// kind returns the kind of a word.
func (b *builder) kind(freq float64, tag []byte) kind {
	rank, ok := b.ranks[freq]
	if !ok {
		rank = kind(len(b.dict.freqs))
		b.ranks[freq] = rank
		b.dict.freqs = append(b.dict.freqs, freq)
	}
	id, ok := b.tags[string(tag)]
	if !ok {
		id = kind(len(b.dict.tags))
		b.tags[string(tag)] = id
		b.dict.tags = append(b.dict.tags, string(tag))
	}
	return rank<<tagBits | id
}

var errTooLarge = errors.New("the dictionary outgrows its form")

// finish sets the costs, in the precision in which gse has them, numbers the
// characters, gives all nodes their places and returns the dictionary.
func (b *builder) finish() (*dictionary, error) {
	d := b.dict
	if len(b.drafts) > maxNodes || len(d.freqs) > maxRanks || len(d.tags) > maxTags {
		return nil, errTooLarge
	}
	total := float32(math.Log2(d.total))
	d.costs = append(d.costs, float32(math.Inf(1)))
	for _, freq := range d.freqs[1:] {
		d.costs = append(d.costs, total-float32(math.Log2(freq)))
	}
	if err := b.number(); err != nil {
		return nil, err
	}
	b.place()
	return d, nil
}

// number gives each character its code.
func (b *builder) number() error {
	var common, rare []rune
	for r, w := range b.weights {
		if w > 0 {
			common = append(common, rune(r))
		}
	}
	slices.SortStableFunc(common, func(x, y rune) int { return cmp.Compare(b.weights[y], b.weights[x]) })
	for i := range b.drafts {
		if c := b.drafts[i].char; c >= direct {
			rare = append(rare, c)
		}
	}
	slices.Sort(rare)
	rare = slices.Compact(rare)
	n := len(common) + len(rare)
	if n > math.MaxUint16 || numbered(n) > maxCode {
		return errTooLarge
	}
	d := b.dict
	for i, r := range common {
		d.codes[r] = numbered(i + 1)
	}
	for r := 'A'; r <= 'Z'; r++ {
		d.codes[r] = d.codes[lower(r)]
	}
	d.beyond = make(map[rune]code, len(rare))
	for i, r := range rare {
		d.beyond[r] = numbered(len(common) + i + 1)
	}
	d.rows = make([]row, numbered(n)+1)
	return nil
}

// edge is a draft below another, with the code of its character.
type edge struct {
	code  code
	draft uint32
}

// place gives the nodes their places, level by level, the children of each side
// by side in the order of their codes.
func (b *builder) place() {
	d := b.dict
	d.nodes = make([]node, 1, len(b.drafts))
	d.maps = make([]pairMap, 1)
	order := make([]uint32, 1, len(b.drafts)) // by node: its draft
	var edges []edge
	for _, first := range b.edges(nil, 0) {
		edges = b.edges(edges[:0], first.draft)
		d.rows[first.code] = d.newRow(edges, b.drafts[first.draft].kind)
		order = b.addNodes(order, edges)
	}
	for n := 1; n < len(order); n++ {
		edges = b.edges(edges[:0], order[n])
		d.nodes[n] |= node(len(order)) << kindBits
		for _, e := range edges {
			d.nodes[n] |= filter(e.code)
		}
		order = b.addNodes(order, edges)
	}
}

// edges appends the edges below a draft to edges in the order of their codes.
func (b *builder) edges(edges []edge, of uint32) []edge {
	for i := b.drafts[of].child; i != 0; i = b.drafts[i].next {
		edges = append(edges, edge{b.dict.code(b.drafts[i].char), i})
	}
	slices.SortFunc(edges, func(x, y edge) int { return int(x.code) - int(y.code) })
	return edges
}

// addNodes adds the nodes that edges lead to and their drafts to order.
func (b *builder) addNodes(order []uint32, edges []edge) []uint32 {
	d := b.dict
	for i, e := range edges {
		n := node(e.code)<<codeShift | node(b.drafts[e.draft].kind)
		if i == len(edges)-1 {
			n |= lastChild
		}
		d.nodes = append(d.nodes, n)
		order = append(order, e.draft)
	}
	return order
}

// newRow adds the maps of a row with edges, whose nodes come next, and returns it.
func (d *dictionary) newRow(edges []edge, k kind) row {
	start := len(d.maps)
	for i, e := range edges {
		at := start + int(e.code>>6)
		for len(d.maps) <= at {
			d.maps = append(d.maps, pairMap(len(d.nodes)+i)<<mapBits)
		}
		d.maps[at] |= 1 << (e.code & 63)
	}
	return row{uint32(start), uint32(len(d.maps)), k}
}
