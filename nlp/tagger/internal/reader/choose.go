package reader

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// chooser finds the proposals that do not overlap and together gain most:
// weighted interval scheduling (Kleinberg and Tardos 2005, section 6.1). It
// keeps its buffers.
type chooser struct {
	order []int // the proposals that gain anything, by their end
	ends  []int
	score []int // the most that the first so many of them gain
	from  []int // how many of them come before the last one taken; -1 if it is not
}

// choose appends the indices of the chosen proposals to dst, in text order.
func (c *chooser) choose(dst []int, proposals []feature.Proposal, choices []choice) []int {
	c.order = c.order[:0]
	for i := range proposals {
		if choices[i].gain > 0 {
			c.order = append(c.order, i)
		}
	}
	slices.SortStableFunc(c.order, func(a, b int) int { return proposals[a].End - proposals[b].End })
	c.ends, c.score, c.from = c.ends[:0], append(c.score[:0], 0), append(c.from[:0], -1)
	for k, i := range c.order {
		before, _ := slices.BinarySearch(c.ends, proposals[i].Start+1)
		c.ends = append(c.ends, proposals[i].End)
		best, from := c.score[k], -1
		if s := c.score[before] + choices[i].gain; s > best {
			best, from = s, before
		}
		c.score, c.from = append(c.score, best), append(c.from, from)
	}
	first := len(dst)
	for k := len(c.order); k > 0; {
		if c.from[k] < 0 {
			k--
			continue
		}
		dst = append(dst, c.order[k-1])
		k = c.from[k]
	}
	slices.Reverse(dst[first:])
	return dst
}
