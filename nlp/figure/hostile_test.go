package figure_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// TestHostile runs texts of 16 KiB that a careless grammar reads in quadratic
// time, and holds that what is found lies inside the text, in order.
func TestHostile(t *testing.T) {
	x := newExtractor(t)
	for name, unit := range hostile {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(unit, (1<<14)/len(unit))
			end := 0
			for _, f := range extract(t, x, text) {
				if f.Start < end || f.End <= f.Start || f.End > len([]rune(text)) {
					t.Fatalf("span %v after %d", f.Span, end)
				}
				end = f.End
			}
		})
	}
}

// TestTooLarge holds that a number without bound gives no figure rather than a
// small one.
func TestTooLarge(t *testing.T) {
	x := newExtractor(t)
	for _, s := range []string{
		"总额为1" + strings.Repeat("0", 400) + "元。",
		"共有" + strings.Repeat("百", 1000) + "家。",
		"共有" + strings.Repeat("一", 1000) + "家。",
		"总额为" + strings.Repeat("亿", 30) + "元。",
	} {
		if fs := extract(t, x, s); len(fs) > 0 {
			t.Errorf("%.30s…: %d figures, the first %s %s", s, len(fs), fs[0].Low, fs[0].Unit)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	doc := &document.Document{Title: document.NewText(""), Body: document.NewText("营收1亿元。")}
	if _, err := newExtractor(t).Extract(ctx, doc, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// pieces are what random articles are made of.
var articleParts = []string{
	"营收", "同比增长", "1.5亿元", "23.4%", "分别", "和", "、", "，", "。", "（", "）", "2021年", "占", "的", "至", "-", "为", "三成", "约", "以上", "公司", "我国",
	"预计", "百分之", "一", "十", "万", "点", "翻番", "两位数", "每股", "/吨", "个百分点", "PUE", "降至", "从", "；", "\n", "A", "1", ".", "第", "对", "出口", "指数", "半", "年", "零下",
}

// TestRandomArticles holds for any text, with and without names: no panic,
// spans in order inside the text, phrases that are the text under their span,
// and values that are plain decimals in order.
func TestRandomArticles(t *testing.T) {
	x := newExtractor(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(articleParts), 0, 60).Draw(t, "parts"), "")
		doc := &document.Document{Title: document.NewText("公司营收"), Body: document.NewText(text)}
		n := doc.Body.Len()
		var es []entity.Entity
		for i := rapid.IntRange(0, 3).Draw(t, "names"); i > 0 && n > 1; i-- {
			start := rapid.IntRange(0, n-1).Draw(t, "start")
			end := rapid.IntRange(start+1, n).Draw(t, "end")
			m := entity.Mention{Span: document.Span{Start: start, End: end}, Type: entity.Company}
			es = append(es, entity.Entity{ID: "e", Type: entity.Type(rapid.IntRange(1, 5).Draw(t, "type")), Name: "甲", Mentions: []entity.Mention{m}})
		}
		fs, err := x.Extract(context.Background(), doc, es)
		if err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, f := range fs {
			if f.Start < end || f.End > n {
				t.Fatalf("span %v in %d after %d", f.Span, n, end)
			}
			end = f.End
			for _, p := range []string{f.Low, f.High} {
				if p == "" || strings.Trim(p, "0123456789.-") != "" {
					t.Fatalf("value %q", p)
				}
			}
			if f.Metric.Text != "" && f.Metric.Text != doc.Body.Slice(f.Metric.Span) {
				t.Fatalf("metric %q is not at %v", f.Metric.Text, f.Metric.Span)
			}
			if f.Period.Text != "" && f.Period.Text != doc.Body.Slice(f.Period.Span) {
				t.Fatalf("period %q is not at %v", f.Period.Text, f.Period.Span)
			}
		}
	})
}

func FuzzExtract(f *testing.F) {
	x := newExtractor(f)
	f.Add("公司2021年营收1.5亿元，同比增长23.4%。")
	f.Add("产销分别完成239.5万辆和238.3万辆，环比分别下降2.4%和1.5%。")
	f.Add("青岚科技(4.880,-0.06,-1.21%)")
	f.Fuzz(func(t *testing.T, s string) {
		extract(t, x, strings.ToValidUTF8(s, ""))
	})
}
