package document

import "strings"

// appendTrimmed appends s without the blank at its ends, if anything is left.
func appendTrimmed(out []Span, runes []rune, s Span) []Span {
	for s.Start < s.End && isBlank(runes[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && isBlank(runes[s.End-1]) {
		s.End--
	}
	if s.Start == s.End {
		return out
	}
	return append(out, s)
}

func isLineBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// isBlank reports white space and the marks without width that hide beside it.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', 0x200b, 0x2060, 0xfeff:
		return true
	}
	return isLineBreak(r)
}

// sentences splits the paragraphs of t.
func sentences(t *Text) []Span {
	out := make([]Span, 0, 2*len(t.Paragraphs)+len(t.Runes)/64)
	for _, p := range t.Paragraphs {
		s := splitter{t: t, end: p.End}
		out = s.appendTo(out, p.Start)
	}
	return out
}

// splitter finds where the sentences of one paragraph end.
type splitter struct {
	t      *Text
	end    int  // of the paragraph
	quoted bool // an odd number of straight double quotes has passed
}

func (s *splitter) appendTo(out []Span, start int) []Span {
	runes := s.t.Runes
	for i := start; i < s.end; {
		r := runes[i]
		if passes(r) {
			i++
			continue
		}
		switch r {
		case '"':
			s.quoted = !s.quoted
		case '《':
			i = s.skipTitle(i)
			continue
		case '。', '!', '?', ';', '…', '.':
			if !s.ends(i) {
				break
			}
			i, s.quoted = s.closing(i + 1)
			if i < s.end && !continues(runes[i]) {
				out = appendTrimmed(out, runes, Span{start, i})
				start = i
			}
			continue
		}
		i++
	}
	return appendTrimmed(out, runes, Span{start, s.end})
}

// passes reports a character that has no part in where sentences end, as nearly
// all of a Chinese text.
func passes(r rune) bool {
	const marks = uint64(1<<'"' | 1<<'!' | 1<<'.' | 1<<';' | 1<<'?') // all are below 64
	if r > '。' {
		return r != '《'
	}
	return r < '…' && (r >= 64 || marks>>r&1 == 0)
}

// maxTitle bounds the search for the end of a title in 《》: a mark that stays
// open beyond it is taken for a stray one.
const maxTitle = 80

// skipTitle returns the position after the title that opens at i, or after its
// opening mark alone if it does not close.
func (s *splitter) skipTitle(i int) int {
	depth := 0
	for j := i; j < min(s.end, i+maxTitle); j++ {
		switch s.t.Runes[j] {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return i + 1
}

// ends reports whether the mark at i ends a sentence, seen from what stands
// around it.
func (s *splitter) ends(i int) bool {
	switch s.t.Runes[i] {
	case '.':
		return s.periodEnds(i)
	case '!', '?', ';':
		// Between letters, as in a link's ?a=1;b=2, a mark of the ASCII set is
		// no punctuation. One of full width always is.
		return s.t.String[s.t.offsets[i]] >= 0x80 ||
			!(s.at(i+1) < 0x80 && isWord(s.at(i+1)) && isASCIIWord(s.at(i-1)))
	}
	return true
}

// periodEnds reports whether the period at i ends a sentence: one that blank or
// the paragraph's end follows, and that is not part of a number, an item's
// label, initials or an abbreviation.
func (s *splitter) periodEnds(i int) bool {
	next, _ := s.closing(i + 1)
	if next < s.end && !isBlank(s.at(next)) {
		return false
	}
	start := i
	for isASCIIWord(s.at(start-1)) || s.at(start-1) == '.' {
		start--
	}
	word := s.t.Slice(Span{start, i})
	switch {
	case len(word) == 1 || strings.Contains(word, "."):
		return false // J. Smith, U.S. and a.m.
	case start == i:
		return true // after a character that is no letter or digit
	case isDigits(word):
		return !isBlank(s.at(start-1)) || next >= s.end // else 1. labels an item
	}
	return !isAbbreviation(word)
}

// closing returns the position of the first character from i on that neither
// ends a sentence nor closes a quotation or bracket, and whether a straight
// quotation is open there.
func (s *splitter) closing(i int) (next int, quoted bool) {
	quoted = s.quoted
	for ; i < s.end; i++ {
		switch s.t.Runes[i] {
		case '。', '!', '?', '…', '”', '’', '」', '』', ')', '】', '〉', '》', ']', '}', '〕', '〗':
		case '"':
			if !quoted {
				return i, quoted
			}
			quoted = false
		default:
			return i, quoted
		}
	}
	return i, quoted
}

// at returns the character at i, and a blank outside the paragraph.
func (s *splitter) at(i int) rune {
	if i < 0 || i >= s.end {
		return ' '
	}
	return s.t.Runes[i]
}

// continues reports a character that shows that a sentence goes on after a
// quotation that ended like one: “新IT！”的口号.
func continues(r rune) bool {
	switch r {
	case ',', '、', ':', ';', '的':
		return true
	}
	return false
}

func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80
}

func isASCIIWord(r rune) bool { return r < 0x80 && isWord(r) }

func isDigits(word string) bool {
	for _, c := range []byte(word) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isAbbreviation reports an English word that is written with a period inside
// a sentence.
func isAbbreviation(word string) bool {
	switch word {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "Gen", "Gov", "Sen", "Rep",
		"Inc", "Corp", "Co", "Ltd", "Bros", "No", "vs", "Vol", "Fig", "etc", "al", "approx",
		"Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec":
		return true
	}
	return false
}
