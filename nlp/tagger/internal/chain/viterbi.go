package chain

import (
	"math"
	"slices"
)

// minusInf is below every score; sums of it stay finite.
const minusInf = float32(-1e30)

// Viterbi finds best paths (Viterbi 1967). It keeps its buffers: one value
// serves one goroutine.
type Viterbi struct {
	tr   *Transitions
	back []uint8 // for each position and label the label before it
	path []uint8
	prev []float32 // best score of each label at the last position
	cur  []float32
	unit []float32 // best score of each unit that ended there
	from []uint8   // the label that it ended with
	live []int     // the units that may still be on the best path
	gap  float32   // how far behind the best a unit is out for good
}

// Reset takes the transition weights of the following Path calls.
func (v *Viterbi) Reset(tr *Transitions) {
	v.tr, v.gap = tr, slices.Max(tr.Unit)-slices.Min(tr.Unit)
}

// Path returns the best path for n positions with the given emission scores
// (n rows of stride scores, the first NumLabels of each in use). The result is
// valid until the next call. A nil allow permits every label; otherwise some
// path must be allowed.
func (v *Viterbi) Path(emit []float32, stride, n int, allow []Mask) []uint8 {
	types := v.tr.Types
	L := NumLabels(types)
	v.clear(types, n)
	if n == 0 {
		return v.path
	}
	for i := range n {
		if i > 0 {
			v.close(types)
		}
		v.step(emit[i*stride:i*stride+L], v.back[i*L:i*L+L])
		if allow != nil {
			for y := range v.cur {
				if !allow[i].Has(y) {
					v.cur[y] = minusInf
				}
			}
		}
		v.prev, v.cur = v.cur, v.prev
	}
	v.close(types)
	best := 0
	for g, s := range v.unit {
		if s > v.unit[best] {
			best = g
		}
	}
	y := v.from[best]
	for i := n - 1; i >= 0; i-- {
		v.path[i] = y
		y = v.back[i*L+int(y)]
	}
	return v.path
}

// clear prepares for n positions: an outside unit has just ended.
func (v *Viterbi) clear(types, n int) {
	L := NumLabels(types)
	if cap(v.back) < n*L {
		v.back = make([]uint8, n*L*3/2)
	}
	if cap(v.path) < n {
		v.path = make([]uint8, n*3/2)
	}
	if len(v.prev) != L {
		v.prev, v.cur = make([]float32, L), make([]float32, L)
		v.unit, v.from = make([]float32, types+1), make([]uint8, types+1)
	}
	v.back, v.path = v.back[:n*L], v.path[:n]
	for y := range v.prev {
		v.prev[y] = minusInf
	}
	for g := range v.unit {
		v.unit[g], v.from[g] = minusInf, Outside
	}
	v.unit[0] = 0
	v.live = append(v.live[:0], 0)
}

// close takes the units that end at the last position.
func (v *Viterbi) close(types int) {
	v.unit[0], v.from[0] = v.prev[Outside], Outside
	for t := range types {
		end, single := Label(t, End), Label(t, Single)
		if v.prev[end] >= v.prev[single] {
			v.unit[t+1], v.from[t+1] = v.prev[end], uint8(end)
		} else {
			v.unit[t+1], v.from[t+1] = v.prev[single], uint8(single)
		}
	}
	// A unit that no step can bring level with the best need not be tried.
	least := slices.Max(v.unit) - v.gap
	v.live = v.live[:0]
	for g, s := range v.unit {
		if s >= least {
			v.live = append(v.live, g)
		}
	}
}

// step scores each label at the next position with emission scores e and notes
// in b where it is best reached from.
func (v *Viterbi) step(e []float32, b []uint8) {
	tr := v.tr
	G := tr.Types + 1
	prev, cur, unit, from := v.prev, v.cur, v.unit[:G], v.from
	for h := range G {
		best, at := float32(math.Inf(-1)), 0
		for _, g := range v.live {
			if s := unit[g] + tr.Unit[g*G+h]; s > best {
				best, at = s, g
			}
		}
		if h == 0 {
			cur[Outside], b[Outside] = best+e[Outside], from[at]
			continue
		}
		y := Label(h-1, Begin)
		cur[y+Begin], b[y+Begin] = best+e[y+Begin], from[at]
		cur[y+Single], b[y+Single] = best+e[y+Single], from[at]
		w := tr.Step[4*(h-1) : 4*h]
		for k, to := range [2]int{Inside, End} {
			fromBegin, fromInside := prev[y+Begin]+w[k], prev[y+Inside]+w[2+k]
			if fromBegin >= fromInside {
				cur[y+to], b[y+to] = fromBegin+e[y+to], uint8(y+Begin)
			} else {
				cur[y+to], b[y+to] = fromInside+e[y+to], uint8(y+Inside)
			}
		}
	}
}
