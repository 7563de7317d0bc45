package model

import (
	"math"
	"math/bits"
)

// Lanes is the number of weights in a row, of eight bits each.
const Lanes = 8

// bias is added to a weight so that it is stored as an unsigned byte: sums of
// such bytes never carry into the next lane, so four weights are added by one
// 64-bit addition.
const bias = 128

// biasRow is a row of zeros as it is stored.
const biasRow = 0x8080808080808080

// keyBits of an event's key are kept. A text's event is mistaken for another
// about once in a million.
const keyBits = 40

// weights is the table of events: a hash table whose buckets lie one after the
// other, so that to find an event and its rows is to read one place of memory.
type weights struct {
	seen   []uint64 // a bit for each possible start of a key, in memory that stays near
	starts []uint32 // of the buckets in blocks
	shift  uint     // of a key, to its bucket
	// blocks holds for each event, in the order of keys, a head (the key and the
	// mask of the places that have a row) and those rows. The last head is above
	// all keys.
	blocks []uint64
}

const maskBits = 8

// seenBits of a key choose its bit in the filter of what is in the table.
const seenBits = 21

// newWeights makes room for n events with so many rows in all.
func newWeights(n, rows int) weights {
	width := max(bits.Len(uint(n)), 1)
	return weights{seen: make([]uint64, 1<<seenBits/64), shift: uint(keyBits - width), starts: make([]uint32, 0, 1<<width), blocks: make([]uint64, 0, n+rows+1)}
}

// append adds the head of an event, whose rows follow; keys come in ascending
// order.
func (w *weights) append(key uint64, mask uint8) {
	bit := key >> (keyBits - seenBits)
	w.seen[bit/64] |= 1 << (bit % 64)
	w.pad(int(key>>w.shift) + 1)
	w.blocks = append(w.blocks, key<<maskBits|uint64(mask))
}

// pad ends the buckets before bucket n.
func (w *weights) pad(n int) {
	for len(w.starts) < n {
		w.starts = append(w.starts, uint32(len(w.blocks)))
	}
}

// finish ends the table.
func (w *weights) finish() {
	w.pad(1 << (keyBits - w.shift))
	w.blocks = append(w.blocks, math.MaxUint64)
}

// batch is how many events are looked up together.
const batch = 64

// lookup finds events. It keeps its buffers.
type lookup struct {
	keys  [batch]uint64
	found [batch]match
	heads [batch]uint64
}

// match is an event that was found.
type match struct {
	k    int32  // its place among the keys
	mask uint32 // the places that have rows
	at   uint32 // where its rows begin
}

// find returns those of the first n keys that have weights, in their order.
//
// The table does not fit into the processor's caches, and waiting for memory is
// most of what tagging costs. So the keys are looked up step by step: the reads
// of one step do not depend on each other and overlap.
func (l *lookup) find(w *weights, n int) []match {
	m := 0
	for k, key := range l.keys[:n] {
		bit := key >> (64 - seenBits)
		l.found[m].k = int32(k)
		m += int(w.seen[bit/64] >> (bit % 64) & 1)
	}
	found := l.found[:m]
	for i := range found {
		found[i].at = w.starts[l.keys[found[i].k]>>(64-keyBits)>>w.shift]
	}
	for i := range found {
		l.heads[i] = w.blocks[found[i].at]
	}
	m = 0
	for i, f := range found {
		key, head := l.keys[f.k]>>(64-keyBits), l.heads[i]
		for head>>maskBits < key {
			f.at += 1 + uint32(bits.OnesCount8(uint8(head)))
			head = w.blocks[f.at]
		}
		if head>>maskBits == key {
			found[m] = match{f.k, uint32(head & (1<<maskBits - 1)), f.at + 1}
			m++
		}
	}
	return found[:m]
}

// sums holds the running sum of each lane in 16 bits: even lanes in one word,
// odd ones in the other.
type sums struct {
	even, odd uint64
	rows      uint64 // how many rows were added
}

// maxRows is the number of rows that a sum takes, a multiple of what real text
// brings; what is made to match more is cut off there. Sums stay below 2^15:
// 120 × 255.
const maxRows = 120

const evenBytes = 0x00ff00ff00ff00ff

func (s *sums) add(row uint64) {
	if s.rows < maxRows {
		s.even += row & evenBytes
		s.odd += row >> 8 & evenBytes
		s.rows++
	}
}

// lane returns the sum of a lane.
func (s *sums) lane(k int) int {
	word := s.even
	if k&1 != 0 {
		word = s.odd
	}
	return int(word>>(k>>1<<4)&0xffff) - bias*int(s.rows)
}

// below reports whether every lane is at most -margin, by comparing four lanes
// at a time.
func (s *sums) below(margin int) bool {
	const each, high = 0x0001000100010001, 0x8000800080008000
	limit := bias*int(s.rows) - margin
	if limit < 0 {
		return false
	}
	// No sum reaches the high bit of its lane, so that of (high + limit) - sum
	// stays set where limit >= sum, and nothing is borrowed.
	c := uint64(limit)*each | high
	return (c-s.even)&(c-s.odd)&high == high
}
