package main

import (
	"math"
	"math/rand/v2"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// ref is an event whose weights have been found.
type ref struct {
	Start, End int32
	rows       [2]uint32 // first row of the shared and of the domain's weights; 0 is none
	Shape      feature.Shape
}

func (r *ref) event() feature.Event { return feature.Event{Start: r.Start, End: r.End, Shape: r.Shape} }

// trainer fits a conditional random field to lattices: it raises the
// probability of the paths that an annotation leaves open (Tsuboi et al. 2008,
// "Training conditional random fields using incomplete annotations") by
// stochastic gradient steps scaled per weight (AdaGrad; Duchi, Hazan and Singer
// 2011).
type trainer struct {
	types   int
	stride  int
	rate    float32
	drop    float64
	w, g2   []float32
	tr, tr2 chain.Transitions
	rng     *rand.Rand

	mean   []float32
	meanTr chain.Transitions
	noted  int

	emit, grad []float32
	steps      chain.Transitions
	free, tied chain.Marginals
	dropped    []bool
	active     []gradient
	starts     []int32
}

type gradient struct {
	label int32
	g     float32
}

func newTrainer(types int, rows int, set settings) *trainer {
	stride := (chain.NumLabels(types) + 3) &^ 3
	t := &trainer{
		types: types, stride: stride, rate: float32(set.rate), drop: set.drop,
		w: make([]float32, rows*stride), g2: make([]float32, rows*stride),
		tr: chain.NewTransitions(types), tr2: chain.NewTransitions(types), steps: chain.NewTransitions(types),
		rng: rand.New(rand.NewPCG(set.seed, 1)),
	}
	return t
}

// score fills t.emit with the emission scores of n characters.
func (t *trainer) score(refs []ref, n int, training bool) {
	D := t.stride
	t.emit = grow(t.emit, n*D)
	clear(t.emit)
	if cap(t.dropped) < len(refs) {
		t.dropped = make([]bool, len(refs)*2)
	}
	t.dropped = t.dropped[:len(refs)]
	threshold := uint64(t.drop * (1 << 32))
	for k := range refs {
		r := &refs[k]
		t.dropped[k] = training && threshold > 0 && t.rng.Uint64()>>32 < threshold
		if t.dropped[k] {
			continue
		}
		e := r.event()
		from, to := e.Range()
		for i := max(from, 0); i < min(to, n); i++ {
			place := uint32(e.Place(i))
			for _, base := range r.rows {
				if base != 0 {
					o := int(base+place) * D
					add(t.emit[i*D:i*D+D], t.w[o:o+D])
				}
			}
		}
	}
}

// add adds src to dst, whose length is a multiple of four.
func add(dst, src []float32) {
	for len(dst) >= 4 && len(src) >= 4 {
		dst[0] += src[0]
		dst[1] += src[1]
		dst[2] += src[2]
		dst[3] += src[3]
		dst, src = dst[4:], src[4:]
	}
}

// average mixes the present weights into the mean of those noted so far.
func (t *trainer) average() {
	if t.mean == nil {
		t.mean = make([]float32, len(t.w))
		t.meanTr = chain.NewTransitions(t.types)
	}
	t.noted++
	mixMean(t.mean, t.w, t.noted)
	mixMean(t.meanTr.Unit, t.tr.Unit, t.noted)
	mixMean(t.meanTr.Step, t.tr.Step, t.noted)
}

// mixMean mixes w into the mean of n-1 others: weights so averaged generalise
// better than the last ones (Polyak and Juditsky 1992).
func mixMean(mean, w []float32, n int) {
	for i, v := range w {
		mean[i] += (v - mean[i]) / float32(n)
	}
}

// learn takes one step on x with the events refs and returns how far from its
// annotation x was: the sum of all gradients.
func (t *trainer) learn(x *example, refs []ref) (moved float32) {
	D, n := t.stride, x.text.Len()
	t.score(refs, n, true)
	t.grad = grow(t.grad, n*D)
	clear(t.grad)
	clear(t.steps.Unit)
	clear(t.steps.Step)
	t.free.Reset(&t.tr)
	t.tied.Reset(&t.tr)
	for _, s := range x.text.Sentences {
		emit := t.emit[s.Start*D : s.End*D]
		if !t.free.Run(emit, D, s.Len(), nil) || !t.tied.Run(emit, D, s.Len(), x.allow[s.Start:s.End]) {
			continue
		}
		g := t.grad[s.Start*D : s.End*D]
		t.tied.Add(g, D, x.source.weight)
		t.free.Add(g, D, -x.source.weight)
		t.tied.AddSteps(&t.steps, x.source.weight)
		t.free.AddSteps(&t.steps, -x.source.weight)
	}
	adagrad(t.tr.Unit, t.tr2.Unit, t.steps.Unit, t.rate)
	adagrad(t.tr.Step, t.tr2.Step, t.steps.Step, t.rate)
	return t.update(refs, n)
}

func adagrad(w, g2, g []float32, rate float32) {
	for i, v := range g {
		if v != 0 {
			g2[i] += v * v
			w[i] += rate * v / float32(math.Sqrt(float64(g2[i])+1e-2))
		}
	}
}

// update moves the weights of the events along the gradient.
func (t *trainer) update(refs []ref, n int) (moved float32) {
	const small = 1e-3
	D := t.stride
	t.active = t.active[:0]
	t.starts = t.starts[:0]
	for i := range n {
		t.starts = append(t.starts, int32(len(t.active)))
		for y, g := range t.grad[i*D : i*D+D] {
			if g > small || g < -small {
				t.active = append(t.active, gradient{int32(y), g})
				moved += max(g, -g)
			}
		}
	}
	t.starts = append(t.starts, int32(len(t.active)))
	for k := range refs {
		if t.dropped[k] {
			continue
		}
		r := &refs[k]
		e := r.event()
		from, to := e.Range()
		for i := max(from, 0); i < min(to, n); i++ {
			active := t.active[t.starts[i]:t.starts[i+1]]
			if len(active) == 0 {
				continue
			}
			place := uint32(e.Place(i))
			for _, base := range r.rows {
				if base == 0 {
					continue
				}
				o := int(base+place) * D
				w, g2 := t.w[o:o+D], t.g2[o:o+D]
				for _, a := range active {
					s := g2[a.label] + a.g*a.g
					g2[a.label] = s
					w[a.label] += t.rate * a.g / float32(math.Sqrt(float64(s)+1e-2))
				}
			}
		}
	}
	return moved
}

func grow(b []float32, n int) []float32 {
	if cap(b) < n {
		return make([]float32, n+n/2)[:n]
	}
	return b[:n]
}
