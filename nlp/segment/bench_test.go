package segment_test

import (
	"context"
	"testing"

	"github.com/go-ego/gse"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
)

// BenchmarkSegment times the engines of this package beside the modules that
// they come from (with cgo, BenchmarkGojieba too) on the same texts.
func BenchmarkSegment(b *testing.B) {
	texts := corpus(b)
	parsed := make([]*document.Text, len(texts))
	for i, s := range texts {
		parsed[i] = document.NewText(s)
	}
	for _, engine := range engines(b) {
		b.Run(engine.Name(), func(b *testing.B) {
			b.SetBytes(size(texts))
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range parsed {
					if err := engine.Segment(context.Background(), text); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	b.Run("module=gse", func(b *testing.B) {
		module := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
		if err := module.LoadDictEmbed("zh_s"); err != nil {
			b.Fatal(err)
		}
		timeTexts(b, texts, func(s string) { module.Segment([]byte(s)) })
	})
}

// timeTexts times f over all texts.
func timeTexts(b *testing.B, texts []string, f func(string)) {
	b.SetBytes(size(texts))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range texts {
			f(s)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.Run("gse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := segment.NewGSE(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("module=gse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			module := &gse.Segmenter{SkipLog: true}
			if err := module.LoadDictEmbed("zh_s"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
