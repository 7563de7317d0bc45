package topic_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/topic"
)

// articleCase is one block of testdata/articles.txt.
type articleCase struct {
	line               int
	title, body, first string
	also               []string
}

func readCases(t *testing.T, path string) []articleCase {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []articleCase
	open := false
	for i, line := range strings.Split(string(b), "\n") {
		key, value, found := strings.Cut(line, ": ")
		if !found || strings.HasPrefix(line, "#") {
			open = false
			continue
		}
		if !open {
			cases = append(cases, articleCase{line: i + 1})
			open = true
		}
		c := &cases[len(cases)-1]
		switch key {
		case "title":
			c.title = value
		case "body":
			c.body = value
		case "first":
			c.first = value
		case "also":
			c.also = strings.Fields(value)
		default:
			t.Fatalf("%s:%d: unknown key %q", path, i+1, key)
		}
	}
	return cases
}

func TestArticles(t *testing.T) {
	classifier := newClassifier(t)
	for _, c := range readCases(t, "testdata/articles.txt") {
		t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) {
			got, err := classifier.Classify(context.Background(), parse(t, c.title, c.body), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == 0 || got[0].ID != c.first {
				t.Fatalf("got %+v, want %s first", got, c.first)
			}
			for _, id := range c.also {
				if !slices.ContainsFunc(got, func(x topic.Topic) bool { return x.ID == id }) {
					t.Errorf("got %+v, want %s too", got, id)
				}
			}
		})
	}
}
