package lexicon

import (
	"errors"
	"fmt"
	"unicode"
)

// Kinds is a set of name lists: bit k stands for list k.
type Kinds uint32

// MaxKinds is the number of lists that [Names] can hold.
const MaxKinds = 32

// maxNameLength is the longest name of a list that is kept, in code points.
// Names of one character say nothing and are dropped.
const maxNameLength = 17

// Names tells which name lists hold a string. It keeps no names, only 32 bits
// of a hash of each: about one string in ten thousand is mistaken for a name.
// It is safe for concurrent use.
type Names struct {
	heads table // first two characters -> lengths of the names that start so
	names table // name -> its kinds
}

// NamesBuilder collects the lists.
type NamesBuilder struct {
	names map[string]Kinds
}

// Add puts a name, in analysis characters, on list k.
func (b *NamesBuilder) Add(name []rune, k int) {
	if len(name) < 2 || len(name) > maxNameLength {
		return
	}
	if b.names == nil {
		b.names = map[string]Kinds{}
	}
	lower := make([]rune, len(name))
	for i, r := range name {
		lower[i] = fold(r)
	}
	b.names[string(lower)] |= 1 << k
}

// Len returns the number of names.
func (b *NamesBuilder) Len() int { return len(b.names) }

// Encode returns the compiled form, which [DecodeNames] reads.
func (b *NamesBuilder) Encode() []byte {
	heads, names := map[uint32]uint32{}, map[uint32]uint32{}
	for s, k := range b.names {
		runes := []rune(s)
		h := hash(hash(0, runes[0]), runes[1])
		heads[finish(h)] |= 1 << (len(runes) - 2)
		for _, r := range runes[2:] {
			h = hash(h, r)
		}
		names[finish(h)] |= uint32(k)
	}
	return appendTable(appendTable(nil, heads), names)
}

var errTable = errors.New("damaged table")

// DecodeNames reads what [NamesBuilder.Encode] wrote.
func DecodeNames(data []byte) (*Names, error) {
	n := &Names{}
	var err error
	for _, t := range []*table{&n.heads, &n.names} {
		if data, err = t.decode(data); err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("lexicon: %w: %d bytes too many", errTable, len(data))
	}
	return n, nil
}

// At calls found for each length of a string of runes that starts at i and is
// on a list, shortest first.
func (n *Names) At(runes []rune, i int, found func(length int, kinds Kinds)) {
	if i+1 >= len(runes) || !Starts(runes, i) {
		return
	}
	h := hash(hash(0, fold(runes[i])), fold(runes[i+1]))
	lengths := n.heads.get(finish(h))
	if lengths == 0 {
		return
	}
	for length := 2; ; length++ {
		if lengths&1 != 0 && Ends(runes, i+length) {
			if k := n.names.get(finish(h)); k != 0 {
				found(length, Kinds(k))
			}
		}
		if lengths >>= 1; lengths == 0 || i+length >= len(runes) {
			return
		}
		h = hash(h, fold(runes[i+length]))
	}
}

// fold makes Latin letters small, so that lists need not agree on case.
func fold(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	if r < 0x2e80 {
		return unicode.ToLower(r)
	}
	return r
}

func hash(h uint64, r rune) uint64 {
	h = (h ^ uint64(r)) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// finish cuts a hash to the 32 bits that are kept; 0 means an empty slot.
func finish(h uint64) uint32 { return max(uint32(h>>32^h), 1) }
