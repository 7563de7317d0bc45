package chain

import "math"

// Marginals computes the probabilities of labels, steps and names under the
// log-linear model (a conditional random field; Lafferty, McCallum and Pereira
// 2001) by the forward-backward algorithm, restricted to the allowed labels
// where a lattice is given. It keeps its buffers: one value serves one
// goroutine.
type Marginals struct {
	tr     Transitions // exponentials of the weights
	labels int
	n      int
	z      float32
	em     []float32 // exp(score - best of the position), 0 where not allowed
	fwd    []float32 // forward, scaled to sum 1
	bwd    []float32
	in     []float32 // mass that enters each unit at each position
	scale  []float32 // the forward sums before scaling
}

// Reset takes the transition weights of the following runs.
func (m *Marginals) Reset(tr *Transitions) {
	if m.tr.Types != tr.Types || m.tr.Unit == nil {
		m.tr = NewTransitions(tr.Types)
		m.labels = NumLabels(tr.Types)
	}
	for i, w := range tr.Unit {
		m.tr.Unit[i] = exp(w)
	}
	for i, w := range tr.Step {
		m.tr.Step[i] = exp(w)
	}
}

// Run computes the marginals of n positions with the given emission scores (n
// rows of stride scores, the first NumLabels of each in use). A nil allow
// permits every label. It reports false where no path is allowed.
func (m *Marginals) Run(emit []float32, stride, n int, allow []Mask) bool {
	L := m.labels
	em := m.Emissions(n)
	for i := range n {
		mask := ^Mask(0)
		if allow != nil {
			mask = allow[i]
		}
		exponentials(em[i*L:i*L+L], emit[i*stride:i*stride+L], mask)
	}
	return m.Solve()
}

// Emissions returns room for the exponentials of the emission scores of n
// positions, to be filled before Solve: NumLabels values for each position,
// which may be scaled by any factor of its own.
func (m *Marginals) Emissions(n int) []float32 {
	L, G := m.labels, m.tr.Types+1
	m.n = n
	m.em, m.fwd, m.bwd = grow(m.em, n*L), grow(m.fwd, n*L), grow(m.bwd, n*L)
	m.in, m.scale = grow(m.in, n*G), grow(m.scale, n)
	return m.em
}

// Solve computes the marginals from the emissions; see Run.
func (m *Marginals) Solve() bool { return m.forward() && m.backward() }

func exponentials(em, e []float32, mask Mask) {
	best := float32(math.Inf(-1))
	for y, s := range e {
		if s > best && mask.Has(y) {
			best = s
		}
	}
	for y, s := range e {
		if mask.Has(y) {
			em[y] = exp(s - best)
		} else {
			em[y] = 0
		}
	}
}

func (m *Marginals) forward() bool {
	T, L, G := m.tr.Types, m.labels, m.tr.Types+1
	var unitBuf [16]float32
	unit := unitBuf[:G]
	unit[0] = 1
	var prev []float32
	for i := range m.n {
		em, cur, in := m.em[i*L:i*L+L], m.fwd[i*L:i*L+L], m.in[i*G:i*G+G]
		if prev != nil {
			unit[0] = prev[0]
			for t := range T {
				unit[t+1] = prev[1+4*t+End] + prev[1+4*t+Single]
			}
		}
		clear(in)
		for g, u := range unit {
			if u == 0 {
				continue
			}
			for h, w := range m.tr.Unit[g*G : g*G+G] {
				in[h] += u * w
			}
		}
		cur[0] = in[0] * em[0]
		sum := cur[0]
		for t := range T {
			y := 1 + 4*t
			var inside, end float32
			if prev != nil {
				st := m.tr.Step[4*t : 4*t+4]
				pb, pi := prev[y+Begin], prev[y+Inside]
				inside = (pb*st[0] + pi*st[2]) * em[y+Inside]
				end = (pb*st[1] + pi*st[3]) * em[y+End]
			}
			b, s := in[t+1]*em[y+Begin], in[t+1]*em[y+Single]
			cur[y+Begin], cur[y+Inside], cur[y+End], cur[y+Single] = b, inside, end, s
			sum += b + inside + end + s
		}
		if !(sum > 0) {
			return false
		}
		m.scale[i] = sum
		inv := 1 / sum
		for y := range cur {
			cur[y] *= inv
		}
		prev = cur
	}
	return true
}

