package segment_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpus returns articles to time the engines on: the news texts beside the
// repository where they are present, else articles of shuffled sentences from
// testdata/article.txt.
func corpus(b *testing.B) []string {
	b.Helper()
	files, err := filepath.Glob("../../../shared/news/plain/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	if len(files) == 0 {
		return shuffledArticles(b, 300)
	}
	var texts []string
	for _, file := range files {
		texts = append(texts, read(b, file))
	}
	return texts
}

// shuffledArticles returns n articles, the same every time.
func shuffledArticles(b *testing.B, n int) []string {
	b.Helper()
	sentences := strings.SplitAfter(read(b, "testdata/article.txt"), "。")
	random := rand.New(rand.NewPCG(1, 2))
	var texts []string
	for range n {
		random.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
		texts = append(texts, strings.Join(sentences, ""))
	}
	return texts
}

func read(b *testing.B, file string) string {
	b.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	return string(content)
}

// size returns the number of bytes of all texts.
func size(texts []string) int64 {
	n := int64(0)
	for _, s := range texts {
		n += int64(len(s))
	}
	return n
}
