package keyword_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/internal/articletest"
)

func TestArticles(t *testing.T) {
	r := newRanker(t)
	for _, c := range articletest.Cases(t, "testdata/articles.txt", "title", "body", "want", "avoid") {
		t.Run(fmt.Sprintf("line %d", c.Line), func(t *testing.T) {
			keywords, err := r.Rank(context.Background(), parse(t, c.Values["title"], c.Values["body"]), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, k := range keywords {
				got = append(got, k.Text)
			}
			for _, w := range strings.Fields(c.Values["want"]) {
				if !slices.Contains(got, w) {
					t.Errorf("%q lacks %q", got, w)
				}
			}
			for _, w := range strings.Fields(c.Values["avoid"]) {
				if slices.Contains(got, w) {
					t.Errorf("%q has %q", got, w)
				}
			}
		})
	}
}
