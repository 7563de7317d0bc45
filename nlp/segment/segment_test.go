package segment_test

import (
	"context"
	"errors"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
)

// engines returns the engines that this program can have.
func engines(t testing.TB) []segment.Segmenter {
	t.Helper()
	gse, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	jieba, err := segment.NewJieba()
	switch {
	case errors.Is(err, segment.ErrNoJieba):
		return []segment.Segmenter{gse}
	case err != nil:
		t.Fatal(err)
	}
	return []segment.Segmenter{gse, jieba}
}

// checkTiling fails the test unless the tokens of text tile it, each with a tag.
func checkTiling(t interface{ Fatalf(string, ...any) }, engine string, text *document.Text) {
	at := 0
	for i, token := range text.Tokens {
		if token.Start != at || token.End <= at || token.POS == "" {
			t.Fatalf("%s: token %d is %+v; want it to begin at %d and to have a tag; text %q", engine, i, token, at, text.String)
		}
		at = token.End
	}
	if at != text.Len() {
		t.Fatalf("%s: the tokens end at %d of %d; text %q", engine, at, text.Len(), text.String)
	}
}

func TestTokensTileTheText(t *testing.T) {
	for _, engine := range engines(t) {
		for _, s := range []string{"", "联想集团执行副总裁刘军表示，5G 和Ａ股增长１２％。", "a\x00b\xff😀联想\x00集团"} {
			text := document.NewText(s)
			if err := engine.Segment(context.Background(), text); err != nil {
				t.Fatal(err)
			}
			checkTiling(t, engine.Name(), text)
		}
	}
}
