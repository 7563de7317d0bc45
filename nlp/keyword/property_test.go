package keyword_test

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
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/keyword/internal/linear"
)

// pieces are what drawn articles are made of: words, names, marks, widths and
// characters that no dictionary knows.
var pieces = []string{
	"液冷服务器", "数据中心", "的", "了", "人工智能", "5G", "ＡＩ", "iPhone 15", "“数字化转型”", "《规划》", "，", "。", "\n", " ", "1.25%",
	"網絡", "𠮷野家", "\U0001F600", "a", "·", "-", "海川银行", "发行", "绿色金融债", "\x00",
}

func drawText(t *rapid.T, label string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, most).Draw(t, label), "")
}

func TestKeywordsPointAtTheirText(t *testing.T) {
	r := newRanker(t)
	s := engine(t)
	rapid.Check(t, func(rt *rapid.T) {
		doc := &document.Document{Title: document.NewText(drawText(rt, "title", 8)), Body: document.NewText(drawText(rt, "body", 80))}
		for _, text := range []*document.Text{doc.Title, doc.Body} {
			if err := s.Segment(context.Background(), text); err != nil {
				rt.Fatal(err)
			}
		}
		keywords, err := r.Rank(context.Background(), doc, drawEntities(rt, doc.Body))
		if err != nil {
			rt.Fatal(err)
		}
		if len(keywords) > keyword.Max {
			rt.Fatalf("%d keywords", len(keywords))
		}
		for i, k := range keywords {
			check(rt, doc, k)
			if i > 0 && k.Score > keywords[i-1].Score {
				rt.Fatalf("score of %q above that of %q", k.Text, keywords[i-1].Text)
			}
			if slices.ContainsFunc(keywords[:i], func(o keyword.Keyword) bool { return o.Text == k.Text }) {
				rt.Fatalf("%q twice", k.Text)
			}
		}
	})
}

// drawEntities names some stretches of t.
func drawEntities(rt *rapid.T, t *document.Text) []entity.Entity {
	var out []entity.Entity
	for at := 0; at < t.Len() && len(out) < 3; {
		start := rapid.IntRange(at, t.Len()-1).Draw(rt, "start")
		end := rapid.IntRange(start+1, min(start+8, t.Len())).Draw(rt, "end")
		m := entity.Mention{Span: document.Span{Start: start, End: end}, Type: entity.Company}
		out = append(out, entity.Entity{Type: entity.Company, Name: t.Slice(m.Span), Mentions: []entity.Mention{m}})
		at = end
	}
	return out
}

func check(rt *rapid.T, doc *document.Document, k keyword.Keyword) {
	if k.Text == "" || k.Score < 0 || k.Score > 1 {
		rt.Fatalf("keyword %+v", k)
	}
	if len(k.Mentions) == 0 && !strings.Contains(doc.Title.String, k.Text) {
		rt.Fatalf("%q stands in neither title nor body", k.Text)
	}
	for i, m := range k.Mentions {
		if doc.Body.Slice(m) != k.Text {
			rt.Fatalf("mention %v of %q is %q", m, k.Text, doc.Body.Slice(m))
		}
		if i > 0 && m.Start < k.Mentions[i-1].End {
			rt.Fatalf("mentions %v out of order", k.Mentions)
		}
	}
}

func TestRankIsSafeForConcurrentUse(t *testing.T) {
	r := newRanker(t)
	docs := []*document.Document{parse(t, "", article), parse(t, "绿色金融债", "海川银行拟发行50亿元绿色金融债。"), parse(t, "", "")}
	want := make([][]keyword.Keyword, len(docs))
	for i, d := range docs {
		want[i], _ = r.Rank(context.Background(), d, nil)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 30 {
				i := n % len(docs)
				if got, err := r.Rank(context.Background(), docs[i], nil); err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("article %d: %v, %v, want %v", i, got, err, want[i])
				}
			}
		})
	}
	group.Wait()
}

func TestLoadRefusesDamagedFiles(t *testing.T) {
	if _, err := keyword.Load(nil, nil); err == nil {
		t.Error("no files: no error")
	}
	m, err := linear.New(0, make([]float32, 16))
	if err != nil {
		t.Fatal(err)
	}
	file, err := m.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range file {
		broken := slices.Clone(file)
		broken[i] ^= 0x40
		if i >= 8 && i < 16 {
			continue // bias and scale may have any value
		}
		if _, err := linear.Parse(broken); !errors.Is(err, linear.ErrFormat) {
			t.Errorf("byte %d changed: error %v, want ErrFormat", i, err)
		}
		if _, err := linear.Parse(file[:i]); !errors.Is(err, linear.ErrFormat) {
			t.Errorf("cut to %d bytes: error %v, want ErrFormat", i, err)
		}
	}
}
