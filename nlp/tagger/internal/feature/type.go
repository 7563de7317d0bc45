package feature

import "github.com/tiyao/tiyao/nlp/lexicon"

// AppendType appends the keys of what is known of the type of s.
func (x *Extractor) AppendType(dst []uint64, s *Stretch) []uint64 {
	dst = AppendInside(dst, s.runes())
	dst = appendAround(dst, s)
	if x.Skip&Lists == 0 && x.Names != nil {
		dst = x.appendTypeLists(dst, s)
	}
	if x.Skip&Tokens == 0 {
		dst = x.appendTypeTokens(dst, s)
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
func (x *Extractor) appendTypeLists(dst []uint64, s *Stretch) []uint64 {
	runes := s.text.Runes[:s.paragraph.End]
	add := func(family byte, kinds lexicon.Kinds, n uint64) {
		if kinds == 0 {
			return
		}
		dst = append(dst, Key(family, 99, uint64(kinds)))
		for k := uint64(0); kinds != 0; k, kinds = k+1, kinds>>1 {
			if kinds&1 != 0 {
				dst = append(dst, Key(family, k, n))
			}
		}
	}
	var whole, prefix lexicon.Kinds
	reach := 0
	x.Names.At(runes, s.Start, func(length int, kinds lexicon.Kinds) {
		switch {
		case length == s.Len():
			whole = kinds
		case length < s.Len():
			prefix, reach = kinds, length
		}
	})
	add(famTypeList, whole, uint64(min(s.Len(), 6)))
	add(famTypeListPrefix, prefix, uint64(min(reach, 4)))
	for i := s.Start + 1; i+1 < s.End; i++ {
		var suffix lexicon.Kinds
		x.Names.At(runes, i, func(length int, kinds lexicon.Kinds) {
			if i+length == s.End {
				suffix = kinds
			}
		})
		if suffix != 0 {
			add(famTypeListSuffix, suffix, uint64(min(s.End-i, 4)))
			break
		}
	}
	return dst
}

// near is how many words on either side of a stretch count.
const near = 5

// appendTypeTokens appends what the words in and around a stretch say.
func (x *Extractor) appendTypeTokens(dst []uint64, s *Stretch) []uint64 {
	t, first, next := s.text, s.first, s.next
	word := func(k int, where uint64) {
		tok, ok := s.token(k)
		if !ok {
			dst = append(dst, Key(famTypePOS, where, 0))
			return
		}
		dst = append(dst,
			Key(famTypeToken, where, hashRunes(famToken, t.Runes[tok.Start:tok.End])),
			Key(famTypePOS, where, hashPOS(tok.POS)))
		if x.Classes != nil {
			if c := x.Classes.Of(wordForm(t, tok)); c != 0 {
				dst = append(dst, Key(famTypeTokenClass, where, uint64(c)))
			}
		}
	}
	word(first-1, 1)
	word(first-2, 2)
	word(next, 3)
	word(next+1, 4)
	word(first, 5)
	word(next-1, 6)
	dst = append(dst, Key(famTypePOS, 7, uint64(min(next-first, 5))))
	for k := first - near; k < next+near; k++ {
		tok, ok := s.token(k)
		if !ok || k >= first && k < next || tok.Len() < 2 {
			continue
		}
		side := uint64(1)
		if k >= next {
			side = 2
		}
		dst = append(dst, Key(famTypeNear, side, hashRunes(famToken, t.Runes[tok.Start:tok.End])))
	}
	return dst
}
