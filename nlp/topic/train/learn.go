package main

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tiyao/tiyao/nlp/topic/internal/feature"
	"github.com/tiyao/tiyao/nlp/topic/internal/model"
)

// parameters steer the descent. They were chosen on held-out tenths.
type parameters struct {
	epochs int
	rate   float32
	decay  float32 // L2
}

var (
	topicParameters    = parameters{epochs: 6, rate: 0.3, decay: 1e-5}
	headlineParameters = parameters{epochs: 10, rate: 0.15, decay: 1e-4}
)

const (
	logFeatures = 20 // slots while all features are candidates
	logKept     = 15 // slots of the model
	fill        = 0.85
)

// weights is a model in training: one logistic regression for each class.
type weights struct {
	vectorizer *model.Vectorizer
	classes    int
	biases     []float32
	rows       []float32 // of classes for each slot
	sums       []float32
}

// vectors holds the vectors of many examples.
type vectors struct {
	slots  []uint32
	values []float32
	ends   []int
}

func vectorize(ctx context.Context, v *model.Vocabulary, examples []example) (*vectors, error) {
	z := model.NewVectorizer(v)
	out := &vectors{}
	for _, e := range examples {
		vector, err := z.Vector(ctx, e.doc, e.entities, e.figures)
		if err != nil {
			return nil, err
		}
		for _, c := range vector {
			out.slots = append(out.slots, uint32(c.Slot))
			out.values = append(out.values, c.Weight)
		}
		out.ends = append(out.ends, len(out.slots))
	}
	return out, nil
}

func (v *vectors) at(i int) ([]uint32, []float32) {
	from := 0
	if i > 0 {
		from = v.ends[i-1]
	}
	return v.slots[from:v.ends[i]], v.values[from:v.ends[i]]
}

// wholeVocabulary returns the features that stand in at least two examples.
func wholeVocabulary(ctx context.Context, examples []example) (*model.Vocabulary, error) {
	counts := map[uint64]int{}
	last := map[uint64]int{}
	example := 0
	lister := feature.Lister{Use: func(features []feature.Feature) {
		for _, f := range features {
			if last[f.Hash] != example {
				last[f.Hash] = example
				counts[f.Hash]++
			}
		}
	}}
	for _, e := range examples {
		example++
		if err := lister.List(ctx, e.doc, e.entities, e.figures); err != nil {
			return nil, err
		}
	}
	var terms []model.Term
	for h, n := range counts {
		if n > 1 {
			idf := math.Log(float64(len(examples)) / float64(n))
			terms = append(terms, model.Term{Hash: h, Weight: float32(math.Sqrt(idf))})
		}
	}
	slices.SortFunc(terms, func(a, b model.Term) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Hash, b.Hash))
	})
	return model.NewVocabulary(terms, logFeatures), nil
}

// chooseVocabulary trains with all features and keeps those that came out
// strongest.
func chooseVocabulary(ctx context.Context, examples []example, classes int, p parameters) (*model.Vocabulary, error) {
	all, err := wholeVocabulary(ctx, examples)
	if err != nil {
		return nil, err
	}
	w, err := learn(ctx, all, examples, classes, p)
	if err != nil {
		return nil, err
	}
	uses := make([]float32, all.Len()) // how much of each feature the articles hold
	hashes := make([]uint64, all.Len())
	weight := float32(0) // of the example at hand
	lister := feature.Lister{Use: func(features []feature.Feature) {
		for _, f := range features {
			if slot := all.Slot(f.Hash); slot >= 0 {
				uses[slot] += weight
				hashes[slot] = f.Hash
			}
		}
	}}
	for _, e := range examples {
		weight = e.weight
		if err := lister.List(ctx, e.doc, e.entities, e.figures); err != nil {
			return nil, err
		}
	}
	gain := make([]float32, all.Len())
	var kept []int
	for slot := range gain {
		if uses[slot] == 0 {
			continue
		}
		var norm float32
		for _, v := range w.rows[slot*classes : (slot+1)*classes] {
			norm += v * v
		}
		gain[slot] = norm * float32(math.Sqrt(float64(uses[slot])))
		kept = append(kept, slot)
	}
	slices.SortStableFunc(kept, func(a, b int) int { return cmp.Compare(gain[b], gain[a]) })
	size := 1 << logKept
	kept = kept[:min(len(kept), int(fill*float64(size)))]
	best := make([]model.Term, len(kept))
	for i, slot := range kept {
		best[i] = model.Term{Hash: hashes[slot], Weight: all.Weight(slot)}
	}
	return model.NewVocabulary(best, logKept), nil
}

// learn fits the regressions by stochastic gradient descent with the step
// sizes of AdaGrad (Duchi et al., 2011) and averages them.
func learn(ctx context.Context, v *model.Vocabulary, examples []example, classes int, p parameters) (*weights, error) {
	vs, err := vectorize(ctx, v, examples)
	if err != nil {
		return nil, err
	}
	w := &weights{
		vectorizer: model.NewVectorizer(v), classes: classes, biases: make([]float32, classes),
		rows: make([]float32, v.Len()*classes), sums: make([]float32, classes),
	}
	squares := make([]float32, len(w.rows))
	gradient := make([]float32, classes)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(1, 2))
	mean := make([]float32, len(w.rows)) // over the second half of the epochs
	for epoch := range p.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			slots, values := vs.at(i)
			w.add(slots, values)
			w.gradient(&examples[i], gradient)
			for c, g := range gradient {
				w.biases[c] -= 0.02 * g
			}
			for j, slot := range slots {
				step(w.rows[int(slot)*classes:][:classes], squares[int(slot)*classes:][:classes], gradient, values[j], p)
			}
		}
		if half := p.epochs / 2; epoch >= half {
			for i, v := range w.rows {
				mean[i] += v / float32(p.epochs-half)
			}
		}
	}
	w.rows = mean
	return w, nil
}

// add sums up the weights of a vector.
func (w *weights) add(slots []uint32, values []float32) {
	copy(w.sums, w.biases)
	for i, slot := range slots {
		for c, v := range w.rows[int(slot)*w.classes:][:len(w.sums)] {
			w.sums[c] += v * values[i]
		}
	}
}

// gradient writes the derivative of the loss by the sums. It is the logistic
// loss of each class where the topics are known. Where at least one of the
// classes S holds and of the others nothing is known, only the order counts:
// the loss is minus the logarithm of the share of S in the softmax of the sums.
func (w *weights) gradient(e *example, out []float32) {
	if !e.partial {
		for c, s := range w.sums {
			out[c] = sigmoid(s)
		}
		for _, c := range e.labels {
			out[c]--
		}
		return
	}
	top := slices.Max(w.sums)
	var all, inside float32
	for c, s := range w.sums {
		out[c] = float32(math.Exp(float64(s - top)))
		all += out[c]
	}
	for _, c := range e.labels {
		inside += out[c]
	}
	for c := range out {
		out[c] *= e.weight / all
	}
	for _, c := range e.labels {
		out[c] -= out[c] * all / max(inside, 1e-9)
	}
}

func step(row, squares, gradient []float32, value float32, p parameters) {
	for c, g := range gradient {
		d := g*value + p.decay*row[c]
		squares[c] += d * d
		row[c] -= p.rate * d / float32(math.Sqrt(float64(squares[c])+1e-4))
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
