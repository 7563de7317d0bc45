package chain

const minusInf = float32(-1e30)

// Viterbi finds best paths. It keeps its buffers: one value serves one
// goroutine.
type Viterbi struct {
	back []uint8
	path []uint8
}

// Path returns the best path for n positions with the given emission scores
// (n rows of stride scores, the first NumLabels of each in use). The result is
// valid until the next call. A nil allow permits every label.
func (v *Viterbi) Path(tr *Transitions, emit []float32, stride, n int, allow []Mask) []uint8 {
	T := tr.Types
	L := NumLabels(T)
	G := T + 1
	if cap(v.back) < n*L {
		v.back = make([]uint8, n*L)
	}
	if cap(v.path) < n {
		v.path = make([]uint8, n)
	}
	back, path := v.back[:n*L], v.path[:n]
	if n == 0 {
		return path
	}
	var unitBuf, prevBuf, curBuf [64]float32
	var unitFrom [16]uint8
	unit := unitBuf[:G] // best score of each unit that ends before position i
	prev, cur := prevBuf[:L], curBuf[:L]
	for i := 0; i < n; i++ {
		e := emit[i*stride : i*stride+L]
		m := ^Mask(0)
		if allow != nil {
			m = allow[i]
		}
		b := back[i*L : i*L+L]
		if i == 0 {
			for y := range prev {
				prev[y] = minusInf
			}
			unit[0], unitFrom[0] = 0, 0
			for g := 1; g < G; g++ {
				unit[g] = minusInf
			}
		} else {
			unit[0], unitFrom[0] = prev[0], 0
			for t := 0; t < T; t++ {
				end, single := prev[1+4*t+End], prev[1+4*t+Single]
				if end >= single {
					unit[t+1], unitFrom[t+1] = end, uint8(1+4*t+End)
				} else {
					unit[t+1], unitFrom[t+1] = single, uint8(1+4*t+Single)
				}
			}
		}
		for h := 0; h < G; h++ {
			best, from := unit[0]+tr.Unit[h], unitFrom[0]
			for g := 1; g < G; g++ {
				if s := unit[g] + tr.Unit[g*G+h]; s > best {
					best, from = s, unitFrom[g]
				}
			}
			if h == 0 {
				cur[0], b[0] = best+e[0], from
				continue
			}
			y := 1 + 4*(h-1)
			cur[y+Begin], b[y+Begin] = best+e[y+Begin], from
			cur[y+Single], b[y+Single] = best+e[y+Single], from
			st := tr.Step[4*(h-1) : 4*h]
			pb, pi := prev[y+Begin], prev[y+Inside]
			if s, q := pb+st[0], pi+st[2]; s >= q {
				cur[y+Inside], b[y+Inside] = s+e[y+Inside], uint8(y+Begin)
			} else {
				cur[y+Inside], b[y+Inside] = q+e[y+Inside], uint8(y+Inside)
			}
			if s, q := pb+st[1], pi+st[3]; s >= q {
				cur[y+End], b[y+End] = s+e[y+End], uint8(y+Begin)
			} else {
				cur[y+End], b[y+End] = q+e[y+End], uint8(y+Inside)
			}
		}
		if allow != nil {
			for y := range cur {
				if !m.Has(y) {
					cur[y] = minusInf
				}
			}
		}
		prev, cur = cur, prev
	}
	y, best := 0, prev[0]
	for t := 0; t < T; t++ {
		for _, part := range [2]int{End, Single} {
			if k := 1 + 4*t + part; prev[k] > best {
				y, best = k, prev[k]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		path[i] = uint8(y)
		y = int(back[i*L+y])
	}
	return path
}
