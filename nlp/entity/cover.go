package entity

import (
	"cmp"
	"slices"
)

// part is a mention that may stand in the cover of a text, with the index of
// its name.
type part struct {
	Mention
	name int
}

// weight is what a part explains: its characters, by confidence. The
// half-character off makes one long name outweigh the same characters read as
// two.
func (p part) weight() float64 {
	return p.Confidence * (float64(p.Len()) - 0.5)
}

// bestCover returns the parts that do not overlap and together weigh most, in
// text order: weighted interval scheduling by dynamic programming, O(n log n).
func bestCover(parts []part) []part {
	slices.SortStableFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Start, b.Start), -cmp.Compare(a.Confidence, b.Confidence))
	})
	best := make([]float64, len(parts)+1) // best[i]: weight of the best cover by parts[:i]
	prev := make([]int, len(parts))       // parts before this index end where part i starts, or earlier
	for i, p := range parts {
		prev[i], _ = slices.BinarySearchFunc(parts[:i], p.Start, func(q part, start int) int {
			if q.End <= start {
				return -1
			}
			return 1
		})
		best[i+1] = max(best[i], best[prev[i]]+p.weight())
	}
	var out []part
	for i := len(parts); i > 0; {
		if best[i] == best[i-1] {
			i--
			continue
		}
		out = append(out, parts[i-1])
		i = prev[i-1]
	}
	slices.Reverse(out)
	return out
}
