package model

import (
	"encoding/binary"
	"math/bits"

	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// lanes is the number of weights in a row: the labels, padded.
const lanes = 32

// bias is added to a weight so that it is stored as an unsigned byte. Sums of
// unsigned bytes in 16-bit lanes never carry into the next lane, so four labels
// are added by one 64-bit addition.
const bias = 128

// maxRows is the number of rows that a position may sum, a multiple of what real
// text brings; what is made to match more is cut off there. Sums stay below
// 2^15: 120 × 255.
const maxRows = 120

// keyBits of an event's key are kept. A text's event is mistaken for another
// about once in a million.
const keyBits = 40

// weights is the table of events. A block holds the rows of an event's places
// one after the other; its mask says which places have one.
type weights struct {
	seen  []uint64 // a bit for each possible start of a key: most lookups end here
	slots []slot   // open addressing, linear probing; a free slot ends every run
	shift uint
	rows  []byte // lanes each
}

type slot struct {
	key   uint32 // the low bits of the event's key
	block uint32 // first row, in the low 24 bits, and place mask; 0 is free
}

const blockBits = 24

// seenBits of a key choose its bit in the filter: half a megabyte, so that it
// stays near the processor where the table does not.
const seenBits = 22

// newWeights makes room for n events.
func newWeights(n int) weights {
	width := max(bits.Len(uint(n+n/2)), keyBits-32)
	return weights{
		seen:  make([]uint64, 1<<seenBits/64),
		shift: uint(keyBits - width), slots: make([]slot, 0, 1<<width+n/8),
	}
}

// append adds an event; keys come in ascending order.
func (w *weights) append(key uint64, firstRow int, mask uint8) {
	bit := key >> (keyBits - seenBits)
	w.seen[bit/64] |= 1 << (bit % 64)
	for at := int(key >> w.shift); len(w.slots) < at; {
		w.slots = append(w.slots, slot{})
	}
	w.slots = append(w.slots, slot{uint32(key), uint32(firstRow) | uint32(mask)<<blockBits})
}

// finish ends the table so that every search ends.
func (w *weights) finish() {
	for end := max(len(w.slots)+1, 1<<(keyBits-w.shift)+1); len(w.slots) < end; {
		w.slots = append(w.slots, slot{})
	}
}

// find returns the first row and the place mask of an event; an event without
// weights has mask 0.
func (w *weights) find(key uint64) (row int, mask uint8) {
	key >>= 64 - keyBits
	if bit := key >> (keyBits - seenBits); w.seen[bit/64]>>(bit%64)&1 == 0 {
		return 0, 0
	}
	for i := key >> w.shift; ; i++ {
		s := w.slots[i]
		if s.key == uint32(key) || s.block == 0 {
			return int(s.block & (1<<blockBits - 1)), uint8(s.block >> blockBits)
		}
	}
}

// sums holds the running score of each label at one position, in 16-bit lanes:
// those of even labels in even words, those of odd labels in odd words.
type sums [lanes / 4]uint64

const evenBytes = 0x00ff00ff00ff00ff

// add adds rows of weights, whose first bytes lie at the given multiples of
// lanes. The sums stay in registers meanwhile.
func (s *sums) add(weights []byte, rows []uint32) {
	a0, a1, a2, a3, a4, a5, a6, a7 := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
	for _, r := range rows {
		row := (*[lanes]byte)(weights[int(r)*lanes:])
		x := binary.LittleEndian.Uint64(row[0:])
		a0 += x & evenBytes
		a1 += x >> 8 & evenBytes
		x = binary.LittleEndian.Uint64(row[8:])
		a2 += x & evenBytes
		a3 += x >> 8 & evenBytes
		x = binary.LittleEndian.Uint64(row[16:])
		a4 += x & evenBytes
		a5 += x >> 8 & evenBytes
		x = binary.LittleEndian.Uint64(row[24:])
		a6 += x & evenBytes
		a7 += x >> 8 & evenBytes
	}
	*s = sums{a0, a1, a2, a3, a4, a5, a6, a7}
}

// unpack writes the scores of the labels to d; off is subtracted from each.
func (s *sums) unpack(d []float32, off int32, step float32) {
	for y := range d {
		word := s[y>>3<<1|y&1] >> (y & 6 << 3)
		d[y] = float32(int32(word&0xffff)-off) * step
	}
}

// first reports whether label 0 leads every other by at least margin units, by
// comparing four labels at a time.
func (s *sums) first(margin int) bool {
	const high = 0x8000800080008000
	limit := int(s[0]&0xffff) - margin
	if limit < 0 {
		return false
	}
	// No sum reaches the high bit of its lane, so that of (high + limit) - sum
	// stays set where limit >= sum, and nothing is borrowed.
	c := uint64(limit)*0x0001000100010001 | high
	all := c - s[0]&^0xffff
	for _, w := range s[1:] {
		all &= c - w
	}
	return all&high == high
}

// Scorer sums weights over the events of a text. It keeps its buffers: one
// value serves one goroutine.
type Scorer struct {
	sums   []sums
	counts []uint8

	// rows lists the rows to add at each position of a paragraph, maxRows
	// places for each, of which the first so many are filled.
	rows   []uint32
	filled []uint8
}

// Reset prepares for a text of n positions, without scores.
func (c *Scorer) Reset(n int) {
	if cap(c.sums) < n {
		c.sums, c.counts = make([]sums, n+n/2), make([]uint8, n+n/2)
	}
	c.sums, c.counts = c.sums[:n], c.counts[:n]
	clear(c.sums)
	clear(c.counts)
}

// Add adds the weights of events that bear on positions [from, to) only.
//
// It first lists the rows of each position and then sums position by position:
// sums that went back to memory after each row would cost more than the rest.
func (c *Scorer) Add(m *Model, events []feature.Event, from, to int) {
	n := to - from
	if cap(c.filled) < n {
		c.rows, c.filled = make([]uint32, (n+n/2)*maxRows), make([]uint8, n+n/2)
	}
	c.filled = c.filled[:n]
	clear(c.filled)
	for k := range events {
		c.list(m, &events[k], from)
	}
	for i, k := range c.filled {
		at := from + i
		k = min(k, maxRows-c.counts[at])
		c.sums[at].add(m.rows, c.rows[i*maxRows:i*maxRows+int(k)])
		c.counts[at] += k
	}
}

// list notes the rows of one event.
func (c *Scorer) list(m *Model, e *feature.Event, from int) {
	first, mask := m.find(e.Key)
	if mask == 0 {
		return
	}
	row, start, end := uint32(first), int(e.Start)-from, int(e.End)-from
	if e.Shape != feature.Word {
		left, _ := e.Range()
		for left -= from; mask != 0; mask &= mask - 1 {
			c.note(row, left+bits.TrailingZeros8(mask))
			row++
		}
		return
	}
	for ; mask != 0; mask &= mask - 1 {
		switch place := bits.TrailingZeros8(mask); {
		case place == feature.Before:
			c.note(row, start-1)
		case place == feature.After:
			c.note(row, end)
		case place == feature.Only:
			if end-start == 1 {
				c.note(row, start)
			}
		case end-start == 1:
		case place == feature.First:
			c.note(row, start)
		case place == feature.Last:
			c.note(row, end-1)
		default:
			for i := start + 1; i < end-1; i++ {
				c.note(row, i)
			}
		}
		row++
	}
}

// note lists a row at position i of the paragraph, if there is one.
func (c *Scorer) note(row uint32, i int) {
	if uint(i) >= uint(len(c.filled)) {
		return
	}
	if k := c.filled[i]; k < maxRows {
		c.rows[i*maxRows+int(k)] = row
		c.filled[i] = k + 1
	}
}

// Outside reports whether position i is certain to be outside all names: label
// 0 leads by at least margin units of weight.
func (c *Scorer) Outside(i, margin int) bool { return c.sums[i].first(margin) }

// Emissions writes the scores of the labels at positions [from, to) to dst; step
// is the value of one unit of weight.
func (c *Scorer) Emissions(dst []float32, labels, from, to int, step float32) {
	for i := from; i < to; i++ {
		c.sums[i].unpack(dst[(i-from)*labels:(i-from+1)*labels], int32(c.counts[i])*bias, step)
	}
}
