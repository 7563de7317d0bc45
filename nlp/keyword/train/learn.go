package main

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
	"github.com/tiyao/tiyao/nlp/keyword/internal/linear"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
)

const (
	epochs     = 12
	rate       = 0.08
	decay      = 2e-6 // L2
	dropout    = 0.3  // share of an example's features that a step does not see
	nearTarget = 0.10 // probability that is aimed at for what overlaps a keyword closely
)

// examples are the candidates of the training articles.
type examples struct {
	features []uint32
	ends     []int     // of each example in features
	targets  []float32 // probability to aim at
}

// learn fits a logistic regression by stochastic gradient descent with the
// step sizes of AdaGrad (Duchi et al., 2011) and dropout of features.
func learn(ctx context.Context, table *background.Table, articles []article) (*linear.Model, error) {
	e, err := collect(ctx, table, articles)
	if err != nil {
		return nil, err
	}
	weights := make([]float32, 1<<phrase.LogWeights)
	squares := make([]float32, 1<<phrase.LogWeights)
	bias, biasSquare := -3.0, 1.0
	order := make([]int, len(e.ends))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var features []uint32
	mean := make([]float32, len(weights)) // over the second half of the epochs
	for epoch := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			from := 0
			if i > 0 {
				from = e.ends[i-1]
			}
			features = sample(rng, features[:0], e.features[from:e.ends[i]])
			sum := bias
			for _, f := range features {
				sum += float64(weights[f])
			}
			gradient := float32(1/(1+math.Exp(-sum))) - e.targets[i]
			biasSquare += float64(gradient * gradient)
			bias -= rate * float64(gradient) / math.Sqrt(biasSquare)
			for _, f := range features {
				g := gradient + decay*weights[f]
				squares[f] += g * g
				weights[f] -= rate * g / float32(math.Sqrt(float64(squares[f])+1e-6))
			}
		}
		if epoch >= epochs/2 {
			for i, w := range weights {
				mean[i] += (1 - dropout) / (epochs - epochs/2) * w
			}
		}
	}
	return linear.New(bias, mean)
}

// sample appends features to dst, but for some that are left out so that the
// model does not lean on single words, which are rare in other news.
func sample(rng *rand.Rand, dst, features []uint32) []uint32 {
	for _, f := range features {
		if rng.Float64() >= dropout {
			dst = append(dst, f)
		}
	}
	return dst
}

func collect(ctx context.Context, table *background.Table, articles []article) (*examples, error) {
	finder := phrase.NewFinder(table)
	e := &examples{}
	for _, a := range articles {
		candidates, err := finder.Find(ctx, a.doc, a.entities)
		if err != nil {
			return nil, err
		}
		for i := range candidates {
			for _, f := range finder.Features(&candidates[i]) {
				e.features = append(e.features, linear.Slot(f, phrase.LogWeights))
			}
			e.ends = append(e.ends, len(e.features))
			e.targets = append(e.targets, target(finder.Text(&candidates[i]), a.keywords))
		}
	}
	return e, nil
}

// target returns the probability that the model should give to text.
func target(text string, keywords []string) float32 {
	if slices.Contains(keywords, text) {
		return 1
	}
	for _, k := range keywords {
		if near(text, k) {
			return nearTarget
		}
	}
	return 0
}

// near reports whether one string holds the other and is at most twice as long.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && strings.Contains(b, a) && 2*len([]rune(a)) >= len([]rune(b))
}
