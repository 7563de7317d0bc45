package model

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
)

// Row is the weights of one place of an event.
type Row [Lanes]int8

// Event is the weights of one event: Rows[p] are those of place p, nil if all
// are 0. Count is how often it was seen in training.
type Event struct {
	Key   uint64
	Rows  []*Row
	Count uint32
}

// encodeEvents writes the number of the common events and of the rare ones, and
// the number of words that the heads and rows of all take; then the common events
// from the commonest on, and the rare ones by their keys. For each event it
// writes its key (for rare ones the difference to the one before), its place
// mask, and for each row the mask of its lanes and their weights.
func encodeEvents(events []Event) []byte {
	slices.SortFunc(events, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(b.Count, a.Count)) })
	events = slices.CompactFunc(events, func(a, b Event) bool { return shorten(a.Key) == shorten(b.Key) })
	common, rare := split(events)
	words := 0
	for _, e := range events {
		words += 1 + bits.OnesCount8(e.mask())
	}
	var out []byte
	for _, n := range []int{len(common), len(rare), words} {
		out = binary.AppendUvarint(out, uint64(n))
	}
	for _, e := range common {
		out = appendEvent(out, e, 0)
	}
	last := uint64(0)
	for _, e := range rare {
		out = appendEvent(out, e, last)
		last = shorten(e.Key)
	}
	return out
}

// split divides sorted events into the common ones, the commonest first, and the
// rare ones.
func split(events []Event) (common, rare []Event) {
	var most [1 << commonBits]int // the event seen most often for each place, counted from 1
	for i, e := range events {
		if c := &most[shorten(e.Key)%(1<<commonBits)]; *c == 0 || events[*c-1].Count < e.Count {
			*c = i + 1
		}
	}
	for i, e := range events {
		if most[shorten(e.Key)%(1<<commonBits)] == i+1 {
			common = append(common, e)
		} else {
			rare = append(rare, e)
		}
	}
	slices.SortStableFunc(common, func(a, b Event) int { return cmp.Compare(b.Count, a.Count) })
	return common, rare
}

// mask is the set of the places that have rows.
func (e *Event) mask() (mask byte) {
	for p, r := range e.Rows {
		if r != nil {
			mask |= 1 << p
		}
	}
	return mask
}

// appendEvent writes an event whose key counts from another.
func appendEvent(out []byte, e Event, from uint64) []byte {
	out = binary.AppendUvarint(out, shorten(e.Key)-from)
	out = append(out, e.mask())
	for _, r := range e.Rows {
		if r != nil {
			out = appendRow(out, r)
		}
	}
	return out
}

func appendRow(out []byte, row *Row) []byte {
	var mask byte
	for k, w := range row {
		if w != 0 {
			mask |= 1 << k
		}
	}
	out = append(out, mask)
	for _, w := range row {
		if w != 0 {
			out = append(out, byte(w))
		}
	}
	return out
}

var errEvents = errors.New("events: damaged")

func decodeEvents(data []byte) (*weights, error) {
	var sizes [3]int
	for i := range sizes {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > uint64(len(data)) {
			return nil, errEvents
		}
		sizes[i], data = int(v), data[n:]
	}
	common, rare, words := sizes[0], sizes[1], sizes[2]
	if words >= 1<<placeBits {
		return nil, errEvents
	}
	d := &eventDecoder{data: data, weights: newWeights(rare, words), place: 1}
	for range common {
		key, at := d.event(0)
		s := d.weights.commonSlot(key)
		if d.failed || *s != 0 {
			return nil, errEvents
		}
		*s = newSlot(key, at)
	}
	last := uint64(0)
	for range rare {
		key, at := d.event(last)
		if d.failed {
			return nil, errEvents
		}
		d.weights.addRare(key, at)
		last = key
	}
	if d.place != 1+words || len(d.data) != 0 {
		return nil, errEvents
	}
	return d.weights, nil
}

// eventDecoder reads events and fills in their blocks.
type eventDecoder struct {
	data    []byte
	weights *weights
	place   int // of the next block
	failed  bool
}

// event reads an event whose key counts from another, and returns its key and
// the place of its block.
func (d *eventDecoder) event(from uint64) (key uint64, at int) {
	delta, n := binary.Uvarint(d.data)
	key, at = from+delta, d.place
	if n <= 0 || n == len(d.data) || delta == 0 || delta >= 1<<keyBits || key >= 1<<keyBits {
		d.failed = true
		return 0, 0
	}
	mask := d.data[n]
	d.data = d.data[n+1:]
	d.place += 1 + bits.OnesCount8(mask)
	if d.place > len(d.weights.blocks) {
		d.failed = true
		return 0, 0
	}
	d.weights.blocks[at] = key<<maskBits | uint64(mask)
	for i := at + 1; i < d.place; i++ {
		row, n := decodeRow(d.data)
		if n == 0 {
			d.failed = true
			return 0, 0
		}
		d.weights.blocks[i], d.data = row, d.data[n:]
	}
	return key, at
}

// decodeRow returns a row and the number of bytes it takes, 0 where they are
// cut off.
func decodeRow(data []byte) (row uint64, n int) {
	if len(data) == 0 {
		return 0, 0
	}
	mask := data[0]
	n = 1 + bits.OnesCount8(mask)
	if len(data) < n {
		return 0, 0
	}
	row = biasRow
	for _, w := range data[1:n] {
		row ^= uint64(w) << (8 * bits.TrailingZeros8(mask))
		mask &= mask - 1
	}
	return row, n
}
