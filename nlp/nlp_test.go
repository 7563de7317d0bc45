package nlp_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/segment"
)

// annotator returns the annotator that all tests share: it takes a second to
// load and is safe for concurrent use.
func annotator(t testing.TB) *nlp.Annotator {
	t.Helper()
	a, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var shared = sync.OnceValues(func() (*nlp.Annotator, error) { return nlp.New() })

const article = "联想集团执行副总裁刘军表示，2021年联想集团营收同比增长128%。数据中心的PUE值降到1.1以下。"

func annotate(t *testing.T, doc nlp.Document, f nlp.Features, options ...nlp.RequestOption) *nlp.Annotation {
	t.Helper()
	a, err := annotator(t).Annotate(t.Context(), doc, f, options...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRefusedInput(t *testing.T) {
	for _, test := range []struct {
		name   string
		doc    nlp.Document
		option nlp.RequestOption
		want   nlp.InputError
	}{
		{"empty", nlp.Document{}, nil, nlp.InputError{Field: "document.content", Reason: nlp.ContentEmpty}},
		{"too large", nlp.Document{Content: strings.Repeat("字", nlp.DefaultMaxContentBytes/3+1)}, nil, nlp.InputError{Field: "document.content", Reason: nlp.ContentTooLarge}},
		{"NUL", nlp.Document{Content: "联\x00想"}, nil, nlp.InputError{Field: "document.content", Reason: nlp.ControlCharacter}},
		{"control character", nlp.Document{Content: "联\x1b[31m想"}, nil, nlp.InputError{Field: "document.content", Reason: nlp.ControlCharacter}},
		{"control character in the title", nlp.Document{Content: "联想", Title: "\x07"}, nil, nlp.InputError{Field: "document.title", Reason: nlp.ControlCharacter}},
		{"not UTF-8", nlp.Document{Content: "联\xff想"}, nil, nlp.InputError{Field: "document.content", Reason: nlp.TextNotUTF8}},
		{"unknown segmenter", nlp.Document{Content: "联想"}, nlp.UseSegmenter("mmseg"), nlp.InputError{Field: "segmenter", Reason: nlp.SegmenterUnknown}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var options []nlp.RequestOption
			if test.option != nil {
				options = append(options, test.option)
			}
			_, err := annotator(t).Annotate(t.Context(), test.doc, nlp.Features{}, options...)
			var got *nlp.InputError
			if !errors.As(err, &got) {
				t.Fatalf("error is %v", err)
			}
			if diff := cmp.Diff(&test.want, got, cmpopts.IgnoreFields(nlp.InputError{}, "Detail")); diff != "" {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
			if got.Detail == "" {
				t.Error("no detail")
			}
		})
	}
}

func TestWhiteSpaceIsNoControlCharacter(t *testing.T) {
	annotate(t, nlp.Document{Content: "\t联想\r\n\v\f集团\u0085\u3000"}, nlp.Features{})
}

func TestOptionsAreChecked(t *testing.T) {
	for name, option := range map[string]nlp.Option{
		"segmenter": nlp.WithSegmenter("mmseg"),
		"limit":     nlp.WithMaxContentBytes(0),
	} {
		if _, err := nlp.New(option); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A layer is the same whatever else is asked for.
func TestFeaturesSelectLayers(t *testing.T) {
	doc := nlp.Document{Content: article}
	all := annotate(t, doc, nlp.Features{})
	for name, test := range map[string]struct {
		features nlp.Features
		want     func(*nlp.Annotation)
	}{
		"entities": {nlp.Features{Entities: true}, func(a *nlp.Annotation) { a.Entities = all.Entities }},
		"roles":    {nlp.Features{Roles: true}, func(a *nlp.Annotation) { a.Roles = all.Roles }},
		"figures":  {nlp.Features{Figures: true}, func(a *nlp.Annotation) { a.Figures = all.Figures }},
		"keywords": {nlp.Features{Keywords: true}, func(a *nlp.Annotation) { a.Keywords = all.Keywords }},
		"topics":   {nlp.Features{Topics: true}, func(a *nlp.Annotation) { a.Topics = all.Topics }},
	} {
		t.Run(name, func(t *testing.T) {
			got := annotate(t, doc, test.features)
			if body := got.Document.Body; body.Tokens != nil || body.Sentences != nil {
				t.Error("tokens or sentences were not asked for")
			}
			want := &nlp.Annotation{}
			test.want(want)
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(nlp.Annotation{}, "Document")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if len(all.Document.Body.Tokens) == 0 || len(all.Document.Body.Sentences) != 2 {
		t.Error("no features set does not give all of them")
	}
}

func TestMainFacts(t *testing.T) {
	a := annotate(t, nlp.Document{Content: article}, nlp.Features{})
	var entities, figures []string
	for _, e := range a.Entities {
		entities = append(entities, e.Type.String()+" "+e.Name)
	}
	for _, f := range a.Figures {
		figures = append(figures, fmt.Sprint(f.Kind, " ", f.Comparator, " ", f.Low, f.Unit, " ", f.Metric.Text))
	}
	for _, want := range []string{"COMPANY 联想集团", "PERSON 刘军"} {
		if !slices.Contains(entities, want) {
			t.Errorf("%v lack %s", entities, want)
		}
	}
	if diff := cmp.Diff([]string{"GROWTH_RATE EQ 128% 营收", "PUE LE 1.1 PUE值"}, figures); diff != "" {
		t.Errorf("figures (-want +got)\n%s", diff)
	}
	if len(a.Roles) != 1 || a.Roles[0].Person.Text != "刘军" || a.Roles[0].Title.Text != "执行副总裁" || a.Roles[0].Organization.Text != "联想集团" {
		t.Errorf("roles are %v", a.Roles)
	}
}

func TestTermsWinOverTheText(t *testing.T) {
	terms, err := lexicon.New([]lexicon.Term{{Text: "营收同比", Type: entity.Product}})
	if err != nil {
		t.Fatal(err)
	}
	a := annotate(t, nlp.Document{Content: article}, nlp.Features{Entities: true}, nlp.UseTerms(terms))
	if !slices.ContainsFunc(a.Entities, func(e entity.Entity) bool { return e.Type == entity.Product && e.Name == "营收同比" }) {
		t.Errorf("entities are %v", a.Entities)
	}
}

func TestBothSegmenters(t *testing.T) {
	for _, name := range []string{nlp.GSE, nlp.GoJieba} {
		t.Run(name, func(t *testing.T) {
			a, err := annotator(t).Annotate(t.Context(), nlp.Document{Content: article}, nlp.Features{Tokens: true}, nlp.UseSegmenter(name))
			var refused *nlp.InputError
			if name == nlp.GoJieba && errors.As(err, &refused) && refused.Reason == nlp.SegmenterUnavailable {
				if segment.HasJieba {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, token := range a.Document.Body.Tokens {
				b.WriteString(a.Document.Body.Slice(token.Span))
			}
			if b.String() != article {
				t.Errorf("tokens do not tile the text: %q", b.String())
			}
		})
	}
}

// countdown is a context that ends after it was asked n times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestContextEndsTheWorkInEveryStage(t *testing.T) {
	doc := nlp.Document{Content: strings.Repeat(article, 20)}
	for n := 0; ; n++ {
		_, err := annotator(t).Annotate(&countdown{t.Context(), n}, doc, nlp.Features{})
		if err == nil {
			if n < 40 { // sentences of the text
				t.Errorf("the context was asked %d times for 40 sentences", n)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("asked %d times: %v", n, err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	want := annotate(t, nlp.Document{Content: article}, nlp.Features{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				got, err := annotator(t).Annotate(t.Context(), nlp.Document{Content: article}, nlp.Features{})
				if err != nil {
					t.Error(err)
					return
				}
				if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(nlp.Annotation{}, "Document")); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestInfo(t *testing.T) {
	info := annotator(t).Info()
	if len(info.Topics) < 30 || info.MaxContentBytes != nlp.DefaultMaxContentBytes || len(info.Segmenters) != 2 {
		t.Errorf("info is %+v", info)
	}
	for _, r := range info.Resources {
		if len(r.Hash) < 8 {
			t.Errorf("%s has no hash", r.Name)
		}
	}
}

// The article that the project began from: a long real one.
func TestSeedArticle(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "news", "seed-article.md")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Skip("the seed article is not there:", err)
	}
	a := annotate(t, nlp.Document{Content: string(content), Type: document.Markdown}, nlp.Features{})
	if got := a.Document.PublishTime.Format(time.DateOnly); got != "2022-04-29" {
		t.Errorf("published %s", got)
	}
	found := map[string]bool{}
	for _, e := range a.Entities {
		for _, m := range e.Mentions {
			found[fmt.Sprint("entity ", e.Type, " ", a.Document.Body.Slice(m.Span))] = true
		}
	}
	for _, r := range a.Roles {
		found[fmt.Sprintf("role %s %s %s", r.Person.Text, r.Title.Text, r.Organization.Text)] = true
	}
	for _, f := range a.Figures {
		value := fmt.Sprintf("figure %s = %s %s%s", a.Document.Body.Slice(f.Span), f.Comparator, f.Low, f.Unit)
		found[value] = true
		found[value+", "+f.Metric.Text] = true
	}
	for _, want := range []string{
		"entity COMPANY 联想", "entity COMPANY 联想集团", "entity COMPANY 联想中国", "entity COMPANY 冠捷", "entity COMPANY 美的",
		"entity COMPANY TCL", "entity COMPANY 三一重工", "entity COMPANY IDC", "entity COMPANY 并行科技",
		"entity PERSON 刘军", "entity PERSON 王立平", "entity PERSON 柏鹏",
		"role 刘军 执行副总裁 联想集团", "role 王立平 副总裁 联想集团", "role 柏鹏 高级副总裁 联想集团",
		"figure 128% = EQ 128%, 营收", "figure 19% = EQ 19%, 营业额", "figure 50% = EQ 50%, 人力成本", "figure 30% = EQ 30%, 效率和准确率",
		"figure 1.1 = LE 1.1", "figure 15余倍 = GT 15倍", "figure 38年 = EQ 38年, 研发经验",
	} {
		if !found[want] {
			t.Errorf("lacks %s", want)
		}
	}
	if t.Failed() {
		var all []string
		for f := range found {
			all = append(all, f)
		}
		slices.Sort(all)
		t.Log(strings.Join(all, "\n"))
	}
}
