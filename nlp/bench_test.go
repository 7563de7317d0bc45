package nlp_test

import (
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

// lines returns the lines of the news texts beside the repository, where they
// are present, else those of the golden records' articles.
var lines = sync.OnceValues(func() ([]string, error) {
	files, err := filepath.Glob("../../shared/news/plain/*.txt")
	if err != nil || len(files) == 0 {
		files, err = filepath.Glob("testdata/articles/*.txt")
	}
	var out []string
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, strings.SplitAfter(strings.ToValidUTF8(string(content), "")+"\n", "\n")...)
	}
	return out, err
})

// articles returns articles of about 3 KB, made of the lines of the news in
// their order, with the mean of their sizes.
func articles(b *testing.B) (out []string, size int64) {
	b.Helper()
	news, err := lines()
	if err != nil {
		b.Fatal(err)
	}
	var article strings.Builder
	for i := 0; i < len(news) || len(out) == 0; i++ {
		article.WriteString(news[i%len(news)])
		if article.Len() >= articleSize {
			out = append(out, article.String())
			size += int64(article.Len())
			article.Reset()
		}
	}
	return out, size / int64(len(out))
}

// timeArticles times f, which reads one of n articles, in turn.
func timeArticles(b *testing.B, n int, size int64, f func(i int) error) {
	b.SetBytes(size)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f(i % n); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnnotate times the whole pipeline, all features. Beside the mean it
// reports the time that half and 99 in a hundred of the articles took at most.
func BenchmarkAnnotate(b *testing.B) {
	a := annotator(b)
	docs, size := articles(b)
	var times []time.Duration
	timeArticles(b, len(docs), size, func(i int) error {
		start := time.Now()
		_, err := a.Annotate(b.Context(), nlp.Document{Content: docs[i]}, nlp.Features{})
		times = append(times, time.Since(start))
		return err
	})
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkParallel times the whole pipeline on as many articles at a time as
// -cpu says: with -cpu 1,2 it tells what the second core brings.
func BenchmarkParallel(b *testing.B) {
	a := annotator(b)
	docs, size := articles(b)
	b.SetBytes(size)
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
	news, err := lines()
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []struct{ name, unit string }{
		{"news", strings.Join(news, "")},
		{"digits", "1"}, {"percents", "1%,"}, {"brackets", "("}, {"letters", "a"}, {"words", "Apple "}, {"han", "中"},
	} {
		for _, size := range []int{300, 3_000, 30_000, 300_000, nlp.DefaultMaxContentBytes} {
			content := strings.Repeat(text.unit, size/len(text.unit)+1)
			content = strings.ToValidUTF8(content[:size], "")
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
