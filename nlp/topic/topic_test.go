package topic_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/topic"
)

func parse(t testing.TB, title, body string) *document.Document {
	t.Helper()
	engine := engine(t)
	doc := &document.Document{Title: document.NewText(title), Body: document.NewText(body)}
	for _, text := range []*document.Text{doc.Title, doc.Body} {
		if err := engine.Segment(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// loadEngine loads the segmenter that all tests share.
var loadEngine = sync.OnceValues(segment.NewGSE)

func engine(t testing.TB) *segment.GSE {
	t.Helper()
	s, err := loadEngine()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newClassifier(t testing.TB, opts ...topic.Option) *topic.Classifier {
	t.Helper()
	c, err := topic.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestClassifyFindsNothingInNothing(t *testing.T) {
	for _, body := range []string{"", "。。。！？", "12345 67%", "\n \n"} {
		got, err := newClassifier(t).Classify(context.Background(), parse(t, "", body), nil, nil)
		if err != nil || len(got) != 0 {
			t.Errorf("Classify(%q) = %v, %v, want no topics", body, got, err)
		}
	}
}

func TestClassifyStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := newClassifier(t).Classify(ctx, parse(t, "", "央行下调利率。"), nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
