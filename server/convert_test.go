package server

import (
	"testing"
	"time"
	"unicode/utf16"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/keyword"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// spanIn draws a span of text.
func spanIn(t *rapid.T, text *document.Text) document.Span {
	start := rapid.IntRange(0, text.Len()-1).Draw(t, "start")
	return document.Span{Start: start, End: rapid.IntRange(start+1, text.Len()).Draw(t, "end")}
}

// cut returns the text under a span in the unit of e, as a caller would.
func cut(text string, s *tiyaov1.Span, e document.Encoding) string {
	switch e {
	case document.UTF8:
		return text[s.GetStart():s.GetEnd()]
	case document.UTF16:
		return string(utf16.Decode(utf16.Encode([]rune(text))[s.GetStart():s.GetEnd()]))
	default:
		return string([]rune(text)[s.GetStart():s.GetEnd()])
	}
}

func TestSpansCutTheirTextInEveryEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.StringOfN(rapid.SampledFrom([]rune("联想 a1，😀é\u0301\r\n𠮷")), 1, 40, -1).Draw(t, "content")
		doc, err := document.Parse(nlp.Document{Content: content})
		if err != nil {
			t.Fatal(err)
		}
		span := func() document.Span { return spanIn(t, doc.Body) }
		phrase := func() figure.Phrase {
			s := span()
			return figure.Phrase{Span: s, Text: doc.Body.Slice(s)}
		}
		ref := func() entity.Ref {
			s := span()
			return entity.Ref{Span: s, Text: doc.Body.Slice(s)}
		}
		a := &nlp.Annotation{
			Document: doc,
			Entities: []entity.Entity{{Mentions: []entity.Mention{{Span: span()}}}},
			Roles:    []entity.Role{{Person: ref(), Title: ref(), Organization: ref()}},
			Figures:  []figure.Figure{{Span: span(), Metric: phrase(), Subject: phrase(), Period: figure.Period{Phrase: phrase()}}},
			Keywords: []keyword.Keyword{{Mentions: []document.Span{span()}}},
		}
		e := rapid.SampledFrom([]document.Encoding{document.UTF8, document.UTF16, document.UTF32}).Draw(t, "encoding")
		checkTexts(t, annotations(a, e), e)
	})
}

// checkTexts checks that every text of a stands where its span says.
func checkTexts(t *rapid.T, a *tiyaov1.Annotations, e document.Encoding) {
	type located interface {
		GetSpan() *tiyaov1.Span
		GetText() string
	}
	role, fig := a.GetRoles()[0], a.GetFigures()[0]
	for _, x := range []located{
		a.GetEntities()[0].GetMentions()[0], a.GetKeywords()[0].GetMentions()[0],
		role.GetPerson(), role.GetTitle(), role.GetOrganization(),
		fig, fig.GetMetric(), fig.GetSubject(), fig.GetPeriod(),
	} {
		if got := cut(a.GetText(), x.GetSpan(), e); got != x.GetText() {
			t.Fatalf("%T: span %v cuts %q, want %q", x, x.GetSpan(), got, x.GetText())
		}
	}
}

func TestPhrasesFromTheTitleHaveNoSpan(t *testing.T) {
	doc, err := document.Parse(nlp.Document{Title: "联想营收", Content: "增长128%。"})
	if err != nil {
		t.Fatal(err)
	}
	c := converter{doc, document.UTF32}
	day := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	got := c.figure(figure.Figure{
		Span:   document.Span{Start: 2, End: 6},
		Metric: figure.Phrase{Span: document.Span{Start: 2, End: 4}, Text: "营收", InTitle: true},
		Period: figure.Period{Phrase: figure.Phrase{Text: "2021年", InTitle: true}, Start: day, End: day.AddDate(1, 0, -1)},
	})
	want := &tiyaov1.Figure{
		Span: &tiyaov1.Span{Start: 2, End: 6}, Text: "128%",
		Direction: tiyaov1.Direction_DIRECTION_NONE, Basis: tiyaov1.ChangeBasis_CHANGE_BASIS_NONE,
		Metric: &tiyaov1.Phrase{Text: "营收"},
		Period: &tiyaov1.Period{Text: "2021年", StartDate: "2021-01-01", EndDate: "2021-12-31"},
	}
	if !proto.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The protocol knows moments; news counts days as they pass in Beijing.
func TestDaysAreThoseOfBeijing(t *testing.T) {
	newYear := time.Date(2024, 1, 1, 0, 30, 0, 0, time.FixedZone("", 8*60*60))
	got := source(&tiyaov1.Document{PublishTime: timestamppb.New(newYear)}).PublishTime
	if !got.Equal(newYear) || got.Format(time.DateOnly) != "2024-01-01" {
		t.Errorf("published %v, want %v", got, newYear)
	}
	if got := source(&tiyaov1.Document{}).PublishTime; !got.IsZero() {
		t.Errorf("published %v, want no time", got)
	}
}
