//go:build baselines

package main

import (
	"fmt"

	"github.com/tiyao/tiyao/nlp/keyword/baseline"
)

// loadBaseline returns the keywords that gse's algorithm called name finds in a
// text.
func loadBaseline(name string) (func(text string, n int) []string, error) {
	gse, err := baseline.NewGSE()
	if err != nil {
		return nil, err
	}
	switch name {
	case "gse-tfidf":
		return gse.TFIDF, nil
	case "gse-textrank":
		return gse.TextRank, nil
	default:
		return nil, fmt.Errorf("unknown keywords %q", name)
	}
}
