package lexicon

import (
	"errors"
	"fmt"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
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

// Listing is a stretch of a text that is on some lists.
type Listing struct {
	document.Span
	Kinds Kinds
}

// places is how many places are looked up together.
const places = batch / 2

// Finder finds names in texts. It keeps its buffers: one value serves one
// goroutine.
type Finder struct {
	n      int
	at     [places]int
	hashes [places]uint64 // of the first two characters
	heads  [places]uint32

	count      int // of strings that may be names
	start, end [places * maxNameLength]int32
	keys       [places * maxNameLength]uint32
}

// Append appends the listings in span p of t that start in one of the stretches,
// which come in text order and do not overlap, to dst, by their start, then
// their end. A name does not match inside a longer Latin word or number.
func (f *Finder) Append(dst []Listing, names *Names, t *document.Text, p document.Span, stretches []document.Span) []Listing {
	runes := t.Runes[:p.End]
	for _, s := range stretches {
		for i := s.Start; i < s.End; i++ {
			if f.add(runes, i); f.n == places {
				dst = f.find(dst, names, runes)
			}
		}
	}
	return f.find(dst, names, runes)
}

// add adds the place i of runes.
func (f *Finder) add(runes []rune, i int) {
	if i+1 >= len(runes) || !Starts(runes, i) {
		return
	}
	h := hash(hash(0, fold(runes[i])), fold(runes[i+1]))
	f.at[f.n], f.hashes[f.n], f.heads[f.n] = i, h, finish(h)
	f.n++
}

// find appends the names at the places added and forgets the places.
func (f *Finder) find(dst []Listing, names *Names, runes []rune) []Listing {
	var values [batch]uint32
	names.heads.lookup(values[:], f.heads[:f.n])
	for k, lengths := range values[:f.n] {
		if lengths != 0 {
			f.addStrings(runes, f.at[k], f.hashes[k], lengths)
		}
	}
	for from := 0; from < f.count; from += batch {
		keys := f.keys[from:min(from+batch, f.count)]
		names.names.lookup(values[:], keys)
		for i, kinds := range values[:len(keys)] {
			start, end := int(f.start[from+i]), int(f.end[from+i])
			if kinds != 0 && Ends(runes, end) {
				dst = append(dst, Listing{document.Span{Start: start, End: end}, Kinds(kinds)})
			}
		}
	}
	f.n, f.count = 0, 0
	return dst
}

// addStrings adds the strings at i of the given lengths, from 2 on a bit each; h
// is the hash of the first two characters.
func (f *Finder) addStrings(runes []rune, i int, h uint64, lengths uint32) {
	lengths &= 1<<(maxNameLength-1) - 1
	for end := i + 2; ; end++ {
		f.start[f.count], f.end[f.count], f.keys[f.count] = int32(i), int32(end), finish(h)
		f.count += int(lengths & 1)
		if lengths >>= 1; lengths == 0 || end >= len(runes) {
			return
		}
		h = hash(h, fold(runes[end]))
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
