package document

import (
	"os"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		want := strings.Split(line, "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		text := NewText(strings.ReplaceAll(line, "|", ""))
		var got []string
		for _, s := range text.Sentences {
			got = append(got, text.Slice(s))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("line %d (-want +got):\n%s", n+1, d)
		}
	}
}

func TestParagraphs(t *testing.T) {
	text := NewText("　　一。\r\n\r\n  二 \n\u2028三\n \ufeff\n")
	var got []string
	for _, p := range text.Paragraphs {
		got = append(got, text.Slice(p))
	}
	if d := cmp.Diff([]string{"一。", "二", "三"}, got); d != "" {
		t.Errorf("paragraphs (-want +got):\n%s", d)
	}
}

func TestEmptyText(t *testing.T) {
	for _, s := range []string{"", " ", "\n\n"} {
		text := NewText(s)
		if len(text.Paragraphs)+len(text.Sentences) != 0 {
			t.Errorf("NewText(%q) has paragraphs %v, sentences %v", s, text.Paragraphs, text.Sentences)
		}
		if text.Byte(text.Len()) != len(s) {
			t.Errorf("NewText(%q) ends at byte %d", s, text.Byte(text.Len()))
		}
	}
}

// pieces are what random texts are made of: all widths of UTF-8 and UTF-16,
// marks that combine, that end sentences, that break lines.
var pieces = []string{
	"联想", "聯", "ａ", "％", "a", "1.25", " ", "　", "\n", "\r\n", "\x00", "é", "e\u0301", "😀", "𠮷", "\U0002F800",
	"。", "！", "？", "；", "……", "”", "“", "\"", "《", "》", "（", ")", ".", "U.S.", "\u2028", "\ufeff", "👨‍👩‍👧", "\ufffd",
}

func randomText(t *rapid.T) string {
	return strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
}

func randomSpan(t *rapid.T, n int) Span {
	start := rapid.IntRange(0, n).Draw(t, "start")
	return Span{start, rapid.IntRange(start, n).Draw(t, "end")}
}

// TestEncodingsAgree: a span cuts the same string in all three encodings.
func TestEncodingsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomText(t)
		text := NewText(s)
		span := randomSpan(t, text.Len())
		want := text.Slice(span)
		for _, e := range []Encoding{UTF8, UTF16, UTF32} {
			if got := cut(s, text.SpanIn(span, e), e); got != want {
				t.Fatalf("%v in %v: %q, want %q", span, e, got, want)
			}
		}
	})
}

// cut returns the part of s under a span counted in the units of e.
func cut(s string, span Span, e Encoding) string {
	switch e {
	case UTF8:
		return s[span.Start:span.End]
	case UTF16:
		return string(utf16.Decode(utf16.Encode([]rune(s))[span.Start:span.End]))
	default:
		return string([]rune(s)[span.Start:span.End])
	}
}

// TestTextShape: runes match code points one for one; sentences lie in order
// inside paragraphs and leave out nothing but blank.
func TestTextShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomText(t)
		text := NewText(s)
		if text.Len() != utf8.RuneCountInString(s) {
			t.Fatalf("%d runes for %d code points", text.Len(), utf8.RuneCountInString(s))
		}
		checkCover(t, text, Span{0, text.Len()}, text.Paragraphs)
		rest := text.Sentences
		for _, p := range text.Paragraphs {
			n := 0
			for n < len(rest) && p.Contains(rest[n]) {
				n++
			}
			checkCover(t, text, p, rest[:n])
			rest = rest[n:]
		}
		if len(rest) > 0 {
			t.Fatalf("sentences %v lie in no paragraph", rest)
		}
	})
}

func checkCover(t *rapid.T, text *Text, whole Span, parts []Span) {
	at := whole.Start
	for _, p := range append(append([]Span(nil), parts...), Span{whole.End, whole.End}) {
		if p.Start < at {
			t.Fatalf("%v overlaps what is before it", p)
		}
		for ; at < p.Start; at++ {
			if !isBlank(text.Runes[at]) {
				t.Fatalf("%q at %d lies in no part", text.Runes[at], at)
			}
		}
		at = p.End
	}
}

// sample is an article in the style of the archives, written for the tests.
const sample = "　　新城科技集团4月28日在京发布2021年年报，全年营收同比增长12.8％，达到1.25亿元；净利润为3200万元，较上年同期下降5个百分点。" +
	"公司执行副总裁张三表示：“我们将继续投入研发，力争三年内把数据中心的PUE值降到1.25以下。”分析人士认为，这一目标并不容易实现。\n" +
	"与此相呼应的是，过去十多年来，新城科技一直在布局“端-边-云-网-智”的全栈产品，并不断夯实服务能力（图片来源：新城日报）。\n"
