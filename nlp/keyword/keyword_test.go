package keyword_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/segment"
)

const article = "【远帆科技发布液冷服务器】3月5日，远帆科技在深圳发布新一代液冷服务器。公司表示，液冷服务器把数据中心的PUE降到1.15以下，" +
	"适合人工智能训练。远帆科技计划今年建成两座液冷示范机房，并与多家云计算服务商合作推进绿色数据中心建设。"

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

func newRanker(t testing.TB) *keyword.Ranker {
	t.Helper()
	r, err := keyword.New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRankFindsWhatAnArticleIsAbout(t *testing.T) {
	got, err := newRanker(t).Rank(context.Background(), parse(t, "", article), nil)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, k := range got {
		texts = append(texts, k.Text)
	}
	for _, want := range []string{"液冷服务器", "绿色数据中心"} {
		if !slices.Contains(texts, want) {
			t.Errorf("keywords %q lack %q", texts, want)
		}
	}
}

func TestRankFindsNothingInNothing(t *testing.T) {
	for _, body := range []string{"", "。。。！？", "的的的啊啊", "\n\n \n", "12345 67%"} {
		got, err := newRanker(t).Rank(context.Background(), parse(t, "", body), nil)
		if err != nil || len(got) != 0 {
			t.Errorf("Rank(%q) = %v, %v, want no keywords", body, got, err)
		}
	}
}

func TestRankStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := newRanker(t).Rank(ctx, parse(t, "", article), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
