//go:build cgo

package nlp_test

import (
	"testing"

	"github.com/yanyiwu/gojieba"
)

// BenchmarkGojiebaCut times gojieba's Cut with HMM on the texts of
// BenchmarkAnnotate, the yardstick of this project.
func BenchmarkGojiebaCut(b *testing.B) {
	j := gojieba.NewJieba()
	defer j.Free()
	docs, bytes := texts(b)
	b.SetBytes(bytes)
	for b.Loop() {
		for _, content := range docs {
			j.Cut(content, true)
		}
	}
}
