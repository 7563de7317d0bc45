package keyword

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
)

// What is chosen is tuned on a held-out part of the annotated news.
const (
	logitFloor   = -6.0 // below it nothing is ever a keyword
	partPenalty  = 3.0  // taken from the score of a part of a chosen keyword
	wholePenalty = 1.5  // taken from the score of what a chosen keyword is part of
	cutoff       = -2.8 // the least score of a keyword
	leastBest    = -1.5 // the least score of an article's best keyword: below it the text has nothing to say
)

// ranked is a candidate with its log-odds.
type ranked struct {
	score     float64
	candidate *phrase.Candidate
}

// choose moves the best of s.ranked, which is sorted, to s.chosen. A candidate
// that shares its words with a chosen one competes with a lower score.
func (s *scratch) choose() {
	s.chosen = s.chosen[:0]
	rest := s.ranked
	if len(rest) == 0 || rest[0].score < leastBest {
		return
	}
	for len(s.chosen) < Max && len(rest) > 0 {
		best := 0
		for i := range rest {
			if rest[i].score > rest[best].score {
				best = i
			}
		}
		pick := rest[best]
		if pick.score < cutoff {
			return
		}
		s.chosen = append(s.chosen, pick)
		rest = slices.Delete(rest, best, best+1)
		text := s.finder.Text(pick.candidate)
		for i := range rest {
			other := s.finder.Text(rest[i].candidate)
			switch {
			case strings.Contains(text, other):
				rest[i].score -= partPenalty
			case strings.Contains(other, text):
				rest[i].score -= wholePenalty
			}
		}
	}
}

// occurrences returns the places of text in t that do not cut a Latin word or
// a number.
func occurrences(t *document.Text, text string) []document.Span {
	var out []document.Span
	for from := 0; ; {
		at := strings.Index(t.String[from:], text)
		if at < 0 || text == "" {
			return out
		}
		at += from
		from = at + len(text)
		s := document.Span{Start: runeAt(t, at), End: runeAt(t, from)}
		if !cutsWord(t.Runes, s) {
			out = append(out, s)
		}
	}
}

// runeAt returns the code point of t that begins at byte offset at.
func runeAt(t *document.Text, at int) int {
	return sort.Search(t.Len(), func(i int) bool { return t.Byte(i) >= at })
}

func cutsWord(runes []rune, s document.Span) bool {
	return s.Start > 0 && joins(runes[s.Start-1], runes[s.Start]) ||
		s.End < len(runes) && joins(runes[s.End-1], runes[s.End])
}

func joins(a, b rune) bool {
	return unicode.Is(unicode.Latin, a) && unicode.Is(unicode.Latin, b) || unicode.IsDigit(a) && unicode.IsDigit(b)
}
