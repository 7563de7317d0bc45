package entity

import "slices"

// wordTable numbers words in the order in which they are added. Words are not
// copied. A table that is reset uses its memory again.
type wordTable struct {
	slots []int32 // open addressing: number of a word, plus one; 0: free
	words []hashedWord
}

type hashedWord struct {
	runes []rune
	hash  uint32
}

// reset removes all words.
func (t *wordTable) reset() {
	clear(t.slots)
	clear(t.words)
	t.words = t.words[:0]
}

// add returns the number of word, and whether it is new.
func (t *wordTable) add(word []rune) (n int, added bool) {
	if 2*len(t.words) >= len(t.slots) {
		t.slots = make([]int32, max(64, 4*len(t.slots)))
		for k, w := range t.words {
			t.slots[t.slot(w.runes, w.hash)] = int32(k + 1)
		}
	}
	h := hashRunes(word)
	i := t.slot(word, h)
	if k := t.slots[i]; k != 0 {
		return int(k - 1), false
	}
	t.words = append(t.words, hashedWord{word, h})
	t.slots[i] = int32(len(t.words))
	return len(t.words) - 1, true
}

// find returns the number of word.
func (t *wordTable) find(word []rune) (n int, ok bool) {
	if len(t.words) == 0 {
		return 0, false
	}
	k := t.slots[t.slot(word, hashRunes(word))]
	return int(k - 1), k != 0
}

func (t *wordTable) has(word []rune) bool {
	_, ok := t.find(word)
	return ok
}

// slot returns where word lies, or would.
func (t *wordTable) slot(word []rune, hash uint32) int {
	mask := len(t.slots) - 1
	i := int(hash>>7) & mask
	for {
		k := t.slots[i]
		if k == 0 || t.words[k-1].hash == hash && slices.Equal(t.words[k-1].runes, word) {
			return i
		}
		i = (i + 1) & mask
	}
}

// hashRunes is FNV-1a over code points.
func hashRunes(word []rune) uint32 {
	h := uint32(2166136261)
	for _, r := range word {
		h = (h ^ uint32(r)) * 16777619
	}
	return h
}

// newWordTable returns a table of words.
func newWordTable(words ...string) *wordTable {
	t := new(wordTable)
	for _, w := range words {
		t.add([]rune(w))
	}
	return t
}

// suffixes is a list of words that a text may end with.
type suffixes struct{ trie }

func newSuffixes(words ...string) *suffixes {
	s := &suffixes{}
	s.reset()
	for _, w := range words {
		s.insertReversed([]rune(w))
	}
	return s
}

// endOf reports whether runes end with one of the words.
func (s *suffixes) endOf(runes []rune) bool {
	return s.longestBefore(runes, len(runes), 0) > 0
}
