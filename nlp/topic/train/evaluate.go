package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/tiyao/tiyao/nlp/topic"
	"github.com/tiyao/tiyao/nlp/topic/internal/model"
)

// accuracy returns the share of examples whose best class is one of theirs.
func (w *weights) accuracy(ctx context.Context, examples []example) (float64, error) {
	vs, err := vectorize(ctx, w.vectorizer.Vocabulary(), examples)
	if err != nil {
		return 0, err
	}
	right := 0
	for i, e := range examples {
		w.add(vs.at(i))
		if slices.Contains(e.labels, best(w.sums)) {
			right++
		}
	}
	return float64(right) / float64(max(len(examples), 1)), nil
}

func best(sums []float32) int {
	at := 0
	for i, s := range sums {
		if s > sums[at] {
			at = i
		}
	}
	return at
}

// calibrate fits the logistic function that maps a class's sum to how often
// the class holds, by gradient descent on standardised inputs.
func calibrate(ctx context.Context, w *weights, examples []example) (model.Calibration, error) {
	vs, err := vectorize(ctx, w.vectorizer.Vocabulary(), examples)
	if err != nil {
		return model.Calibration{}, err
	}
	var c model.Calibration
	c.Slope = 1
	const rounds, rate = 400, 2.0
	for range rounds {
		var slope, intercept, slopeByLog, interceptByLog float64
		n := 0.0
		for i, e := range examples {
			slots, values := vs.at(i)
			w.add(slots, values)
			l := float64(model.LogLength(len(slots)))
			for class, s := range w.sums {
				d := c.Probability(s, len(slots))
				if slices.Contains(e.labels, class) {
					d--
				}
				x := float64(s)
				slope, intercept = slope+d*x, intercept+d
				slopeByLog, interceptByLog = slopeByLog+d*x*l, interceptByLog+d*l
				n++
			}
		}
		c.Slope -= float32(rate * slope / n)
		c.Intercept -= float32(rate * intercept / n)
		c.SlopeByLog -= float32(rate * slopeByLog / n)
		c.InterceptByLog -= float32(rate * interceptByLog / n)
	}
	return c, nil
}

// report prints the scores of a model on annotated articles.
func report(ctx context.Context, file []byte, held []example) error {
	c, err := topic.New(topic.WithModel(file))
	if err != nil {
		return err
	}
	var first, among, found, returned, wanted int
	var brier float64
	for _, e := range held {
		topics, err := c.Classify(ctx, e.doc, e.entities, e.figures)
		if err != nil {
			return err
		}
		wanted += len(e.labels)
		returned += len(topics)
		for i, t := range topics {
			holds := slices.ContainsFunc(e.labels, func(l int) bool { return topic.Builtin()[l].ID == t.ID })
			if holds {
				found++
				brier += (1 - t.Score) * (1 - t.Score)
			} else {
				brier += t.Score * t.Score
			}
			if i == 0 && holds {
				first++
			}
			if t.ID == topic.Builtin()[e.labels[0]].ID {
				among++
			}
		}
	}
	n := float64(len(held))
	p, r := float64(found)/float64(returned), float64(found)/float64(wanted)
	fmt.Printf("held out %d articles: best topic right %.4f, first topic among the returned %.4f, "+
		"all topics P %.4f R %.4f F1 %.4f, %.2f returned, Brier score of the returned %.4f\n",
		len(held), float64(first)/n, float64(among)/n, p, r, 2*p*r/(p+r), float64(returned)/n, brier/float64(returned))
	return nil
}
