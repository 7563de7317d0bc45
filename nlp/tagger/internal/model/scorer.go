package model

import (
	"math"
	"math/bits"

	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// Scorer sums, for each character of a paragraph, the weights of its labels over
// the paragraph's events; and for a stretch the weights of what is said of it.
// It keeps its buffers: one value serves one goroutine.
type Scorer struct {
	sums   []sums // with pad more on either side, and maskBits
	lookup lookup
}

// pad is how far beyond its paragraph an event may bear on a position: that of
// the pad before the first character has two places before it.
const pad = 3

// Reset prepares for a paragraph of n characters, which begins at position 0.
func (c *Scorer) Reset(n int) {
	// The last maskBits are for places that no event has, should a file have them.
	if n += 2*pad + maskBits; cap(c.sums) < n {
		c.sums = make([]sums, n+n/2)
	}
	c.sums = c.sums[:n]
	clear(c.sums)
}

// Add adds the weights of events of the paragraph.
func (c *Scorer) Add(m *Model, events []feature.Event) {
	w := m.characters
	for len(events) > 0 {
		some := events[:min(len(events), batch)]
		for k := range some {
			c.lookup.keys[k] = some[k].Key
		}
		found, heads := c.lookup.find(w, len(some))
		for i, f := range found {
			rows, mask := w.blocks[f.at()+1:], placesOf(heads[i])
			if e := &some[f.key()]; e.Shape == feature.Word {
				addWord(c.sums, rows, mask, int(e.Start)+pad, int(e.End)+pad)
			} else {
				addGram(c.sums[int(e.Start)-e.Shape.Margin()+pad:], rows, mask)
			}
		}
		events = events[len(some):]
	}
}

// addGram adds the rows of an event whose places are the first of at.
func addGram(at []sums, rows []uint64, mask uint32) {
	for k := 0; mask != 0; k++ {
		at[bits.TrailingZeros32(mask)].add(rows[k])
		mask &= mask - 1
	}
}

// nowhere is a position of the pad that is never read.
const nowhere = 0

// addWord adds the rows of an event of shape Word over [start, end). Those of
// places that a word of its length does not have go nowhere.
func addWord(at []sums, rows []uint64, mask uint32, start, end int) {
	places := [8]int{
		feature.Before: start - 1, feature.First: start, feature.Inner: start + 1,
		feature.Last: end - 1, feature.Only: nowhere, feature.After: end,
	}
	switch end - start {
	case 1:
		places[feature.First], places[feature.Inner], places[feature.Last] = nowhere, nowhere, nowhere
		places[feature.Only] = start
	case 2:
		places[feature.Inner] = nowhere
	}
	for k := 0; mask != 0; k++ {
		place := bits.TrailingZeros32(mask)
		at[places[place&7]].add(rows[k])
		if place == feature.Inner {
			for i := start + 2; i < end-1; i++ {
				at[i].add(rows[k])
			}
		}
		mask &= mask - 1
	}
}

// Sum returns the sums of the weights of what is said of a whole stretch; see
// [NameLane].
func (c *Scorer) Sum(m *Model, keys []uint64) (out [2 * Lanes]int) {
	var s [2]sums
	w := m.stretches
	for len(keys) > 0 {
		n := copy(c.lookup.keys[:], keys)
		found, heads := c.lookup.find(w, n)
		for i, f := range found {
			rows := w.blocks[f.at()+1:]
			for k, mask := 0, placesOf(heads[i]); mask != 0; k, mask = k+1, mask&(mask-1) {
				s[bits.TrailingZeros32(mask)&1].add(rows[k])
			}
		}
		keys = keys[n:]
	}
	for k := range out {
		out[k] = s[k/Lanes].lane(k % Lanes)
	}
	return out
}

// Outside reports whether position i is certain to be outside all names: label
// 0 leads by at least margin units of weight.
func (c *Scorer) Outside(m *Model, i, margin int) bool {
	return c.sums[i+pad].below(margin, m.all)
}

// Opens reports whether a name may begin at position i: one of the labels that
// it would have then is less than margin units behind label 0.
func (c *Scorer) Opens(m *Model, i, margin int) bool {
	return !c.sums[i+pad].below(margin, m.opening)
}

// Closes reports the like of a name's last character.
func (c *Scorer) Closes(m *Model, i, margin int) bool {
	return !c.sums[i+pad].below(margin, m.closing)
}

// Emissions writes the exponentials of the scores of the labels at positions
// [from, to) to dst, 1 + Lanes values for each, the best of them scaled to 1.
func (c *Scorer) Emissions(m *Model, dst []float32, from, to int) {
	var units [1 + Lanes]int
	for _, s := range c.sums[from+pad : to+pad] {
		base, best := bias*int(s.rows), 0
		for k := 0; k < Lanes; k += 2 {
			units[1+k], units[2+k] = int(s.even&0xffff)-base, int(s.odd&0xffff)-base
			s.even, s.odd = s.even>>16, s.odd>>16
			best = max(best, units[1+k], units[2+k])
		}
		for k, v := range units {
			dst[k] = m.exp(v - best)
		}
		dst = dst[len(units):]
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
