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

// maxRows is the number of rows that a position may sum: 255 × 255 < 2^16. Text
// made to match more is cut off there.
const maxRows = 255

// keyBits of an event's key are kept. A text's event is mistaken for another
// about once in a million.
const keyBits = 40

// maxPlaces is the largest number of places of an event: bits of a block's mask.
const maxPlaces = 8

// weights is the table of events. A block holds the rows of an event's places
// one after the other; its mask says which places have one.
type weights struct {
	slots []slot // open addressing, linear probing; a free slot ends every run
	shift uint
	rows  []byte
}

type slot struct {
	key   uint32 // the low bits of the event's key
	block uint32 // first row, in the low 24 bits, and place mask; 0 is free
}

const blockBits = 24

// newWeights makes room for n events.
func newWeights(n int) weights {
	width := max(bits.Len(uint(n+n/2)), keyBits-32)
	return weights{shift: uint(keyBits - width), slots: make([]slot, 0, 1<<width+n/8)}
}

// append adds an event; keys come in ascending order.
func (w *weights) append(key uint64, firstRow int, mask uint8) {
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

// add adds one row.
func (s *sums) add(row []byte) {
	row = row[:lanes]
	for k := range lanes / 8 {
		x := binary.LittleEndian.Uint64(row[8*k:])
		s[2*k] += x & evenBytes
		s[2*k+1] += x >> 8 & evenBytes
	}
}

// label returns the score of label y from the sum of n rows.
func (s *sums) label(y, n int) int {
	word := s[y/8*2+y&1]
	return int(word>>(y/2%4*16)&0xffff) - bias*n
}

// Scorer sums weights over the events of a stretch of text. It keeps its
// buffers: one value serves one goroutine.
type Scorer struct {
	sums   []sums
	counts []uint8
}

// Reset prepares for n positions without scores.
func (c *Scorer) Reset(n int) {
	if cap(c.sums) < n {
		c.sums, c.counts = make([]sums, n+n/2), make([]uint8, n+n/2)
	}
	c.sums, c.counts = c.sums[:n], c.counts[:n]
	clear(c.sums)
	clear(c.counts)
}

// Add adds the weights of events. Positions are counted from origin.
func (c *Scorer) Add(w *Model, events []feature.Event, origin int) {
	n := len(c.sums)
	for k := range events {
		e := &events[k]
		row, mask := w.find(e.Key)
		if mask == 0 {
			continue
		}
		from, to := e.Range()
		for i := max(from, origin); i < min(to, origin+n); i++ {
			bit := uint8(1) << e.Place(i)
			if mask&bit == 0 || c.counts[i-origin] == maxRows {
				continue
			}
			at := (row + bits.OnesCount8(mask&(bit-1))) * lanes
			c.sums[i-origin].add(w.rows[at:])
			c.counts[i-origin]++
		}
	}
}

// Emissions writes the scores of labels at positions [from, to) to dst, stride
// values each.
func (c *Scorer) Emissions(dst []float32, stride, labels, from, to int, step float32) {
	for i := from; i < to; i++ {
		s, n := &c.sums[i], int(c.counts[i])
		d := dst[(i-from)*stride : (i-from)*stride+labels]
		for y := range d {
			d[y] = float32(s.label(y, n)) * step
		}
	}
}
