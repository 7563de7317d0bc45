package segment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
)

// loadEngines loads the engines that this program can have, once for all tests.
var loadEngines = sync.OnceValues(func() ([]segment.Segmenter, error) {
	gse, err := segment.NewGSE()
	if err != nil {
		return nil, err
	}
	module, err := segment.LoadModule()
	if err != nil {
		return nil, err
	}
	jieba, err := segment.NewJieba()
	if errors.Is(err, segment.ErrNoJieba) {
		return []segment.Segmenter{gse, module}, nil
	}
	return []segment.Segmenter{gse, module, jieba}, err
})

func engines(t testing.TB) []segment.Segmenter {
	t.Helper()
	all, err := loadEngines()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkTiling fails the test unless the tokens of text tile it, each with a tag.
func checkTiling(t interface{ Fatalf(string, ...any) }, engine string, text *document.Text) {
	at := 0
	var b strings.Builder
	for i, token := range text.Tokens {
		if token.Start != at || token.End <= at || token.POS == "" {
			t.Fatalf("%s: token %d is %+v; want it to begin at %d and to have a tag; text %q", engine, i, token, at, text.String)
		}
		at = token.End
		b.WriteString(text.Slice(token.Span))
	}
	if at != text.Len() || b.String() != text.String {
		t.Fatalf("%s: the tokens end at %d of %d and give %q; text %q", engine, at, text.Len(), b.String(), text.String)
	}
}

func TestHardInputsAreTiled(t *testing.T) {
	inputs := map[string]string{
		"empty":             "",
		"one character":     "中",
		"NUL":               "联想\x00集团\x00\x00增长",
		"only NUL":          strings.Repeat("\x00", 10),
		"invalid UTF-8":     "联想\xff\xfe集团\xe8\x81增长\xc0\x80",
		"cut character":     "联想"[:5],
		"surrogates":        "a\xed\xa0\x80中",
		"last code point":   "中\U0010ffff国",
		"emoji":             "涨👨‍👩‍👧‍👦了☀️👍🏽🇨🇳！",
		"controls":          "中\x01\x7f\u200b\u202e国\ufeff",
		"combining":         "cafe\u0301与\u0301\u0301中",
		"rare Han":          "𠮷野家䶮〇々㐀",
		"CRLF":              "甲\r\n乙\r\n",
		"slashes":           "/x 与/和//",
		"line feeds":        "中\n国\n\n人",
		"1 MB of Han":       strings.Repeat("中国人民银行发布公告", 35_000),
		"1 MB of one Han":   strings.Repeat("的", 350_000),
		"1 MB of letters":   strings.Repeat("a", 1<<20),
		"1 MB of digits":    strings.Repeat("7", 1<<20),
		"1 MB of commas":    strings.Repeat("1,", 1<<19),
		"1 MB of thousands": "1" + strings.Repeat(",000", 1<<18),
		"1 MB of decimals":  strings.Repeat("1.", 1<<19),
		"1 MB of blanks":    strings.Repeat(" ", 1<<20),
		"1 MB of NUL":       strings.Repeat("\x00", 1<<20),
		"1 MB mixed":        strings.Repeat("A股5G", 150_000),
		"1 MB long atoms":   strings.Repeat("中"+strings.Repeat("b", 20), 40_000),
	}
	for _, engine := range engines(t) {
		for name, s := range inputs {
			t.Run(engine.Name()+"/"+name, func(t *testing.T) { segmented(t, engine, s) })
		}
	}
}

func TestRandomTextsAreTiled(t *testing.T) {
	interesting := []rune("中国联想集团銀行的〇1２０%％.,，A股aZKé\x00\n \u3000/·—“”😀\u0301\ufffd①²カ")
	character := rapid.OneOf(rapid.SampledFrom(interesting), rapid.Rune())
	texts := rapid.OneOf(
		rapid.StringOf(character),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
	for _, engine := range engines(t) {
		rapid.Check(t, func(t *rapid.T) {
			text := document.NewText(texts.Draw(t, "text"))
			if err := engine.Segment(context.Background(), text); err != nil {
				t.Fatalf("%v", err)
			}
			checkTiling(t, engine.Name(), text)
		})
	}
}

func FuzzSegment(f *testing.F) {
	f.Add("联想集团执行副总裁刘军表示，5G 和Ａ股2024年增长１２.5％。")
	f.Add("a\x00b\xff😀1,234.5 AT&T\r\n\u3000①カ\u0301")
	all := engines(f) // loaded before the clock of the first input runs
	f.Fuzz(func(t *testing.T, s string) {
		for _, engine := range all {
			segmented(t, engine, s)
		}
	})
}

// cancelled is a context that is cancelled when it is asked for the nth time.
type cancelled struct {
	context.Context
	n int
}

func (c *cancelled) Err() error {
	if c.n--; c.n < 0 {
		return context.Canceled
	}
	return nil
}

func TestCancellationInsideASentence(t *testing.T) {
	for _, engine := range engines(t) {
		for name, s := range map[string]string{
			"sentence": strings.Repeat("中国人民银行", 5_000),
			"marks":    strings.Repeat("，", 30_000),
		} {
			text := document.NewText(s)
			err := engine.Segment(&cancelled{context.Background(), 10}, text)
			if !errors.Is(err, context.Canceled) || text.Tokens != nil {
				t.Errorf("%s, %s: %v and %d tokens; want Canceled and none", engine.Name(), name, err, len(text.Tokens))
			}
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	const s = "联想集团执行副总裁刘军表示，5G 和A股2024年增长12%。"
	for _, engine := range engines(t) {
		want := segmented(t, engine, s).Tokens
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 100 {
					text := document.NewText(s)
					if err := engine.Segment(context.Background(), text); err != nil || !slices.Equal(text.Tokens, want) {
						t.Errorf("%s: %v, %v; want %v", engine.Name(), text.Tokens, err, want)
					}
				}
			})
		}
		wg.Wait()
	}
}
