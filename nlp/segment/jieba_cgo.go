//go:build cgo

package segment

import (
	"context"
	"fmt"
	"runtime"

	"github.com/yanyiwu/gojieba"

	"github.com/tiyao/tiyao/nlp/document"
)

// HasJieba says whether this program has the engine [Jieba].
const HasJieba = true

// Jieba is the engine of github.com/yanyiwu/gojieba: cppjieba's most probable
// path over jieba's dictionary, with its hidden Markov model for the characters
// in between. Its dictionaries take about 140 MB outside of Go's heap, which
// are given back when the Jieba is garbage.
type Jieba struct {
	jieba *gojieba.Jieba
}

// NewJieba returns the engine. Its error names the dictionary file that is
// missing or damaged.
func NewJieba(options ...JiebaOption) (*Jieba, error) {
	c := jiebaConfig{dir: gojieba.DICT_DIR}
	for _, option := range options {
		option(&c)
	}
	paths, err := jiebaPaths(c.dir)
	if err != nil {
		return nil, fmt.Errorf("segment: jieba's dictionary directory: %w", err)
	}
	return &Jieba{jieba: gojieba.NewJieba(paths...)}, nil
}

// Name returns "jieba".
func (*Jieba) Name() string { return "jieba" }

// Segment sets t.Tokens; see [Segmenter].
func (j *Jieba) Segment(ctx context.Context, t *document.Text) error {
	defer runtime.KeepAlive(j.jieba) // a finalizer frees it
	a := aligner{runes: t.Runes, tokens: make([]document.Token, 0, expectedTokens(t.Len()))}
	for pieces := newScanner(t); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch := a.fill(&pieces)
		if len(batch) == 0 {
			break
		}
		if err := a.align(batch, j.jieba.Tag(string(a.text))); err != nil {
			return err
		}
	}
	t.Tokens = a.tokens
	return nil
}
