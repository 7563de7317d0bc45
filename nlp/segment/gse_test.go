package segment

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/go-ego/gse"
	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
)

// module returns the gse module itself with its own Simplified dictionary.
var module = sync.OnceValues(func() (*gse.Segmenter, error) {
	s := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	return s, s.LoadDictEmbed("zh_s")
})

func newModule(t testing.TB) *gse.Segmenter {
	t.Helper()
	m, err := module()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newGSE(t testing.TB) *GSE {
	t.Helper()
	g, err := NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestDictionaryEqualsModule(t *testing.T) {
	g, m := newGSE(t), newModule(t)
	if got, want := g.TotalFreq(), m.Dict.TotalFreq(); got != want {
		t.Errorf("total frequency %v, want %v", got, want)
	}
	words := 0
	for _, r := range g.dict.rows {
		words += min(int(r.kind), 1)
	}
	for _, n := range g.dict.nodes {
		words += min(int(n.kind()), 1)
	}
	if words != m.Dict.NumTokens() {
		t.Errorf("%d words, want %d", words, m.Dict.NumTokens())
	}
	for i := range m.Dict.Tokens {
		want := &m.Dict.Tokens[i]
		freq, pos, ok := g.Freq(want.Text())
		if !ok || freq != want.Freq() || pos != want.Pos() {
			t.Fatalf("%s: %v %s %v, want %v %s", want.Text(), freq, pos, ok, want.Freq(), want.Pos())
		}
	}
}

// checkEqualsModule compares the division of each run of text with the module's
// and returns the number of words compared.
func checkEqualsModule(t interface{ Fatalf(string, ...any) }, g *GSE, m *gse.Segmenter, text *document.Text) int {
	if err := g.Segment(context.Background(), text); err != nil {
		t.Fatalf("%v", err)
	}
	tokens, words := text.Tokens, 0
	for s := newScanner(text); ; {
		p, ok := s.next()
		if !ok {
			return words
		}
		if p.pos != "" {
			tokens = tokens[1:]
			continue
		}
		run := string(text.Runes[p.Start:p.End])
		if wide(run) {
			for len(tokens) > 0 && tokens[0].Start < p.End {
				tokens = tokens[1:]
			}
			continue
		}
		for _, want := range m.Segment([]byte(run)) {
			got := string(text.Runes[tokens[0].Start:tokens[0].End])
			pos := tokens[0].POS
			if pos == posNumber || pos == posLatin {
				pos = posUnknown // the module does not tell them apart
			}
			wantPOS := want.Token().Pos()
			if wantPOS == posNumber {
				wantPOS = posUnknown
			}
			if strings.Map(lower, got) != want.Token().Text() || pos != wantPOS {
				t.Fatalf("%q: %s/%s, want %s/%s", run, got, tokens[0].POS, want.Token().Text(), want.Token().Pos())
			}
			tokens = tokens[1:]
			words++
		}
	}
}

// wide reports whether run has letters or digits of three bytes (Ⅵ, カ), which
// belong to atoms here and stand alone in the module.
func wide(run string) bool {
	return strings.ContainsFunc(run, func(r rune) bool { return r >= 0x800 && classOf(r).inAtom() })
}

func TestGSEEqualsModuleOnNews(t *testing.T) {
	files, err := filepath.Glob("../../../shared/news/plain/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no news texts beside the repository")
	}
	g, m := newGSE(t), newModule(t)
	words := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words += checkEqualsModule(t, g, m, document.NewText(string(content)))
	}
	t.Logf("%d words of %d texts", words, len(files))
}

func TestGSEEqualsModuleOnRandomWords(t *testing.T) {
	g, m := newGSE(t), newModule(t)
	parts := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return rapid.StringMatching(`[0-9A-Za-z]{1,5}`).Draw(t, "atom")
		case 1, 2, 3:
			return string(rapid.RuneFrom(nil, unicode.Han).Draw(t, "character"))
		}
		return m.Dict.Tokens[rapid.IntRange(0, m.Dict.NumTokens()-1).Draw(t, "word")].Text()
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(parts, 1, 60).Draw(t, "parts"), "")
		checkEqualsModule(t, g, m, document.NewText(s))
	})
}