func (m *Marginals) backward() bool {
	T, L, G := m.tr.Types, m.labels, m.tr.Types+1
	var rBuf [16]float32
	r := rBuf[:G]
	for i := m.n - 1; i >= 0; i-- {
		b := m.bwd[i*L : i*L+L]
		if i == m.n-1 {
			clear(b)
			b[0] = 1
			for t := range T {
				b[1+4*t+End], b[1+4*t+Single] = 1, 1
			}
			continue
		}
		em, nb := m.em[(i+1)*L:(i+2)*L], m.bwd[(i+1)*L:(i+2)*L]
		inv := 1 / m.scale[i+1]
		m.entering(r, em, nb, inv)
		for g := range G {
			var s float32
			for h, w := range m.tr.Unit[g*G : g*G+G] {
				s += w * r[h]
			}
			if g == 0 {
				b[0] = s
			} else {
				b[1+4*(g-1)+End], b[1+4*(g-1)+Single] = s, s
			}
		}
		for t := range T {
			y, st := 1+4*t, m.tr.Step[4*t:4*t+4]
			inside, end := em[y+Inside]*nb[y+Inside]*inv, em[y+End]*nb[y+End]*inv
			b[y+Begin] = st[0]*inside + st[1]*end
			b[y+Inside] = st[2]*inside + st[3]*end
		}
	}
	m.z = 0
	if m.n > 0 {
		for y, f := range m.fwd[(m.n-1)*L : m.n*L] {
			m.z += f * m.bwd[(m.n-1)*L+y]
		}
	}
	return m.z > 0
}

// entering computes the mass of each unit's first label at a position.
func (m *Marginals) entering(r, em, nb []float32, inv float32) {
	r[0] = em[0] * nb[0] * inv
	for t := range m.tr.Types {
		y := 1 + 4*t
		r[t+1] = (em[y+Begin]*nb[y+Begin] + em[y+Single]*nb[y+Single]) * inv
	}
}

// Add adds sign times the probability of each label at each position to out, n
// rows of stride values.
func (m *Marginals) Add(out []float32, stride int, sign float32) {
	L := m.labels
	k := sign / m.z
	for i := range m.n {
		f, b, o := m.fwd[i*L:i*L+L], m.bwd[i*L:i*L+L], out[i*stride:i*stride+L]
		for y := range o {
			o[y] += k * f[y] * b[y]
		}
	}
}

// AddSteps adds sign times the expected count of each step to out.
func (m *Marginals) AddSteps(out *Transitions, sign float32) {
	T, L, G := m.tr.Types, m.labels, m.tr.Types+1
	k := sign / m.z
	var rBuf, unitBuf [16]float32
	r, unit := rBuf[:G], unitBuf[:G]
	for i := range m.n {
		em, nb := m.em[i*L:i*L+L], m.bwd[i*L:i*L+L]
		inv := 1 / m.scale[i]
		m.entering(r, em, nb, inv)
		clear(unit)
		if i == 0 {
			unit[0] = 1
		} else {
			p := m.fwd[(i-1)*L : i*L]
			unit[0] = p[0]
			for t := range T {
				y, st, o := 1+4*t, m.tr.Step[4*t:4*t+4], out.Step[4*t:4*t+4]
				unit[t+1] = p[y+End] + p[y+Single]
				inside, end := k*em[y+Inside]*nb[y+Inside]*inv, k*em[y+End]*nb[y+End]*inv
				o[0] += p[y+Begin] * st[0] * inside
				o[1] += p[y+Begin] * st[1] * end
				o[2] += p[y+Inside] * st[2] * inside
				o[3] += p[y+Inside] * st[3] * end
			}
		}
		for g, u := range unit {
			if u == 0 {
				continue
			}
			for h, w := range m.tr.Unit[g*G : g*G+G] {
				out.Unit[g*G+h] += k * u * w * r[h]
			}
		}
	}
}

func grow(b []float32, n int) []float32 {
	if cap(b) < n {
		return make([]float32, n+n/2)
	}
	return b[:n]
}

// MaxSpan is the length of the longest span that is found.
const MaxSpan = 64

// Each calls visit with every span of up to MaxSpan positions whose probability
// is at least least, and that probability. Spans come by their first position.
func (m *Marginals) Each(least float32, visit func(s Span, p float32)) {
	L, G := m.labels, m.tr.Types+1
	for start := range m.n {
		for t := range m.tr.Types {
			y := 1 + 4*t
			mass := m.in[start*G+t+1] / (m.scale[start] * m.z)
			em, bwd := m.em[start*L+y:start*L+y+4], m.bwd[start*L+y:start*L+y+4]
			if p := mass * em[Single] * bwd[Single]; p >= least {
				visit(Span{start, start + 1, t}, p)
			}
			if mass *= em[Begin]; mass*bwd[Begin] < least {
				continue
			}
			st := m.tr.Step[4*t : 4*t+4]
			toInside, toEnd := st[0], st[1]
			for i := start + 1; i < min(m.n, start+MaxSpan); i++ {
				em, bwd := m.em[i*L+y:i*L+y+4], m.bwd[i*L+y:i*L+y+4]
				if p := mass * toEnd * em[End] / m.scale[i] * bwd[End]; p >= least {
					visit(Span{start, i + 1, t}, p)
				}
				if mass *= toInside * em[Inside] / m.scale[i]; mass*bwd[Inside] < least {
					break
				}
				toInside, toEnd = st[2], st[3]
			}
		}
	}
}
