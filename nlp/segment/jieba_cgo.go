//go:build cgo

package segment

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/yanyiwu/gojieba"

	"github.com/tiyao/tiyao/nlp/document"
)

// Jieba is the engine of github.com/yanyiwu/gojieba: cppjieba's most probable
// path over jieba's dictionary, with its hidden Markov model for the characters
// in between. Its dictionaries take about 140 MB outside of Go's heap, which
// are given back when the Jieba is garbage.
type Jieba struct {
	jieba *gojieba.Jieba
}

// jiebaFiles are the files of a dictionary directory in gojieba's order.
var jiebaFiles = [...]string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"}

// NewJieba returns the engine. Its error names the dictionary file that is
// missing.
func NewJieba(options ...JiebaOption) (*Jieba, error) {
	var c jiebaConfig
	for _, option := range options {
		option(&c)
	}
	if c.dir == "" {
		c.dir = gojieba.DICT_DIR
	}
	paths := make([]string, len(jiebaFiles))
	for i, file := range jiebaFiles {
		paths[i] = filepath.Join(c.dir, file)
		if err := readable(paths[i]); err != nil {
			return nil, fmt.Errorf("segment: jieba dictionary (set its directory): %w", err)
		}
	}
	return &Jieba{jieba: gojieba.NewJieba(paths...)}, nil
}

// readable returns an error where path is no file that can be opened: gojieba
// panics or ends the process on some of those.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	return nil
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
