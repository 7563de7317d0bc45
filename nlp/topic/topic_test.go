package topic_test

import (
	"context"
	"errors"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/topic"
)

func parse(t testing.TB, title, body string) *document.Document {
	t.Helper()
	engine, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	doc := &document.Document{Title: document.NewText(title), Body: document.NewText(body)}
	for _, text := range []*document.Text{doc.Title, doc.Body} {
		if err := engine.Segment(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

func newClassifier(t testing.TB, opts ...topic.Option) *topic.Classifier {
	t.Helper()
	c, err := topic.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestClassifyFindsTheTopic(t *testing.T) {
	for _, test := range []struct{ title, body, want string }{
		{"", "远帆股份公告，前三季度实现净利润3.2亿元，同比增长28%，营业收入21亿元，同比增长15%。", topic.Earnings},
		{"", "今天凌晨，县城一处山体发生滑坡，造成三人失联，消防救援人员已赶赴现场展开搜救。", topic.DisasterAccident},
		{"", "主队在加时赛中以2比1战胜对手，夺得本届足球联赛冠军，前锋梅开二度。", topic.Sport},
	} {
		got, err := newClassifier(t).Classify(context.Background(), parse(t, test.title, test.body), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || got[0].ID != test.want {
			t.Errorf("Classify(%q) = %+v, want %s first", test.body, got, test.want)
		}
	}
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
