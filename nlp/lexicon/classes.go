package lexicon

import "fmt"

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

// Of returns the class of a word, 0 if it has none. Case does not matter.
func (c *Classes) Of(word []rune) uint32 { return c.words.get(finish(hashWord(word))) }

func hashWord(word []rune) uint64 {
	h := uint64(0)
	for _, r := range word {
		h = hash(h, fold(r))
	}
	return h
}
