//go:build cgo

package nlp_test

import (
	"testing"

	"github.com/yanyiwu/gojieba"
)

// BenchmarkGojieba times the gojieba module itself, which only cuts words: the
// yardstick of this project. What it allocates in C is not counted.
func BenchmarkGojieba(b *testing.B) {
	jieba := gojieba.NewJieba()
	defer jieba.Free()
	docs := articles(b)
	b.Run("CutHMM", func(b *testing.B) {
		timeArticles(b, len(docs), func(i int) error { jieba.Cut(docs[i], true); return nil })
	})
	b.Run("Tag", func(b *testing.B) {
		timeArticles(b, len(docs), func(i int) error { jieba.Tag(docs[i]); return nil })
	})
}
