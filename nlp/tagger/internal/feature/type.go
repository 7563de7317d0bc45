package feature

import (
	"math/bits"

	"github.com/tiyao/tiyao/nlp/lexicon"
)

// AppendType appends the keys of what is known of the type of s.
func (x *Extractor) AppendType(dst []uint64, s *Stretch) []uint64 {
	dst = AppendInside(dst, s.runes())
	dst = appendAround(dst, s)
	dst = appendTypeLists(dst, s)
	if x.Skip&Tokens == 0 {
		dst = appendTypeTokens(dst, s)
	}
	return dst
}

// AppendInside appends what the characters of a stretch say of its type.
func AppendInside(dst []uint64, name []rune) []uint64 {
	whole := mix(0x5bd1e995, famType)
	prefix := mix(0x5bd1e995, famTypePrefix)
	for i, r := range name {
		c := fold(r)
		whole = mix(whole, c)
		if i < 4 {
			prefix = mix(prefix, c)
			dst = append(dst, prefix)
		}
		if i > 0 {
			dst = append(dst, Key(famTypeInside, fold(name[i-1]), c))
		}
	}
	suffix := mix(0x5bd1e995, famTypeSuffix)
	for k := 0; k < 4 && k < len(name); k++ {
		suffix = mix(suffix, fold(name[len(name)-1-k]))
		dst = append(dst, suffix)
	}
	n := uint64(min(len(name), 12))
	return append(dst, whole, Key(famTypeLength, n), Key(famTypeShape, outline(name), min(n, 5)))
}

// appendAround appends what the characters beside a stretch say.
func appendAround(dst []uint64, s *Stretch) []uint64 {
	left, right := mix(0x5bd1e995, famTypeLeft), mix(0x5bd1e995, famTypeRight)
	for k := range 4 {
		left, right = mix(left, s.char(s.Start-1-k)), mix(right, s.char(s.End+k))
		dst = append(dst, left, right)
	}
	l, r := s.char(s.Start-1), s.char(s.End)
	return append(dst, Key(famTypeAround, l, r),
		Key(famTypeEnds, 1, s.char(s.End-1), r), Key(famTypeEnds, 2, l, s.char(s.Start)),
		Key(famTypeEnds, 3, s.char(s.End-2), s.char(s.End-1), r))
}

// appendTypeLists appends the name lists that hold the stretch, its beginning
// or its end.
func appendTypeLists(dst []uint64, s *Stretch) []uint64 {
	add := func(family byte, kinds lexicon.Kinds, n int) {
		if kinds == 0 {
			return
		}
		dst = append(dst, Key(family, 99, uint64(kinds)))
		for ; kinds != 0; kinds &= kinds - 1 {
			dst = append(dst, Key(family, uint64(bits.TrailingZeros32(uint32(kinds))), uint64(n)))
		}
	}
	l := &s.lists
	add(famTypeList, l.whole, min(s.Len(), 6))
	add(famTypeListPrefix, l.prefix, min(l.prefixLength, 4))
	add(famTypeListSuffix, l.suffix, min(l.suffixLength, 4))
	return dst
}

// near is how many words on either side of a stretch count.
const near = 5

// appendTypeTokens appends what the words in and around a stretch say.
func appendTypeTokens(dst []uint64, s *Stretch) []uint64 {
	first, next := s.first, s.next
	for where, k := range [...]int{first - 1, first - 2, next, next + 1, first, next - 1} {
		where := uint64(where + 1)
		w, ok := s.word(k)
		if !ok {
			dst = append(dst, Key(famTypePOS, where, 0))
			continue
		}
		dst = append(dst, Key(famTypeToken, where, w.form), Key(famTypePOS, where, w.pos))
		if w.class != 0 {
			dst = append(dst, Key(famTypeTokenClass, where, w.class))
		}
	}
	dst = append(dst, Key(famTypePOS, 7, uint64(min(next-first, 5))))
	for k := first - near; k < next+near; k++ {
		w, ok := s.word(k)
		if !ok || k >= first && k < next || s.text.Tokens[k].Len() < 2 {
			continue
		}
		side := uint64(1)
		if k >= next {
			side = 2
		}
		dst = append(dst, Key(famTypeNear, side, w.form))
	}
	return dst
}
