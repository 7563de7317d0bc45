package figure_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/segment"
)

func newExtractor(t testing.TB) *figure.Extractor {
	t.Helper()
	x, err := figure.NewExtractor()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func extract(t testing.TB, x *figure.Extractor, text string) []figure.Figure {
	t.Helper()
	doc := &document.Document{Title: document.NewText(""), Body: document.NewText(text)}
	fs, err := x.Extract(context.Background(), doc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

// news is an article of our own in the manner of a company's results.
const news = `青岚科技（300000）4月28日晚间公告，2021年公司实现营业收入128.5亿元，同比增长23.4%；归属于上市公司股东的净利润12.06亿元，同比下降3.1%。
其中，云服务收入占比提升至41.2%，比上年提高5.6个百分点；数据中心平均PUE值降至1.25以下。公司预计2022年第一季度净利润为2.8亿元至3.2亿元，同比增长15%-30%。
分地区看，华东、华南地区收入分别为56.3亿元和38.9亿元，同比分别增长31%和18.5%。截至年末，公司员工总数超过1.2万人，研发人员占比近六成。
公司董事长表示，随着下游需求回暖，公司将继续加大投入，与合作伙伴一道推进产品迭代，提升服务水平，为客户创造更大的价值。
`

func BenchmarkExtract(b *testing.B) {
	x := newExtractor(b)
	g, err := segment.NewGSE()
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	run := func(b *testing.B, text string) {
		doc := &document.Document{Title: document.NewText(""), Body: document.NewText(text)}
		if err := g.Segment(ctx, doc.Body); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := x.Extract(ctx, doc, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("results", func(b *testing.B) { run(b, strings.Repeat(news, 50)) })
	b.Run("archive", func(b *testing.B) {
		names, err := filepath.Glob(filepath.FromSlash("../../../shared/news/plain/*.txt"))
		if err != nil || len(names) == 0 {
			b.Skip("no news archive beside the repository")
		}
		var all strings.Builder
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			all.WriteString(strings.ToValidUTF8(string(data), ""))
		}
		run(b, all.String())
	})
}

// BenchmarkHostile measures inputs of 1 MiB that a careless grammar would read
// in quadratic time.
func BenchmarkHostile(b *testing.B) {
	x := newExtractor(b)
	for name, unit := range hostile {
		text := strings.Repeat(unit, (1<<20)/len(unit))
		b.Run(name, func(b *testing.B) {
			doc := &document.Document{Title: document.NewText(""), Body: document.NewText(text)}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := x.Extract(context.Background(), doc, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// hostile holds texts that are repeated up to 1 MiB.
var hostile = map[string]string{
	"digits":     "7",
	"one":        "一",
	"commas":     ",",
	"percents":   "1%,",
	"list":       "1、",
	"hundreds":   "百",
	"tens":       "万",
	"ranges":     "1-",
	"points":     "1.",
	"brackets":   "(1",
	"closing":    "1)",
	"signs":      "-",
	"fractions":  "百分之",
	"hedges":     "数",
	"since":      "自",
	"respective": "分别1%和2%、",
	"rises":      "增长",
	"text":       "营收",
	"mixed":      "3万",
}
