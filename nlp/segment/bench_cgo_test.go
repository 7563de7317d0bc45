//go:build cgo

package segment_test

import (
	"testing"

	"github.com/yanyiwu/gojieba"
)

// BenchmarkGojieba times the gojieba module itself, whole texts at a time.
func BenchmarkGojieba(b *testing.B) {
	texts := corpus(b)
	jieba := gojieba.NewJieba()
	defer jieba.Free()
	b.Run("CutHMM", func(b *testing.B) { timeTexts(b, texts, func(s string) { jieba.Cut(s, true) }) })
	b.Run("Tag", func(b *testing.B) { timeTexts(b, texts, func(s string) { jieba.Tag(s) }) })
}
