package nlp_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tiyao/tiyao/nlp"
)

// The benchmarks of this package time the pipeline, its stages and the engines
// that others use to cut words, all on the same text: articles of about 3 KB.
// An operation is one article, so that B/op and allocs/op are per article.
//
//	go test -run '^$' -bench . -cpu 1 -count 6 ./nlp | tee new.txt && benchstat new.txt

// articleSize is the length of the articles that are timed, in bytes.
const articleSize = 3000

// news returns the news texts beside the repository, where they are present,
// else the articles of the golden records, one after the other.
var news = sync.OnceValues(func() (string, error) {
	files, err := filepath.Glob("../../shared/news/plain/*.txt")
	if err != nil || len(files) == 0 {
		files, err = filepath.Glob("testdata/articles/*.txt")
	}
	var all strings.Builder
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		all.Write(content)
		all.WriteByte('\n')
	}
	return strings.ToValidUTF8(all.String(), ""), err
})

// stretch returns the first size bytes of text, which is repeated as often as
// need be, without a part of a character at its end.
func stretch(text string, size int) string {
	for len(text) < size {
		text += text
	}
	return strings.ToValidUTF8(text[:size], "")
}

// articles returns articles of 3 KB, cut from the news one after the other.
func articles(b *testing.B) []string {
	b.Helper()
	text, err := news()
	if err != nil {
		b.Fatal(err)
	}
	out := []string{stretch(text, articleSize)}
	for text = text[len(out[0]):]; len(text) >= articleSize; text = text[len(out[len(out)-1]):] {
		out = append(out, stretch(text, articleSize))
	}
	return out
}

// timeArticles times f, which reads one of n articles, in turn.
func timeArticles(b *testing.B, n int, f func(i int) error) {
	b.SetBytes(articleSize)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f(i % n); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnnotate times the whole pipeline, all features. Beside the mean it
// reports the time that half and 99 in a hundred of the articles took at most,
// and the mean of each stage, which is more than BenchmarkStages tells: here the
// stages have to share the processor's caches.
func BenchmarkAnnotate(b *testing.B) {
	stages := map[string]time.Duration{}
	a, err := nlp.New(nlp.WithObserver(func(_ context.Context, stage string, start time.Time) {
		stages[stage] += time.Since(start)
	}))
	if err != nil {
		b.Fatal(err)
	}
	docs := articles(b)
	var times []time.Duration
	timeArticles(b, len(docs), func(i int) error {
		start := time.Now()
		_, err := a.Annotate(b.Context(), nlp.Document{Content: docs[i]}, nlp.Features{})
		times = append(times, time.Since(start))
		return err
	})
	for stage, total := range stages {
		b.ReportMetric(float64(total.Nanoseconds())/float64(len(times)), stage+"-ns")
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkParallel times the whole pipeline on as many articles at a time as
// -cpu says: with -cpu 1,2 it tells what the second core brings.
func BenchmarkParallel(b *testing.B) {
	a := annotator(b)
	docs := articles(b)
	b.SetBytes(articleSize)
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			if _, err := a.Annotate(b.Context(), nlp.Document{Content: docs[i%len(docs)]}, nlp.Features{}); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkLength times the whole pipeline on texts of growing length: news,
// and what no newspaper prints but a server may be sent. The time per byte
// should not grow with the length.
func BenchmarkLength(b *testing.B) {
	a := annotator(b)
	text, err := news()
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []struct{ name, unit string }{
		{"news", text},
		{"digits", "1"}, {"percents", "1%,"}, {"letters", "a"}, {"words", "Apple "}, {"han", "中"}, {"brackets", "("},
	} {
		for _, size := range []int{300, 3_000, 30_000, 300_000, nlp.DefaultMaxContentBytes} {
			content := stretch(text.unit, size)
			b.Run(fmt.Sprintf("text=%s/bytes=%d", text.name, size), func(b *testing.B) {
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := a.Annotate(b.Context(), nlp.Document{Content: content}, nlp.Features{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/B")
			})
		}
	}
}
