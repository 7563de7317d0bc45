//go:build !cgo

package segment

import (
	"context"

	"github.com/tiyao/tiyao/nlp/document"
)

// HasJieba says whether this program has the engine [Jieba].
const HasJieba = false

// Jieba is the engine of github.com/yanyiwu/gojieba. This program was built
// without cgo and cannot have one.
type Jieba struct{}

// NewJieba returns [ErrNoJieba].
func NewJieba(...JiebaOption) (*Jieba, error) { return nil, ErrNoJieba }

// Name returns "jieba".
func (*Jieba) Name() string { return "jieba" }

// Segment returns [ErrNoJieba].
func (*Jieba) Segment(context.Context, *document.Text) error { return ErrNoJieba }
