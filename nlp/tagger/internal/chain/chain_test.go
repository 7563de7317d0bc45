package chain

import (
	"math"
	"math/rand/v2"
	"testing"
)

// brute scores every valid path of a small lattice.
func brute(tr *Transitions, emit []float32, labels, n int, allow []Mask, visit func(path []uint8, score float64)) {
	G := tr.Types + 1
	path := make([]uint8, n)
	unit := func(y int) int {
		if y == Outside {
			return 0
		}
		return 1 + (y-1)/4
	}
	var walk func(i int, score float64)
	walk = func(i int, score float64) {
		if i == n {
			if y := int(path[n-1]); y == Outside || (y-1)%4 >= End {
				visit(path, score)
			}
			return
		}
		for y := range labels {
			if allow != nil && !allow[i].Has(y) {
				continue
			}
			prev := Outside
			if i > 0 {
				prev = int(path[i-1])
			}
			open := prev != Outside && (prev-1)%4 < End
			joins := y != Outside && ((y-1)%4 == Inside || (y-1)%4 == End)
			var w float32
			switch {
			case open != joins:
				continue
			case joins:
				if unit(prev) != unit(y) {
					continue
				}
				k := 2*((prev-1)%4) + ((y-1)%4 - 1)
				w = tr.Step[4*(unit(y)-1)+k]
			default:
				w = tr.Unit[unit(prev)*G+unit(y)]
			}
			path[i] = uint8(y)
			walk(i+1, score+float64(w)+float64(emit[i*labels+y]))
		}
	}
	walk(0, 0)
}

// names returns the names that a path of labels holds.
func names(path []uint8) (out []Span) {
	start := 0
	for i, y := range path {
		if y == Outside {
			continue
		}
		switch part := int(y-1) % 4; part {
		case Begin:
			start = i
		case End:
			out = append(out, Span{start, i + 1, int(y-1) / 4})
		case Single:
			out = append(out, Span{i, i + 1, int(y-1) / 4})
		}
	}
	return out
}

func random(r *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
}

// The dynamic program agrees with the sum over all paths.
func TestAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const T, n, least = 2, 5, 0.01
	L := NumLabels(T)
	for trial := range 60 {
		tr := Transitions{Types: T, Unit: random(r, (T+1)*(T+1)), Step: random(r, 4*T)}
		emit := random(r, n*L)
		var allow []Mask
		if trial%2 == 1 {
			allow = make([]Mask, n)
			for i := range allow {
				allow[i] = Mask(r.Uint64())&All(T) | 1<<Outside
			}
		}
		var z float64
		label := make([]float64, n*L)
		spans := map[Span]float64{}
		brute(&tr, emit, L, n, allow, func(path []uint8, score float64) {
			p := math.Exp(score)
			z += p
			for i, y := range path {
				label[i*L+int(y)] += p
			}
			for _, s := range names(path) {
				spans[s] += p
			}
		})
		var m Marginals
		m.Reset(&tr)
		if !m.Run(emit, L, n, allow) {
			t.Fatal("no path")
		}
		got := make([]float32, n*L)
		m.Add(got, L, 1)
		for i := range got {
			if math.Abs(float64(got[i])-label[i]/z) > 1e-4 {
				t.Fatalf("trial %d: marginal %d = %v, want %v", trial, i, got[i], label[i]/z)
			}
		}
		each := map[Span]float64{}
		m.Each(least, func(s Span, p float32) { each[s] = float64(p) })
		for s, p := range spans {
			if g, ok := each[s]; ok && math.Abs(g-p/z) > 1e-4 || !ok && p/z > least+1e-4 {
				t.Fatalf("trial %d: span %v = %v (%v), want %v", trial, s, g, ok, p/z)
			}
			delete(each, s)
		}
		if len(each) > 0 {
			t.Fatalf("trial %d: no path has %v", trial, each)
		}
		steps := NewTransitions(T)
		m.AddSteps(&steps, 1)
		var total float64
		for _, w := range steps.Unit {
			total += float64(w)
		}
		for _, w := range steps.Step {
			total += float64(w)
		}
		if math.Abs(total-n) > 1e-3 {
			t.Fatalf("trial %d: expected steps sum to %v, want %d", trial, total, n)
		}
	}
}

func TestExp(t *testing.T) {
	for x := float32(-79); x < 79; x += 0.37 {
		if rel := math.Abs(float64(exp(x))/math.Exp(float64(x)) - 1); rel > 1e-5 {
			t.Errorf("exp(%v) is off by %v", x, rel)
		}
	}
	if exp(-1000) != 0 {
		t.Error("exp(-1000) is not 0")
	}
}

func BenchmarkMarginals(b *testing.B) {
	const n = 30
	r := rand.New(rand.NewPCG(1, 1))
	tr := NewTransitions(2)
	for _, part := range [][]float32{tr.Unit, tr.Step} {
		for i := range part {
			part[i] = float32(r.NormFloat64())
		}
	}
	var m Marginals
	m.Reset(&tr)
	em := make([]float32, n*NumLabels(2))
	for i := range em {
		em[i] = r.Float32()
	}
	b.SetBytes(n)
	for b.Loop() {
		copy(m.Emissions(n), em)
		m.Solve()
		m.Each(0.05, func(Span, float32) {})
	}
}
