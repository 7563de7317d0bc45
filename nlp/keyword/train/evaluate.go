package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/tiyao/tiyao/nlp/keyword"
)

// scores counts keywords found as the annotation guidelines' scorer does.
type scores struct {
	exact, close, returned, wanted int
}

func (s scores) String() string {
	return fmt.Sprintf("exact F1 %.4f  close F1 %.4f  (returned %d, wanted %d)",
		f1(s.exact, s.returned, s.wanted), f1(s.close, s.returned, s.wanted), s.returned, s.wanted)
}

func f1(found, returned, wanted int) float64 {
	return 2 * float64(found) / max(float64(returned+wanted), 1)
}

func evaluate(ctx context.Context, r *keyword.Ranker, articles []article) (scores, error) {
	var s scores
	for _, a := range articles {
		keywords, err := r.Rank(ctx, a.doc, a.entities)
		if err != nil {
			return s, err
		}
		var texts []string
		for _, k := range keywords {
			texts = append(texts, k.Text)
		}
		s.returned += len(texts)
		s.wanted += len(a.keywords)
		for _, k := range a.keywords {
			if slices.Contains(texts, k) {
				s.exact++
			}
			if slices.ContainsFunc(texts, func(t string) bool { return t == k || near(t, k) }) {
				s.close++
			}
		}
	}
	return s, nil
}
