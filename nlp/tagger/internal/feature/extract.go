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
		return classOfHan(r)
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

// classOfHan tells the numerals from other Han characters. Most of them are among
// the first of the block, so that a set of bits tells, not a chain of comparisons.
func classOfHan(r rune) class {
	const first = 1<<('一'-0x4e00) | 1<<('七'-0x4e00) | 1<<('万'-0x4e00) | 1<<('三'-0x4e00) | 1<<('两'-0x4e00)
	if r < 0x4e40 {
		if first>>(r-0x4e00)&1 != 0 {
			return classNumeral
		}
		return classHan
	}
	switch r {
	case '九', '二', '五', '亿', '八', '六', '十', '千', '四', '百', '零':
		return classNumeral
	}
	return classHan
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

// lists reports whether name lists are looked up.
func (x *Extractor) lists() bool { return x.Skip&Lists == 0 && x.Names != nil }

// Append appends all events of paragraph p of t to dst; see AppendFirst and
// AppendRest.
func (x *Extractor) Append(dst []Event, t *document.Text, p document.Span, k *Known) []Event {
	dst = x.AppendFirst(dst, t, p, k)
	all := []document.Span{{End: p.Len()}}
	k.Look(x, t, p, all)
	return x.AppendRest(dst, t, p, k, all)
}

// AppendFirst appends those events of paragraph p of t that are cheap and tell
// most characters that are outside all names: single characters, their classes,
// words and parts of speech. The positions of events count from the paragraph's
// start, and none looks beyond it.
func (x *Extractor) AppendFirst(dst []Event, t *document.Text, p document.Span, k *Known) []Event {
	runes := t.Runes[p.Start:p.End]
	dst = appendCharacters(dst, runes)
	dst = appendClasses(dst, runes)
	if x.Skip&Runs == 0 {
		dst = appendRuns(dst, runes)
	}
	if x.Skip&Tokens == 0 {
		dst = appendTokens(dst, t, p, k)
	}
	return dst
}

// AppendRest appends the other events that bear on the open stretches of the
// paragraph: longer n-grams, listings, which k must know, and classes of words.
func (x *Extractor) AppendRest(dst []Event, t *document.Text, p document.Span, k *Known, open []document.Span) []Event {
	dst = appendGrams(dst, t.Runes[p.Start:p.End], open)
	dst = appendListings(dst, p.Start, k.in(p))
	if x.Skip&Tokens == 0 {
		dst = appendWordClasses(dst, t, p, k, open)
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

// newline stands for what is beyond a paragraph.
const newline = '\n'

// charAt returns the character at i for an n-gram, a newline beyond the runes.
func charAt(runes []rune, i int) uint64 {
	if uint(i) >= uint(len(runes)) {
		return newline
	}
	return fold(runes[i])
}

// gram is the hash of no characters.
func gram() uint64 { return mix(0x5bd1e995, famGram) }

// appendCharacters appends the single characters, with one pad on either side.
func appendCharacters(dst []Event, runes []rune) []Event {
	for i := -1; i <= len(runes); i++ {
		dst = append(dst, Event{Key: mix(gram(), charAt(runes, i)), Start: int32(i), End: int32(i + 1), Shape: Gram1})
	}
	return dst
}

// appendGrams appends the n-grams of two and three characters that bear on the
// open stretches, with one pad on either side of the runes.
func appendGrams(dst []Event, runes []rune, open []document.Span) []Event {
	next := -1
	for _, s := range open {
		i := max(next, s.Start-2)
		for next = min(s.End+1, len(runes)); i < next; i++ {
			h := mix(mix(gram(), charAt(runes, i)), charAt(runes, i+1))
			dst = append(dst, Event{Key: h, Start: int32(i), End: int32(i + 2), Shape: Gram2})
			if i+2 <= len(runes) {
				dst = append(dst, Event{Key: mix(h, charAt(runes, i+2)), Start: int32(i), End: int32(i + 3), Shape: Gram3})
			}
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
		dst = append(dst, Event{Key: Key(famClass, 5, w), Start: int32(i), End: int32(i + 1), Shape: Here})
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
