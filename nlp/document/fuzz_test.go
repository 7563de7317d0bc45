package document

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func fuzzParse(f *testing.F, kind ContentType) {
	for _, a := range attacks {
		f.Add(a.content(64))
	}
	for i := range markup {
		f.Add(strings.Join(markup[i:], ""))
	}
	f.Add(page)
	f.Fuzz(func(t *testing.T, content string) {
		d, err := Parse(Source{Content: content, Type: kind})
		if err != nil {
			if utf8.ValidString(content) && strings.IndexByte(content, 0) < 0 {
				t.Fatal(err)
			}
			return
		}
		checkDocument(t, d)
		for _, s := range d.Body.Sentences {
			if source, ok := d.SourceSpan(s, UTF8); ok && source.Len() < 1 {
				t.Fatalf("%v leads to %v", s, source)
			}
		}
	})
}

func FuzzHTML(f *testing.F)     { fuzzParse(f, HTML) }
func FuzzMarkdown(f *testing.F) { fuzzParse(f, Markdown) }

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: 新城\ndate: 2022-04-29\ntags: [a, b]\n---\n文", "\n---\ntitle: '新城'\n---", "---\na: &a [*a]\n---\n",
		"---\ntitle: 新城: 增长\n---\n文", "---\n- a\n---\n", "---\n---\n", "---\n", "---\n{{\n---\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if _, start := readFrontMatter(content); start < 0 || start > len(content) {
			t.Fatalf("article begins at %d of %d", start, len(content))
		}
	})
}

func FuzzNewText(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, s string) {
		text := NewText(s)
		if text.Slice(Span{0, text.Len()}) != s {
			t.Fatalf("text is %q", text.Slice(Span{0, text.Len()}))
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xc1\xaa\xcf\xeb"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if s, err := Decode(file); err == nil && !utf8.ValidString(s) {
			t.Fatalf("decoded to %q", s)
		}
	})
}
