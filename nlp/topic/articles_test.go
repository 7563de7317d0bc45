package topic_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/internal/articletest"
	"github.com/tiyao/tiyao/nlp/topic"
)

func TestArticles(t *testing.T) {
	classifier := newClassifier(t)
	for _, c := range articletest.Cases(t, "testdata/articles.txt", "title", "body", "first", "also") {
		t.Run(fmt.Sprintf("line %d", c.Line), func(t *testing.T) {
			got, err := classifier.Classify(context.Background(), parse(t, c.Values["title"], c.Values["body"]), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == 0 || got[0].ID != c.Values["first"] {
				t.Fatalf("got %+v, want %s first", got, c.Values["first"])
			}
			for _, id := range strings.Fields(c.Values["also"]) {
				if !slices.ContainsFunc(got, func(x topic.Topic) bool { return x.ID == id }) {
					t.Errorf("got %+v, want %s too", got, id)
				}
			}
		})
	}
}
