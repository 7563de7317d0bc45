package feature

import (
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// The families of events. Their values are part of the model file.
const (
	famGram  = 1 + iota // character n-grams
	famClass            // character classes in a window
	famRun              // a run of Latin letters or digits, case folded
	famToken            // a token of the segmenter
	famPOS              // its part of speech
	famList             // a name of a compiled list
	_
	famWords // classes of words
)

// The families of what is known of a whole stretch.
const (
	// of which type it is
	famType = 32 + iota
	famTypePrefix
	famTypeSuffix
	famTypeInside
	famTypeLength
	famTypeShape
	famTypeLeft
	famTypeRight
	famTypeAround
	famTypeToken
	famTypeTokenClass
	famTypePOS
	famTypeNear
	famTypeList
	famTypeListPrefix
	famTypeListSuffix
	famTypeEnds

	// whether it is a name at all
	famForm  // its form
	famTyped // the type that it would have
	famEdge  // the words at its ends
	famProb  // its probability by the characters alone
	famRival // those of stretches that overlap it
	famEcho  // the string's other places
	famPart  // longer names that begin with it
	famWhole // shorter names that it begins with
)

// class is a coarse kind of character.
type class = uint64

const (
	classHan class = iota
	classNumeral
	classDigit
	classUpper
	classLower
	classSpace
	classOpen
	classClose
	classDot
	classPunct
	classOther
)

func classOf(r rune) class {
	switch {
	case r >= '0' && r <= '9':
		return classDigit
	case r >= 'A' && r <= 'Z':
		return classUpper
	case r >= 'a' && r <= 'z':
		return classLower
	case r >= 0x4e00 && r <= 0x9fff:
		switch r {
		case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '零', '两':
			return classNumeral
		}
		return classHan
	}
	switch r {
	case ' ', '\n', '\t', 0x3000:
		return classSpace
	case '(', '[', '《', '“', '【', '‘', '〈', '「', '『':
		return classOpen
	case ')', ']', '》', '”', '】', '’', '〉', '」', '』':
		return classClose
	case '·', '.', '-', '&', '・', '•', '‧', '･', '∙', '⋅', '_', '/':
		return classDot
	}
	switch {
	case unicode.IsUpper(r):
		return classUpper
	case unicode.IsLetter(r):
		return classLower
	case unicode.IsPunct(r) || unicode.IsSymbol(r):
		return classPunct
	}
	return classOther
}

// Families is a set of kinds of events.
type Families uint

// The kinds of events that training can leave out to see what they bring.
const (
	Tokens Families = 1 << iota // the segmenter's words and parts of speech
	Lists                       // matches of the name lists
	Runs                        // words of Latin letters and digits
)

// Extractor finds events. It is safe for concurrent use.
type Extractor struct {
	Names   *lexicon.Names   // may be nil
	Classes *lexicon.Classes // of words; may be nil
	Skip    Families
}

// Append appends the events of one paragraph of t to dst. No event looks beyond
// its paragraph.
func (x *Extractor) Append(dst []Event, t *document.Text, p document.Span) []Event {
	runes, origin, first := t.Runes[p.Start:p.End], int32(p.Start), len(dst)
	dst = appendGrams(dst, runes)
	dst = appendClasses(dst, runes)
	if x.Skip&Runs == 0 {
		dst = appendRuns(dst, runes)
	}
	if x.Skip&Lists == 0 && x.Names != nil {
		dst = appendLists(dst, x.Names, runes)
	}
	if x.Skip&Tokens == 0 {
		dst = appendTokens(dst, x.Classes, t, p)
	}
	if origin > 0 {
		for i := range dst[first:] {
			dst[first+i].Start += origin
			dst[first+i].End += origin
		}
	}
	return dst
}

// fold makes all digits one, so that 3月 and 4月 are the same to an n-gram, and
// all middle dots of foreign names.
func fold(r rune) uint64 {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r == '・' || r == '‧' || r == '•' || r == '･' || r == '∙' || r == '⋅':
		return '·'
	}
	return uint64(r)
}

// appendGrams appends the 1- to 3-grams, with one pad on either side.
func appendGrams(dst []Event, runes []rune) []Event {
	n := len(runes)
	at := func(i int) uint64 {
		if i < 0 || i >= n {
			return '\n'
		}
		return fold(runes[i])
	}
	seed := mix(0x5bd1e995, famGram)
	for i := -1; i <= n; i++ {
		h := seed
		for k := 0; k < 3 && i+k <= n; k++ {
			h = mix(h, at(i+k))
			key := h
			if k == 0 {
				key = common(h)
			}
			dst = append(dst, Event{Key: key, Start: int32(i), End: int32(i + k + 1), Shape: Shape(k)})
		}
	}
	return dst
}

// appendClasses appends the classes of the characters around each position.
func appendClasses(dst []Event, runes []rune) []Event {
	const pad = classSpace
	w := pad<<16 | pad<<12 // five classes of four bits, the middle one at bit 8
	at := func(i int) uint64 {
		if i < len(runes) {
			return classOf(runes[i])
		}
		return pad
	}
	w |= at(0)<<8 | at(1)<<4
	w >>= 4
	for i := range runes {
		w = (w<<4 | at(i+2)) & 0xfffff
		dst = append(dst, Event{Key: common(Key(famClass, 5, w)), Start: int32(i), End: int32(i + 1), Shape: Here})
	}
	return dst
}

// appendRuns appends the runs of letters and digits: the words of Latin text.
func appendRuns(dst []Event, runes []rune) []Event {
	for i := 0; i < len(runes); {
		c := classOf(runes[i])
		if c != classDigit && c != classUpper && c != classLower {
			i++
			continue
		}
		start := i
		h := mix(0x5bd1e995, famRun)
		shape, last := uint64(0), uint64(99)
		for i < len(runes) {
			c := classOf(runes[i])
			if c != classDigit && c != classUpper && c != classLower {
				break
			}
			h = mix(h, uint64(unicode.ToLower(runes[i])))
			if c != last && shape < 1<<24 {
				shape = shape<<4 | c
				last = c
			}
			i++
		}
		n := uint64(min(i-start, 12))
		s, e := int32(start), int32(i)
		dst = append(dst,
			Event{Key: h, Start: s, End: e, Shape: Word},
			Event{Key: Key(famRun, shape, n), Start: s, End: e, Shape: Word})
	}
	return dst
}
