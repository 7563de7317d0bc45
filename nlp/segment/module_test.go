package segment_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
)

// words returns the tokens of text as word/tag.
func words(t *testing.T, s segment.Segmenter, text string) []string {
	t.Helper()
	d := document.NewText(text)
	if err := s.Segment(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, token := range d.Tokens {
		out = append(out, d.Slice(token.Span)+"/"+token.POS)
	}
	return out
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "words.txt")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestModuleGivesTheWordsOfGSE(t *testing.T) {
	all := engines(t)
	for _, text := range []string{
		"联想集团2021年营收同比增长128%，A股上涨。", "聯想集團發布K11平板", "在１号店买１.２５升牛奶", "TCL、三一重工等头部制造型企业",
	} {
		if diff := cmp.Diff(words(t, all[0], text), words(t, all[1], text)); diff != "" {
			t.Errorf("(-GSE +Module)\n%s", diff)
		}
	}
}

func TestModuleTakesWordsOfItsUser(t *testing.T) {
	m, err := segment.LoadModule(writeFile(t, "# ours\n\n营收同比 5000 nz\nedge计算 800\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"营收同比/nz", "增长/v", "，/w", "Edge计算/x"}
	if diff := cmp.Diff(want, words(t, m, "营收同比增长，Edge计算")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestModuleNamesTheBrokenLine(t *testing.T) {
	for name, test := range map[string]struct{ content, want string }{
		"no frequency":  {"甲 1\n乙\n", ":2: want"},
		"bad frequency": {"甲 many n\n", `:1: frequency "many" of 甲`},
		"zero":          {"甲 0 n\n", `:1: frequency "0" of 甲`},
		"four fields":   {"甲 乙 1 n\n", ":1: want"},
		"not UTF-8":     {"\xff\xfe 1\n", ":1: the word is not valid UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := segment.LoadModule(writeFile(t, test.content)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %q in it", err, test.want)
			}
		})
	}
	if _, err := segment.LoadModule("missing.txt"); err == nil {
		t.Error("no error for a missing file")
	}
}
