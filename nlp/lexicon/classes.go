package lexicon

import (
	"fmt"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// Classes numbers the classes of words. Like [Names] it keeps a hash of each
// word only. It is safe for concurrent use.
type Classes struct {
	words table
}

// EncodeClasses compiles the classes of words, numbered from 1, into the form
// that [DecodeClasses] reads.
func EncodeClasses(words map[string]uint32) []byte {
	m := make(map[uint32]uint32, len(words))
	for w, class := range words {
		key := finish(hashWord([]rune(w)))
		if old, ok := m[key]; !ok || class < old {
			m[key] = class
		}
	}
	return appendTable(nil, m)
}

// DecodeClasses reads what [EncodeClasses] wrote.
func DecodeClasses(data []byte) (*Classes, error) {
	c := &Classes{}
	rest, err := c.words.decode(data)
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("lexicon: %w: %d bytes too many", errTable, len(rest))
	}
	return c, nil
}

// Append appends the classes of the words of t to dst, 0 for those that have
// none. Case does not matter, and form says what stands for a word.
func (c *Classes) Append(dst []uint32, t *document.Text, form func(document.Token) []rune) []uint32 {
	var keys [batch]uint32
	for some := range slices.Chunk(t.Tokens, batch) {
		for i, tok := range some {
			keys[i] = finish(hashWord(form(tok)))
		}
		n := len(dst)
		dst = slices.Grow(dst, len(some))[:n+len(some)]
		c.words.lookup(dst[n:], keys[:len(some)])
	}
	return dst
}

func hashWord(word []rune) uint64 {
	h := uint64(0)
	for _, r := range word {
		h = hash(h, fold(r))
	}
	return h
}
