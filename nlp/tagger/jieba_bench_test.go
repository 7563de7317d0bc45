//go:build cgo

package tagger_test

import (
	"testing"

	"github.com/yanyiwu/gojieba"
)

// BenchmarkJiebaCut is the yardstick for BenchmarkTag: gojieba's Cut with its
// hidden Markov model, on the same text.
func BenchmarkJiebaCut(b *testing.B) {
	x := gojieba.NewJieba()
	defer x.Free()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		x.Cut(article, true)
	}
}
