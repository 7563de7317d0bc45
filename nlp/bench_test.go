package nlp_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tiyao/tiyao/nlp"
)

// texts returns articles to time: the news texts beside the repository, else
// those of the golden records.
func texts(b *testing.B) (out []string, bytes int64) {
	b.Helper()
	files, err := filepath.Glob("../../shared/news/plain/*.txt")
	if err != nil || len(files) == 0 {
		files, err = filepath.Glob("testdata/articles/*.txt")
	}
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, string(content))
		bytes += int64(len(content))
	}
	return out, bytes
}

// BenchmarkAnnotate times the whole pipeline, all features, one document after
// the other. An operation is one pass over all texts.
func BenchmarkAnnotate(b *testing.B) {
	a := annotator(b)
	docs, bytes := texts(b)
	b.SetBytes(bytes)
	b.ReportAllocs()
	for b.Loop() {
		for _, content := range docs {
			if _, err := a.Annotate(b.Context(), nlp.Document{Content: content}, nlp.Features{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(docs)), "docs/op")
}
