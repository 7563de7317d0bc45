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

// bestCover returns the parts that do not overlap and together weigh most, in
// text order: weighted interval scheduling by dynamic programming, O(n log n).
func bestCover(parts []part) []part {
	slices.SortStableFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Start, b.Start), -cmp.Compare(a.weight, b.weight))
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
		best[i+1] = max(best[i], best[prev[i]]+p.worth())
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
