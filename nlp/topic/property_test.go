package topic_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/topic"
	"github.com/tiyao/tiyao/nlp/topic/internal/model"
)

var pieces = []string{
	"净利润", "同比增长", "收购", "股权", "的", "了", "央行", "5G", "ＡＩ", "足球", "，", "。", "\n", " ", "1.25%", "網絡",
	"\U0001F600", "a", "【", "】", "减速器", "\x00",
}

func TestTopicsPointAtTheirEvidence(t *testing.T) {
	c := newClassifier(t, topic.WithOwn(topic.Own{ID: "own", Words: []string{"减速器", "5g"}}))
	s := engine(t)
	rapid.Check(t, func(rt *rapid.T) {
		doc := &document.Document{}
		for _, part := range []struct {
			name string
			to   **document.Text
		}{{"title", &doc.Title}, {"body", &doc.Body}} {
			drawn := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(rt, part.name)
			*part.to = document.NewText(strings.Join(drawn, ""))
			if err := s.Segment(context.Background(), *part.to); err != nil {
				rt.Fatal(err)
			}
		}
		topics, err := c.Classify(context.Background(), doc, nil, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if len(topics) > 4 {
			rt.Fatalf("%d topics", len(topics))
		}
		for i, x := range topics {
			if x.Score < 0 || x.Score > 1 || i > 0 && x.Score > topics[i-1].Score {
				rt.Fatalf("scores of %+v", topics)
			}
			checkEvidence(rt, doc, x.Evidence)
		}
	})
}

func checkEvidence(rt *rapid.T, doc *document.Document, evidence []topic.Evidence) {
	if len(evidence) == 0 || len(evidence) > 5 {
		rt.Fatalf("evidence %+v", evidence)
	}
	for _, e := range evidence {
		text := doc.Body
		if e.InTitle {
			text = doc.Title
		}
		if e.Text == "" || text.Slice(e.Span) != e.Text || e.Weight <= 0 || e.Weight > 1.0001 {
			rt.Fatalf("evidence %+v stands at %q", e, text.Slice(e.Span))
		}
	}
}

func TestClassifyIsSafeForConcurrentUse(t *testing.T) {
	c := newClassifier(t)
	docs := []*document.Document{
		parse(t, "", "远帆股份前三季度净利润同比增长28%。"), parse(t, "国足夺冠", "足球联赛冠军。"), parse(t, "", ""),
	}
	want := make([][]topic.Topic, len(docs))
	for i, d := range docs {
		want[i], _ = c.Classify(context.Background(), d, nil, nil)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 30 {
				i := n % len(docs)
				if got, err := c.Classify(context.Background(), docs[i], nil, nil); err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("article %d: %v, %v, want %v", i, got, err, want[i])
				}
			}
		})
	}
	group.Wait()
}

func TestNewRefusesDamagedModels(t *testing.T) {
	v := model.NewVocabulary([]model.Term{{Hash: 7, Weight: 1}}, 3)
	m, err := model.New(v, make([]float32, 2), make([]float32, 2*v.Len()), model.Calibration{Slope: 1})
	if err != nil {
		t.Fatal(err)
	}
	file, err := m.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := topic.New(topic.WithModel(file)); !errors.Is(err, model.ErrFormat) {
		t.Errorf("model of two classes: error %v, want ErrFormat", err)
	}
	for i := range file {
		if _, err := model.Parse(file[:i]); !errors.Is(err, model.ErrFormat) {
			t.Errorf("cut to %d bytes: error %v, want ErrFormat", i, err)
		}
		if i >= 16 && i < 32 {
			continue // the calibration may have any values
		}
		broken := slices.Clone(file)
		broken[i] ^= 0x40
		if _, err := model.Parse(broken); !errors.Is(err, model.ErrFormat) {
			t.Errorf("byte %d changed: error %v, want ErrFormat", i, err)
		}
	}
}
