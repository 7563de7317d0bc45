package keyword_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// articleCase is one block of testdata/articles.txt.
type articleCase struct {
	line        int
	title, body string
	want, avoid []string
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
		case "want":
			c.want = strings.Fields(value)
		case "avoid":
			c.avoid = strings.Fields(value)
		default:
			t.Fatalf("%s:%d: unknown key %q", path, i+1, key)
		}
	}
	return cases
}

func TestArticles(t *testing.T) {
	r := newRanker(t)
	for _, c := range readCases(t, "testdata/articles.txt") {
		t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) {
			keywords, err := r.Rank(context.Background(), parse(t, c.title, c.body), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, k := range keywords {
				got = append(got, k.Text)
			}
			for _, w := range c.want {
				if !slices.Contains(got, w) {
					t.Errorf("%q lacks %q", got, w)
				}
			}
			for _, w := range c.avoid {
				if slices.Contains(got, w) {
					t.Errorf("%q has %q", got, w)
				}
			}
		})
	}
}
