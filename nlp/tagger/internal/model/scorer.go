package model

import (
	"math"
	"math/bits"

	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// Scorer sums, for each character of a text, the weights of its labels over the
// events of the text; and for a stretch the weights of what is said of it. It
// keeps its buffers: one value serves one goroutine.
type Scorer struct {
	sums   []sums
	lookup lookup
}

// Reset prepares for a text of n positions, without scores.
func (c *Scorer) Reset(n int) {
	if cap(c.sums) < n {
		c.sums = make([]sums, n+n/2)
	}
	c.sums = c.sums[:n]
	clear(c.sums)
}

// Add adds the weights of events that bear on positions [from, to) only.
func (c *Scorer) Add(m *Model, events []feature.Event, from, to int) {
	at, w := c.sums[from:to], &m.characters
	for len(events) > 0 {
		some := events[:min(len(events), batch)]
		for k := range some {
			c.lookup.keys[k] = some[k].Key
		}
		for _, f := range c.lookup.find(w, len(some)) {
			e := &some[f.k]
			if e.Shape == feature.Word {
				addWord(at, w.blocks[f.at:], f.mask, int(e.Start)-from, int(e.End)-from)
				continue
			}
			left := int(e.Start) - e.Shape.Margin() - from
			for k, mask := f.at, f.mask; mask != 0; k, mask = k+1, mask&(mask-1) {
				if i := left + bits.TrailingZeros32(mask); uint(i) < uint(len(at)) {
					at[i].add(w.blocks[k])
				}
			}
		}
		events = events[len(some):]
	}
}

// Sum returns the sums of the weights of what is said of a whole stretch; see
// [NameLane].
func (c *Scorer) Sum(m *Model, keys []uint64) (out [2 * Lanes]int) {
	var s [2]sums
	w := &m.stretches
	for len(keys) > 0 {
		n := copy(c.lookup.keys[:], keys)
		for _, f := range c.lookup.find(w, n) {
			for k, mask := f.at, f.mask; mask != 0; k, mask = k+1, mask&(mask-1) {
				s[bits.TrailingZeros32(mask)&1].add(w.blocks[k])
			}
		}
		keys = keys[n:]
	}
	for k := range out {
		out[k] = s[k/Lanes].lane(k % Lanes)
	}
	return out
}

// addWord adds the rows of an event of shape Word over [start, end).
func addWord(at []sums, rows []uint64, mask uint32, start, end int) {
	add := func(i int, row uint64) {
		if uint(i) < uint(len(at)) {
			at[i].add(row)
		}
	}
	for k := 0; mask != 0; k, mask = k+1, mask&(mask-1) {
		row := rows[k]
		switch place := bits.TrailingZeros32(mask); {
		case place == feature.Before:
			add(start-1, row)
		case place == feature.After:
			add(end, row)
		case place == feature.Only:
			if end-start == 1 {
				add(start, row)
			}
		case end-start == 1:
		case place == feature.First:
			add(start, row)
		case place == feature.Last:
			add(end-1, row)
		default:
			for i := start + 1; i < end-1; i++ {
				add(i, row)
			}
		}
	}
}

// Outside reports whether position i is certain to be outside all names: label
// 0 leads by at least margin units of weight.
func (c *Scorer) Outside(i, margin int) bool { return c.sums[i].below(margin) }

// Emissions writes the exponentials of the scores of the labels at positions
// [from, to) to dst, 1 + Lanes values for each, the best of them scaled to 1.
func (c *Scorer) Emissions(m *Model, dst []float32, from, to int) {
	const labels = 1 + Lanes
	var lanes [Lanes]int
	for i := from; i < to; i++ {
		s, best := &c.sums[i], 0
		for k := range lanes {
			lanes[k] = s.lane(k)
			best = max(best, lanes[k])
		}
		out := dst[(i-from)*labels : (i-from+1)*labels]
		out[0] = m.exp(-best)
		for k, v := range lanes {
			out[1+k] = m.exp(v - best)
		}
	}
}

// powers holds the exponentials of -k steps.
type powers [1024]float32

func newPowers(step float32) *powers {
	p := new(powers)
	for k := range p {
		p[k] = float32(math.Exp(-float64(k) * float64(step)))
	}
	return p
}

// exp is the exponential of units of weight, which are not positive; those
// beyond the table are as good as 0.
func (p *powers) exp(units int) float32 {
	if units <= -len(p) {
		return 0
	}
	return p[-units]
}
