package feature

import "math/bits"

// AppendForm appends the keys of what the form of s and its neighbours say of
// whether it is a name at all. They hold no whole name: what has been seen in
// training would otherwise be believed too much, and what has not too little.
func (x *Extractor) AppendForm(dst []uint64, s *Stretch) []uint64 {
	dst = appendOutline(dst, s)
	if x.lists() {
		dst = appendListed(dst, s)
	}
	if x.Skip&Tokens == 0 {
		dst = appendEdges(dst, s)
	}
	return dst
}

// appendOutline appends what the characters at the ends of a stretch say.
func appendOutline(dst []uint64, s *Stretch) []uint64 {
	n := uint64(min(s.Len(), 8))
	before, after, first, last := s.char(s.Start-1), s.char(s.End), s.char(s.Start), s.char(s.End-1)
	return append(dst, Key(famForm, 0), Key(famForm, 1, n), Key(famForm, 2, outline(s.runes()), min(n, 4)),
		Key(famForm, 3, before), Key(famForm, 4, after),
		Key(famForm, 5, before, s.char(s.Start-2)), Key(famForm, 6, after, s.char(s.End+1)),
		Key(famForm, 7, last), Key(famForm, 8, last, s.char(s.End-2)), Key(famForm, 9, first),
		Key(famForm, 10, last, after), Key(famForm, 11, before, first), Key(famForm, 12, before, after))
}

// appendListed appends the name lists that hold the stretch, or a longer one
// from the same place.
func appendListed(dst []uint64, s *Stretch) []uint64 {
	l := &s.lists
	dst = append(dst, Key(famForm, 20, uint64(l.whole)), Key(famForm, 21, uint64(l.longer)))
	for kinds := l.whole; kinds != 0; kinds &= kinds - 1 {
		dst = append(dst, Key(famForm, 22, uint64(bits.TrailingZeros32(uint32(kinds))), uint64(min(s.Len(), 5))))
	}
	return dst
}

// appendEdges appends how a stretch stands to the words of the segmenter.
func appendEdges(dst []uint64, s *Stretch) []uint64 {
	t, first, next := s.text, s.first, s.next
	if first < next {
		edges := uint64(0)
		if t.Tokens[first].Start == s.Start {
			edges |= 1
		}
		if t.Tokens[next-1].End == s.End {
			edges |= 2
		}
		dst = append(dst, Key(famEdge, 0, edges), Key(famEdge, 1, edges, uint64(min(next-first, 4))),
			Key(famEdge, 2, edges, s.words[next-1].pos),
			Key(famEdge, 3, edges, s.words[first].pos))
	}
	for where, k := range [2]int{first - 1, next} {
		if w, ok := s.word(k); ok {
			side := 30 + uint64(where)
			dst = append(dst, Key(famForm, side, 1, w.form), Key(famForm, side, 2, w.pos), Key(famForm, side, 3, w.class))
		}
	}
	return dst
}

// AppendTyped appends what the type that s would have, and the probability of
// that type, say of whether it is a name at all: 在 before it speaks for a place,
// and so for the shorter of two stretches where the longer one would be a firm.
func (x *Extractor) AppendTyped(dst []uint64, s *Stretch, typ int, prob float64) []uint64 {
	y, sure := uint64(typ), uint64(prob*8)
	dst = append(dst, Key(famTyped, 1, y, sure), Key(famTyped, 2, y, s.char(s.Start-1)), Key(famTyped, 3, y, s.char(s.End)),
		Key(famTyped, 4, y, s.char(s.End-1)), Key(famTyped, 5, y, uint64(min(s.Len(), 8))))
	if x.Skip&Tokens != 0 {
		return dst
	}
	for where, k := range [2]int{s.first - 1, s.next} {
		if w, ok := s.word(k); ok {
			dst = append(dst, Key(famTyped, 6+uint64(where), y, w.form), Key(famTyped, 8+uint64(where), y, w.pos))
		}
	}
	return dst
}
