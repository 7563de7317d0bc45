package segment

import (
	"context"

	"github.com/tiyao/tiyao/nlp/document"
)

// maxAtom is the length in characters up to which letters and digits may be
// part of a word with Han characters (A股, 1号店, 江南style).
const maxAtom = 16

// window is the length in characters after which a run is divided, so that no
// engine has to hold more. Prose has marks far closer than that; a word can be
// cut in two only in text of a thousand characters without one.
const window = 1024

// maxRun is the length of the longest run: one that an atom takes past window.
const maxRun = window + maxAtom

// piece is a stretch of text whose bounds the characters alone determine: a
// token with its part of speech or, where pos is empty, a run of Han characters
// and atoms that an engine has to cut.
type piece struct {
	document.Span
	pos string
}

// scanner walks over the pieces of a text. They tile it.
type scanner struct {
	text  *document.Text
	runes []rune
	at    int
}

func newScanner(t *document.Text) scanner { return scanner{text: t, runes: t.Runes} }

// next returns the next piece; at the end of the text, ok is false.
func (s *scanner) next() (p piece, ok bool) {
	p.Start = s.at
	if p.Start == len(s.runes) {
		return p, false
	}
	switch classOf(s.runes[p.Start]) {
	case han:
		p.End = s.run(p.Start, p.Start+1)
	case digit, letter:
		var joins bool
		p.End, p.pos, joins = s.alphanumeric(p.Start)
		if joins && p.End < len(s.runes) && classOf(s.runes[p.End]) == han {
			p.End, p.pos = s.run(p.Start, p.End+1), ""
		}
	case blank:
		p.End, p.pos = s.while(p.Start, blanks), posUnknown
	case mark:
		p.End, p.pos = p.Start+1, posMark
	default:
		p.End, p.pos = p.Start+1, posUnknown
	}
	s.at = p.End
	return p, true
}

// segmentRuns sets t.Tokens to the pieces of t, its runs cut by cut, which
// appends the words of one run. It checks ctx once a window.
func segmentRuns(ctx context.Context, t *document.Text, cut func([]document.Token, document.Span) []document.Token) error {
	tokens := make([]document.Token, 0, expectedTokens(t.Len()))
	checked := -window
	for pieces := newScanner(t); ; {
		p, ok := pieces.next()
		if !ok {
			break
		}
		if p.Start >= checked+window {
			if err := ctx.Err(); err != nil {
				return err
			}
			checked = p.Start
		}
		if p.pos != "" {
			tokens = append(tokens, document.Token{Span: p.Span, POS: p.pos})
		} else {
			tokens = cut(tokens, p.Span)
		}
	}
	t.Tokens = tokens
	return nil
}

// run returns the end of the run that goes from start to at least i.
func (s *scanner) run(start, i int) int {
	for i < len(s.runes) && i < start+window {
		c := classOf(s.runes[i])
		if c == han {
			i++
			continue
		}
		if !c.inAtom() {
			break
		}
		end, _, joins := s.alphanumeric(i)
		if !joins {
			break
		}
		i = end
	}
	return i
}

// alphanumeric returns the end and the part of speech of the number or word
// that begins at i, and whether it is an atom that may join a run.
func (s *scanner) alphanumeric(i int) (end int, pos string, joins bool) {
	end = s.while(i, atoms)
	pos = atomPOS(s.runes[i:end])
	if pos != posNumber {
		return end, pos, end-i <= maxAtom
	}
	if n := s.number(i, end); n > end {
		return n, pos, false
	}
	return end, pos, end-i <= maxAtom
}

// number returns the end of the number whose first digits are [i, end): groups
// of three after commas, decimals or further levels (1.2.3) after points, a
// percent or per-mille sign.
func (s *scanner) number(i, end int) int {
	if end-i <= 3 {
		for s.thousands(end) {
			end += 4
		}
	}
	for s.is(end, '.') && s.isDigit(end+1) {
		end = s.while(end+1, digits)
	}
	if s.is(end, '%') || s.is(end, '‰') {
		end++
	}
	return end
}

// thousands reports whether a comma and a group of exactly three digits stand
// at i. A full-width comma divides clauses, not digits.
func (s *scanner) thousands(i int) bool {
	return s.is(i, ',') && s.isDigit(i+1) && s.isDigit(i+2) && s.isDigit(i+3) && !s.isDigit(i+4) &&
		s.text.String[s.text.Byte(i)] == ','
}

func (s *scanner) is(i int, r rune) bool { return i < len(s.runes) && s.runes[i] == r }

func (s *scanner) isDigit(i int) bool { return i < len(s.runes) && classOf(s.runes[i]) == digit }

// while returns the first index from i on whose character is in none of the
// classes of set.
func (s *scanner) while(i int, set classes) int {
	for i < len(s.runes) && set.has(classOf(s.runes[i])) {
		i++
	}
	return i
}

// latinEnd is the end of Unicode's first Latin blocks and of the accents that
// combine with their letters.
const latinEnd = 0x0370

// atomPOS returns the part of speech of an atom.
func atomPOS(atom []rune) string {
	pos := posNumber
	for _, r := range atom {
		switch {
		case classOf(r) == digit:
		case r < latinEnd:
			pos = posLatin
		default:
			return posUnknown
		}
	}
	return pos
}
