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
	h := pair(runes, i)
	n.lengths(runes, i, h, n.heads.get(finish(h)), func(length int, key uint32) {
		if k := n.names.get(key); k != 0 && Ends(runes, i+length) {
			found(length, Kinds(k))
		}
	})
}

// pair is the hash of the two characters at i.
func pair(runes []rune, i int) uint64 { return hash(hash(0, fold(runes[i])), fold(runes[i+1])) }

// lengths calls visit with the keys of the strings at i of the given lengths,
// from 2 on a bit each; h is the hash of the first two characters.
func (n *Names) lengths(runes []rune, i int, h uint64, lengths uint32, visit func(length int, key uint32)) {
	for length := 2; lengths != 0; length++ {
		if lengths&1 != 0 {
			visit(length, finish(h))
		}
		if lengths >>= 1; lengths == 0 || i+length >= len(runes) {
			return
		}
		h = hash(h, fold(runes[i+length]))
	}
}

// Scan calls found as At does for each place in runes, from left to right. It
// is faster than to call At for each: many places are looked up together, step
// by step, so that their reads of memory overlap.
func (n *Names) Scan(runes []rune, found func(i, length int, kinds Kinds)) {
	const batch = 32
	type place struct {
		i       int
		h       uint64
		lengths uint32
	}
	type name struct {
		i, length int32
		key       uint32
	}
	var places [batch + 1]place
	var names [batch * maxNameLength]name
	for from := 0; from+1 < len(runes); from += batch {
		count := 0
		for i := from; i < min(from+batch, len(runes)-1); i++ {
			places[count].i, places[count].h = i, pair(runes, i)
			count += int(n.heads.may(finish(places[count].h)))
		}
		for k := range places[:count] {
			places[k].lengths = n.heads.get(finish(places[k].h))
		}
		candidates := 0
		for _, p := range places[:count] {
			if p.lengths == 0 || !Starts(runes, p.i) {
				continue
			}
			n.lengths(runes, p.i, p.h, p.lengths, func(length int, key uint32) {
				names[candidates] = name{int32(p.i), int32(length), key}
				candidates += int(n.names.may(key))
			})
		}
		for _, c := range names[:candidates] {
			i, length := int(c.i), int(c.length)
			if k := n.names.get(c.key); k != 0 && Ends(runes, i+length) {
				found(i, length, Kinds(k))
			}
		}
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
