package document

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
	Paragraphs []Span  // tile the text but for the blank between them, in order
	Sentences  []Span  // each inside one paragraph, in order
	Tokens     []Token // tile the text exactly; set by the segmentation stage

	offsets []int32 // byte offset in String of each code point, and of the end
}

// Len returns the number of code points.
func (t *Text) Len() int { return len(t.Runes) }

// Byte returns the byte offset in String of code point i; Len() gives the end.
func (t *Text) Byte(i int) int { return int(t.offsets[i]) }

// Slice returns the source's own characters under s.
func (t *Text) Slice(s Span) string { return t.String[t.offsets[s.Start]:t.offsets[s.End]] }

// NewText prepares s, which must be valid UTF-8.
func NewText(s string) *Text {
	t := &Text{String: s, Runes: make([]rune, 0, len(s)/2), offsets: make([]int32, 0, len(s)/2)}
	for i, r := range s {
		t.Runes = append(t.Runes, fold(r))
		t.offsets = append(t.offsets, int32(i))
	}
	t.offsets = append(t.offsets, int32(len(s)))
	t.Paragraphs = paragraphs(t.Runes)
	for _, p := range t.Paragraphs {
		t.Sentences = appendSentences(t.Sentences, t.Runes, p)
	}
	return t
}

// fold returns the analysis character of r.
func fold(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		return r - 0xfee0
	}
	return r
}

// paragraphs returns the non-blank lines of runes.
func paragraphs(runes []rune) []Span {
	var out []Span
	for i := 0; i < len(runes); i++ {
		start := i
		for i < len(runes) && runes[i] != '\n' {
			i++
		}
		if i > start {
			out = append(out, Span{start, i})
		}
	}
	return out
}

// appendSentences appends the sentences of paragraph p.
func appendSentences(out []Span, runes []rune, p Span) []Span {
	start := p.Start
	for i := p.Start; i < p.End; i++ {
		switch runes[i] {
		case '。', '!', '?', ';':
			out = append(out, Span{start, i + 1})
			start = i + 1
		}
	}
	if start < p.End {
		out = append(out, Span{start, p.End})
	}
	return out
}
