package main

import (
	"context"
	"math"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
	"github.com/tiyao/tiyao/nlp/tagger/internal/reader"
)

// verdict is a found name's confidence and whether it is right.
type verdict struct {
	confidence float64
	right      bool
}

// read reads the names in x.
func read(ctx context.Context, r *reader.Reader, x *example) ([]reader.Name, error) {
	return r.Read(ctx, nil, x.text, nil)
}

// assess reads the examples with a model and returns the scores by type and
// the verdict on each name.
func assess(ctx context.Context, m *model.Model, s scheme, examples []*example) (scores, []verdict, error) {
	sc := make(scores, len(s.types)+1)
	var out []verdict
	skip := s.index(office)
	r := reader.New(m)
	for _, x := range examples {
		found, err := read(ctx, r, x)
		if err != nil {
			return nil, nil, err
		}
		gold := map[chain.Span]bool{}
		for _, g := range x.gold {
			gold[g] = true
		}
		var spans []chain.Span
		for _, n := range found {
			f := chain.Span{Start: n.Start, End: n.End, Type: n.Type}
			spans = append(spans, f)
			if f.Type != skip {
				out = append(out, verdict{n.Confidence, gold[f]})
			}
		}
		sc.add(spans, x.gold, skip)
	}
	return sc, out, nil
}

// surprise is the mean negative log-likelihood of the verdicts.
func surprise(vs []verdict) float64 {
	sum := 0.0
	for _, v := range vs {
		p := min(max(v.confidence, 1e-4), 1-1e-4)
		if !v.right {
			p = 1 - p
		}
		sum -= math.Log(p)
	}
	return sum / float64(max(len(vs), 1))
}

// bin is one line of a reliability table.
type bin struct {
	from, to         float64
	names            int
	confidence, hits float64 // means
}

// reliability sorts verdicts by confidence into bins.
func reliability(vs []verdict) []bin {
	edges := []float64{0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1}
	var out []bin
	for i := range len(edges) - 1 {
		b := bin{from: edges[i], to: edges[i+1]}
		for _, v := range vs {
			if v.confidence >= b.from && (v.confidence < b.to || b.to == 1) {
				b.names++
				b.confidence += v.confidence
				if v.right {
					b.hits++
				}
			}
		}
		if b.names > 0 {
			b.confidence /= float64(b.names)
			b.hits /= float64(b.names)
		}
		out = append(out, b)
	}
	return out
}
