package entity

import (
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// certain is the confidence from which a mention's bounds are not questioned:
// that of a user's own terms.
const certain = 0.99

// tidy appends to out the mentions of names in t, in order, without offices,
// cut to what can be a name: no blanks at their ends, no bracket or quote
// without its partner, and no country before a company's name that is complete
// without it.
func (w *nameWords) tidy(out []mention, t *document.Text, mentions []Mention) []mention {
	for _, m := range mentions {
		if m.Type == Office {
			continue
		}
		m.Span = balanced(t.Runes, m.Span)
		for m.Start < m.End && unicode.IsSpace(t.Runes[m.Start]) {
			m.Start++
		}
		for m.Start < m.End && unicode.IsSpace(t.Runes[m.End-1]) {
			m.End--
		}
		if m.Start == m.End {
			continue
		}
		if m.Type == Company && m.Confidence < certain {
			if n := w.homeEnd(t.Runes[m.Start:m.End]); n > 0 {
				home := m
				home.End, home.Type = m.Start+n, Location
				out = append(out, mention{Mention: home})
				m.Start += n
			}
		}
		out = append(out, mention{Mention: m})
	}
	sortMentions(out)
	return out
}

// opener returns the opening mark that r closes, or 0.
func opener(r rune) rune {
	switch r {
	case ')':
		return '('
	case '”':
		return '“'
	case '’':
		return '‘'
	case '》':
		return '《'
	case '】':
		return '【'
	case ']':
		return '['
	case '」':
		return '「'
	case '』':
		return '『'
	}
	return 0
}

// opens reports whether r is the first of two marks that come in pairs.
func opens(r rune) bool {
	switch r {
	case '(', '“', '‘', '《', '【', '[', '「', '『':
		return true
	}
	return false
}

// balanced returns s cut before the first mark that lacks its partner: before a
// closing one, and before an opening one that is not closed in s. A mark at the
// start of s is cut off.
func balanced(runes []rune, s document.Span) document.Span {
	var buffer [8]int
	open := buffer[:0]
	for i := s.Start; i < s.End; i++ {
		r := runes[i]
		if r == '’' && i > s.Start && alphanumeric(runes[i-1]) {
			continue // an apostrophe
		}
		switch partner := opener(r); {
		case opens(r):
			open = append(open, i)
		case partner == 0:
		case len(open) > 0 && runes[open[len(open)-1]] == partner:
			open = open[:len(open)-1]
		case i == s.Start:
			return balanced(runes, document.Span{Start: i + 1, End: s.End})
		default:
			return document.Span{Start: s.Start, End: i}
		}
	}
	switch {
	case len(open) == 0:
		return s
	case open[0] == s.Start:
		return balanced(runes, document.Span{Start: s.Start + 1, End: s.End})
	}
	return document.Span{Start: s.Start, End: open[0]}
}
