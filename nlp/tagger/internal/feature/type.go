package feature

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// AppendType appends the keys of what is known of the type of s, a stretch of
// paragraph p of t. Like the events of characters they never look beyond the
// paragraph.
func (x *Extractor) AppendType(dst []uint64, t *document.Text, p, s document.Span) []uint64 {
	runes := t.Runes[:p.End]
	dst = AppendInside(dst, runes[s.Start:s.End])
	dst = appendAround(dst, runes, p, s)
	if x.Skip&Lists == 0 && x.Names != nil {
		dst = x.appendTypeLists(dst, runes, s)
	}
	if x.Skip&Tokens == 0 {
		dst = x.appendTypeTokens(dst, t, p, s)
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
func appendAround(dst []uint64, runes []rune, p, s document.Span) []uint64 {
	at := func(i int) uint64 {
		if i < p.Start || i >= p.End {
			return '\n'
		}
		return fold(runes[i])
	}
	left, right := mix(0x5bd1e995, famTypeLeft), mix(0x5bd1e995, famTypeRight)
	for k := range 4 {
		left, right = mix(left, at(s.Start-1-k)), mix(right, at(s.End+k))
		dst = append(dst, left, right)
	}
	l, r := at(s.Start-1), at(s.End)
	return append(dst, Key(famTypeAround, l, r),
		Key(famTypeEnds, 1, at(s.End-1), r), Key(famTypeEnds, 2, l, at(s.Start)),
		Key(famTypeEnds, 3, at(s.End-2), at(s.End-1), r))
}

// appendTypeLists appends the name lists that hold the stretch, its beginning
// or its end.
func (x *Extractor) appendTypeLists(dst []uint64, runes []rune, s document.Span) []uint64 {
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
func (x *Extractor) appendTypeTokens(dst []uint64, t *document.Text, p, s document.Span) []uint64 {
	first, next := tokensOf(t, s)
	word := func(k int, where uint64) {
		tok, ok := tokenIn(t, p, k)
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
		tok, ok := tokenIn(t, p, k)
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

// outline is the sequence of classes of characters in a name.
func outline(name []rune) uint64 {
	shape, last := uint64(0), classOther
	for _, r := range name {
		if class := classOf(r); class != last && shape < 1<<40 {
			shape, last = shape<<4|class, class
		}
	}
	return shape
}

// tokensOf returns the range of the tokens that s touches.
func tokensOf(t *document.Text, s document.Span) (first, next int) {
	first, _ = slices.BinarySearchFunc(t.Tokens, s.Start, func(tok document.Token, at int) int {
		if tok.End <= at {
			return -1
		}
		return 1
	})
	for next = first; next < len(t.Tokens) && t.Tokens[next].Start < s.End; next++ {
	}
	return first, next
}

// tokenIn returns token k if it is one of paragraph p.
func tokenIn(t *document.Text, p document.Span, k int) (document.Token, bool) {
	if k < 0 || k >= len(t.Tokens) || t.Tokens[k].Start < p.Start || t.Tokens[k].End > p.End {
		return document.Token{}, false
	}
	return t.Tokens[k], true
}
