// Package vocab finds the words of a fixed vocabulary that start at a given
// place of a text.
package vocab

import (
	"maps"
	"slices"

	"github.com/tiyao/tiyao/nlp/figure/internal/chars"
)

// A Table maps words, of the Basic Multilingual Plane and at most 65535 of them,
// to values. Build it with New; it is then safe for concurrent readers.
//
// A text calls for words at some hundred places that lie far apart in a table,
// so what counts is how many cache lines a look takes: one where no word begins
// with the first two characters, else one or two more.
type Table[V any] struct {
	starts *chars.Set // the first characters
	first  []first    // by their number; one more at the end
	words  []word     // sorted
	vals   []V        // of the words
	long   map[int][]rune
}

// first says what words begin with a character.
type first struct {
	seconds uint32 // the last five bits of their second characters
	from    uint16 // the first of them; they go on to the first of the next character
	single  bool   // that one is the character alone
}

// head is how many characters of a word after its first stand in the table.
const head = 3

// word is a word without its first character.
type word struct {
	head [head]uint16 // 0 after its end
	size uint16       // of the whole word
}

// New compiles words.
func New[V any](words map[string]V) *Table[V] {
	t := &Table[V]{long: map[int][]rune{}}
	keys := slices.Sorted(maps.Keys(words))
	var starts []rune
	for _, k := range keys {
		if k != "" {
			starts = append(starts, []rune(k)[0])
		}
	}
	t.starts = chars.NewSet(starts)
	t.first = make([]first, t.starts.Len()+2)
	for _, k := range keys {
		if k != "" {
			t.add([]rune(k), words[k])
		}
	}
	t.first[len(t.first)-1].from = uint16(len(t.words))
	return t
}

// add appends a word, which is greater than those before it.
func (t *Table[V]) add(text []rune, v V) {
	at := len(t.words)
	f := &t.first[t.starts.Number(text[0])]
	if *f == (first{}) {
		f.from = uint16(at)
	}
	w := word{size: uint16(len(text))}
	for i, r := range text[1:min(len(text), head+1)] {
		w.head[i] = uint16(r)
	}
	if len(text) == 1 {
		f.single = true
	} else {
		f.seconds |= bit(text[1])
	}
	if len(text) > head+1 {
		t.long[at] = text[head+1:]
	}
	t.words, t.vals = append(t.words, w), append(t.vals, v)
}

func bit(r rune) uint32 { return 1 << (r & 31) }

// HasFirst reports whether any word starts with r.
func (t *Table[V]) HasFirst(r rune) bool { return t.starts.Number(r) != 0 }

// Longest returns the value and the length in runes of the longest word that
// is a prefix of text, or nil and 0 where none is. The value must not be
// changed.
func (t *Table[V]) Longest(text []rune) (v *V, n int) {
	if len(text) == 0 {
		return nil, 0
	}
	number := t.starts.Number(text[0])
	f := &t.first[number]
	if len(text) > 1 && f.seconds&bit(text[1]) != 0 {
		// The words that text begins with stand from short to long.
		for at := int(t.first[number+1].from) - 1; at >= int(f.from); at-- {
			if w := &t.words[at]; rune(w.head[0]) == text[1] && t.begins(text, at) {
				return &t.vals[at], int(w.size)
			}
		}
	}
	if f.single {
		return &t.vals[f.from], 1
	}
	return nil, 0
}

// begins reports whether text begins with the word at, of which the first two
// characters do.
func (t *Table[V]) begins(text []rune, at int) bool {
	w := &t.words[at]
	if len(text) < int(w.size) {
		return false
	}
	for i := 1; i < head && w.head[i] != 0; i++ {
		if text[i+1] != rune(w.head[i]) {
			return false
		}
	}
	return w.size <= head+1 || slices.Equal(text[head+1:w.size], t.long[at])
}
