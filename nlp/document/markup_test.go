package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// tester is what a test and a property test have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkDocument checks what must hold of any document read from markup: runs
// tile the body, lead forward through the source, and copies are copies.
func checkDocument(t tester, d *Document) {
	t.Helper()
	body, at, src := d.Body.String, 0, 0
	if !utf8.ValidString(body) || strings.IndexByte(body, 0) >= 0 {
		t.Fatalf("body %q is no text", body)
	}
	if d.origin == nil {
		return
	}
	for _, r := range d.origin.runs {
		if int(r.text) != at || r.size <= 0 {
			t.Fatalf("run %+v begins before or after %d", r, at)
		}
		at += int(r.size)
		if r.src < 0 {
			continue
		}
		if int(r.src) < src {
			t.Fatalf("run %+v leads back before %d", r, src)
		}
		src = int(r.src + r.n)
		if r.copied() {
			src = int(r.src + r.size)
			from, to := d.origin.src[r.src:src], body[r.text:at]
			if strings.Map(blankToSpace, from) != strings.Map(blankToSpace, to) {
				t.Fatalf("run %+v: %q is copied as %q", r, from, to)
			}
		}
	}
	if at != len(body) || src > len(d.origin.src) {
		t.Fatalf("runs end at %d of %d, in the source at %d of %d", at, len(body), src, len(d.origin.src))
	}
}

func blankToSpace(r rune) rune {
	if r < 0x80 && isSpace(byte(r)) {
		return ' '
	}
	return r
}

// markup is what random documents are made of.
var markup = []string{
	"联想", "集团", "5", "😀", "𠮷", "ο\u0301", " ", "　", "\n", "\r\n", "\n\n", "\t", "\u00a0", "。", "，",
	"<", ">", "&", "<1%", "&lt;", "&amp;", "&nbsp;", "&#65;", "&#x1F600;", "&#0;", "&#55357;", "&ampx", "&caps;", "&bne;", "&nosuch;",
	"<b>", "</b>", "<span class=\"x\">", "</span>", "<a href='u'>", "</a>", "<p>", "</p>", "<div>", "</div>", "<br>", "<td>",
	"<h1>", "</h1>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<li>",
	"<!-- n -->", "<script>隐</script>", "<style>隐</style>", "<i hidden>隐</i>", "<p style=\"display: none\">隐</p>",
	"<div class=\"share_box\">隐</div>", "<img src=\"data:image/png;base64,AAAA\" alt=隐>", "<PE值>",
	"*", "**", "_", "`", "\\*", "\\", "# ", "> ", "- ", "1. ", "[a](~)", "![隐](~)", "<http://u.v>", "|", "---", "```\n",
}

func randomMarkup(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(markup), 0, 40).Draw(t, "markup"), "")
}

// TestSourceSpans: where a span of the body has a source, the three encodings
// name the same part of it, and that reads as the span's text.
func TestSourceSpans(t *testing.T) {
	for _, kind := range []ContentType{Plain, HTML, Markdown} {
		t.Run(kind.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				content := randomMarkup(t)
				d, err := Parse(Source{Content: content, Type: kind})
				if err != nil {
					t.Fatal(err)
				}
				checkDocument(t, d)
				span := randomSpan(t, d.Body.Len())
				s, ok := d.SourceSpan(span, UTF8)
				if !ok {
					return
				}
				source := cut(content, s, UTF8)
				for _, e := range []Encoding{UTF16, UTF32} {
					if s, _ := d.SourceSpan(span, e); cut(content, s, e) != source {
						t.Fatalf("%v in %v cuts %q, not %q", span, e, cut(content, s, e), source)
					}
				}
				want, got := d.Body.Slice(span), source
				if kind != Plain {
					got = visible(got)
				}
				if kind == Markdown {
					want, got = withoutMarks(want), withoutMarks(got)
				}
				if withoutBlank(got) != withoutBlank(want) {
					t.Fatalf("%q leads to %q, which reads %q", want, source, got)
				}
			})
		})
	}
}

// visible returns the text of HTML by the plainest means: the tokenizer's.
func visible(s string) string {
	for _, hidden := range markup {
		if hidden[0] == '<' && strings.Contains(hidden, "隐") {
			s = strings.ReplaceAll(s, hidden, "")
		}
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			if raw := string(z.Raw()); raw == "<PE值>" {
				b.WriteString(raw)
			}
		}
	}
}

// withoutMarks removes what Markdown may or may not have taken for markup, and
// all of ASCII that accidents can make tags of.
func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || r == '隐' || r == '值' {
			return -1
		}
		return r
	}, html.UnescapeString(s))
}

func withoutBlank(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r < 0x80 && isSpace(byte(r)) {
			return -1
		}
		return r
	}, s)
}

// prose is markup that hides nothing.
var prose = []string{
	"联", "想", " ", "　", "\n", "\r\n", "\n\n", "    ", "\t", "。", "1%", "&lt;", "&amp;", "\\*", "\\",
	"<b>", "</b>", "<span class=\"x\">", "</span>", "<a href='u'>", "</a>", "<p>", "</p>", "<div>", "</div>", "<br>", "<td>", "<li>", "<pre>",
	"*", "**", "_", "- ", "1. ", "[a](~)", "![](~)", "<http://u.v>", "|", "---", "\n```\n",
}

// TestNothingLost: every letter of a source that hides nothing is in the body.
func TestNothingLost(t *testing.T) {
	for _, kind := range []ContentType{HTML, Markdown} {
		t.Run(kind.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(prose), 0, 40).Draw(t, "prose"), "")
				d, err := Parse(Source{Content: content, Type: kind, Title: "题"})
				if err != nil {
					t.Fatal(err)
				}
				letters := func(s string) string {
					return strings.Map(func(r rune) rune {
						if r == '联' || r == '想' {
							return r
						}
						return -1
					}, s)
				}
				if got, want := letters(d.Body.String), letters(content); got != want {
					t.Fatalf("body %q has %s of %s", d.Body.String, got, want)
				}
			})
		})
	}
}
