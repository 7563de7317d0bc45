package document

import (
	"sort"
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
}

// NewText prepares s, which must be valid UTF-8 and shorter than 2 GiB.
func NewText(s string) *Text { return newText(s, utf8.RuneCountInString(s)) }

// newText prepares s, which has n code points.
func newText(s string, n int) *Text {
	memory := make([]int32, 2*n+1) // a rune is an int32
	t := &Text{String: s, Runes: memory[:n:n], offsets: memory[n:]}
	runes, offsets := t.Runes, t.offsets
	at := 0
	for i := range runes {
		offsets[i] = int32(at)
		rest := s[at:]
		switch {
		case isThree(rest):
			runes[i] = fold(three(rest))
			at += 3
		case rest[0] < utf8.RuneSelf:
			runes[i] = rune(rest[0])
			at++
		default:
			r, size := utf8.DecodeRuneInString(rest)
			runes[i] = fold(r)
			if r > 0xffff {
				t.astral = append(t.astral, int32(i))
			}
			at += size
		}
	}
	offsets[n] = int32(len(s))
	t.Paragraphs = paragraphs(t)
	t.Sentences = sentences(t)
	return t
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

// original returns the source's own character at i, which Runes has folded.
func (t *Text) original(i int) rune {
	r, _ := utf8.DecodeRuneInString(t.String[t.offsets[i]:])
	return r
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
