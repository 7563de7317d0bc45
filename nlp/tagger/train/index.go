package main

import (
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// index counts events and then numbers the rows of those seen often enough.
type index struct {
	keys   []uint64
	counts []uint32 // how often each was seen
	first  []uint32 // first row
	shapes []feature.Shape
	own    []bool // the key of a domain's own weights
	used   int
}

func newIndex() *index {
	const n = 1 << 20
	return &index{keys: make([]uint64, n), counts: make([]uint32, n), shapes: make([]feature.Shape, n), own: make([]bool, n)}
}

func (x *index) slot(key uint64) int {
	m := uint64(len(x.keys) - 1)
	i := (key ^ key>>31) & m
	for x.keys[i] != 0 && x.keys[i] != key {
		i = (i + 1) & m
	}
	return int(i)
}

// foreign reports whether key is that of a domain's own weights.
func (x *index) foreign(key uint64) bool { return x.own[x.slot(key)] }

func (x *index) count(key uint64, shape feature.Shape, own bool) {
	i := x.slot(key)
	if x.keys[i] == 0 {
		if x.used*3 > len(x.keys)*2 {
			x.double()
			i = x.slot(key)
		}
		x.keys[i] = key
		x.shapes[i] = shape
		x.own[i] = own
		x.used++
	}
	x.counts[i]++
}

func (x *index) double() {
	old := *x
	n := 2 * len(old.keys)
	x.keys, x.counts, x.shapes, x.own = make([]uint64, n), make([]uint32, n), make([]feature.Shape, n), make([]bool, n)
	for i, k := range old.keys {
		if k != 0 {
			j := x.slot(k)
			x.keys[j], x.counts[j], x.shapes[j], x.own[j] = k, old.counts[i], old.shapes[i], old.own[i]
		}
	}
}

// number gives the events their rows and returns the number of rows. Row 0
// stands for none: that of events seen less often than the minimum.
func (x *index) number(minimum func(feature.Shape) uint32) int {
	rows := 1
	x.first = make([]uint32, len(x.keys))
	for i, k := range x.keys {
		if k == 0 || x.counts[i] < minimum(x.shapes[i]) {
			continue
		}
		x.first[i] = uint32(rows)
		rows += x.shapes[i].Places()
	}
	return rows
}

// domainFamily sets the keys of a domain's own weights apart.
const domainFamily = 200

// rows returns the first row of an event, 0 if it has none.
func (x *index) rows(key uint64) uint32 { return x.first[x.slot(key)] }
