package entity

import (
	"cmp"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// part is a name that may stand in the cover of a text.
type part struct {
	document.Span
	name   int     // index of the name
	weight float64 // belief in it, in [0, 1]
}

// worth is what a part explains: its characters, by belief. The half-character
// off makes one long name worth more than the same characters read as two.
func (p part) worth() float64 {
	return p.weight * (float64(p.Len()) - 0.5)
}

// cover finds the cover of a text. Its memory is used again for the next.
type cover struct {
	weight []float64 // weight[i]: of the best cover by the first i parts
	before []int     // before[i]: the parts before this index end where part i starts, or earlier
}

// best returns the parts that do not overlap and together weigh most, in text
// order: weighted interval scheduling by dynamic programming, O(n log n). It
// uses the memory of parts for them.
func (c *cover) best(parts []part) []part {
	byEnd := func(a, b part) int {
		return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Start, b.Start), cmp.Compare(b.weight, a.weight))
	}
	if !slices.IsSortedFunc(parts, byEnd) {
		slices.SortStableFunc(parts, byEnd)
	}
	c.weight, c.before = append(c.weight[:0], 0), c.before[:0]
	for i, p := range parts {
		before := i
		if i > 0 && parts[i-1].End > p.Start {
			before, _ = slices.BinarySearchFunc(parts[:i], p.Start+1, func(q part, end int) int { return cmp.Compare(q.End, end) })
		}
		c.before = append(c.before, before)
		c.weight = append(c.weight, max(c.weight[i], c.weight[before]+p.worth()))
	}
	first := len(parts) // of those chosen, which are moved to the end
	for i := len(parts); i > 0; {
		if c.weight[i] == c.weight[i-1] {
			i--
			continue
		}
		first--
		parts[first] = parts[i-1]
		i = c.before[i-1]
	}
	return parts[first:]
}
