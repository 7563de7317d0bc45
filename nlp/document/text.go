package document

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Span is a half-open range [Start, End) of code points in a [Text].
type Span struct {
	Start, End int
}

// Len returns the number of code points in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one code point.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Token is one word of a [Text] with the part of speech its segmenter's
// dictionary gives it (ICTCLAS tags: n, nr, ns, nt, v, m, x …).
type Token struct {
	Span
	POS string
}

// Text is one stretch of running text (a title or a body) as the stages of the
// pipeline read it. Every offset in the pipeline is an index into Runes.
//
// Runes holds one analysis character for each code point of String: full-width
// forms are folded to half-width and Traditional characters to Simplified, one
// for one, so that folding never moves an offset. String keeps the source's own
// characters; results are always cut from it.
//
// A Text is built once and then only read; it is safe for concurrent readers.
type Text struct {
	String     string
	Runes      []rune
	Paragraphs []Span  // the lines that are not blank, without the blank around them, in order
	Sentences  []Span  // each inside one paragraph, without the blank around them, in order
	Tokens     []Token // tile the text exactly; set by the segmentation stage

	offsets []int32 // byte offset in String of each code point, and of the end
	astral  []int32 // the code points that take two units of UTF-16, in order
	scripts scripts
}

// NewText prepares s, which must be valid UTF-8 and shorter than 2 GiB.
func NewText(s string) *Text { return newText(s, utf8.RuneCountInString(s)) }

// newText prepares s, which has n code points.
func newText(s string, n int) *Text {
	memory := make([]int32, 2*n+1) // a rune is an int32
	t := &Text{String: s, Runes: memory[:n:n], offsets: memory[n:]}
	t.Paragraphs = make([]Span, 0, strings.Count(s, "\n")+min(n, 1))
	t.read()
	t.Sentences = sentences(t)
	return t
}

// read goes over String once for what each character is folded to, what script
// it is of, and where the paragraphs are.
func (t *Text) read() {
	s, runes, offsets := t.String, t.Runes, t.offsets
	found := &t.scripts
	at, line := 0, 0
	for i := range runes {
		if i == languageSample {
			found = new(scripts)
		}
		offsets[i] = int32(at)
		rest := s[at:]
		var r rune
		switch {
		case isThree(rest):
			r = three(rest)
			at += 3
			runes[i] = fold(r)
			if runes[i] == r && r >= firstHan && r < afterHan { // nearly all of a Chinese text
				found.han++
				continue
			}
			found.add(r, runes[i], true)
		case rest[0] < utf8.RuneSelf:
			r = rune(rest[0])
			at++
			runes[i] = r
			if r > '9' && isWord(r) {
				found.latin++
			}
		default:
			var size int
			r, size = utf8.DecodeRuneInString(rest)
			at += size
			runes[i] = fold(r)
			found.add(r, runes[i], false)
			if r > 0xffff {
				t.astral = append(t.astral, int32(i))
			}
		}
		if isLineBreak(r) {
			t.Paragraphs = appendTrimmed(t.Paragraphs, runes, Span{line, i})
			line = i + 1
		}
	}
	offsets[len(runes)] = int32(len(s))
	t.Paragraphs = appendTrimmed(t.Paragraphs, runes, Span{line, len(runes)})
}

// isThree reports whether s begins with one of the characters of three bytes of
// which nearly all of a Chinese text is made. They are read without a call.
func isThree(s string) bool {
	return len(s) > 2 && s[0] > 0xe0 && s[0] < 0xf0 && s[0] != 0xed && s[1]>>6 == 2 && s[2]>>6 == 2
}

// three returns the character of three bytes that s begins with.
func three(s string) rune {
	return rune(s[0]&0xf)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f)
}

// Len returns the number of code points.
func (t *Text) Len() int { return len(t.Runes) }

// Byte returns the byte offset in String of code point i; Len() gives the end.
func (t *Text) Byte(i int) int { return int(t.offsets[i]) }

// Slice returns the source's own characters under s.
func (t *Text) Slice(s Span) string { return t.String[t.offsets[s.Start]:t.offsets[s.End]] }

// Offset returns the offset of code point i, counted in the units of e from the
// start of the text; Len() gives the text's length. It costs O(1), for UTF-16
// in a text with characters beyond the Basic Multilingual Plane O(log n).
func (t *Text) Offset(i int, e Encoding) int {
	switch e {
	case UTF8:
		return int(t.offsets[i])
	case UTF16:
		return i + sort.Search(len(t.astral), func(k int) bool { return int(t.astral[k]) >= i })
	default:
		return i
	}
}

// SpanIn returns s counted in the units of e.
func (t *Text) SpanIn(s Span, e Encoding) Span {
	return Span{t.Offset(s.Start, e), t.Offset(s.End, e)}
}
