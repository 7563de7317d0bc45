package keyword

import (
	"slices"
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
)

// What is chosen is tuned on a held-out part of the annotated news.
const (
	endsFloor    = -1.8 // the least that the two ends of a keyword add to its score: others are not looked at further
	partPenalty  = 3.0  // taken from the score of a part of a chosen keyword
	wholePenalty = 1.5  // taken from the score of what a chosen keyword is part of
	cutoff       = -2.8 // the least score of a keyword
	leastBest    = -1.5 // the least score of an article's best keyword: below it the text has nothing to say
)

// contenders is how many of the best candidates may be chosen: enough that
// ten remain when all parts of better ones are put back.
const contenders = 48

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

// locate sets the mentions of keywords, those of s.chosen: the places of their texts in t that
// do not cut a Latin word or a number.
func (s *scratch) locate(t *document.Text, keywords []Keyword) {
	var heads uint64 // one bit for the first characters of the keywords
	var runes [Max][]rune
	for i, c := range s.chosen {
		runes[i] = s.finder.Runes(c.candidate)
		heads |= 1 << (runes[i][0] & 63)
	}
	for at, r := range t.Runes {
		if heads>>(r&63)&1 == 0 {
			continue
		}
		for i, want := range runes[:len(keywords)] {
			span := document.Span{Start: at, End: at + len(want)}
			if r == want[0] && span.End <= len(t.Runes) && slices.Equal(t.Runes[span.Start:span.End], want) &&
				!cutsWord(t.Runes, span) && t.Slice(span) == keywords[i].Text && !overlapsLast(keywords[i].Mentions, span) {
				keywords[i].Mentions = append(keywords[i].Mentions, span)
			}
		}
	}
}

// overlapsLast reports whether s overlaps the last of spans.
func overlapsLast(spans []document.Span, s document.Span) bool {
	return len(spans) > 0 && spans[len(spans)-1].Overlaps(s)
}

func cutsWord(runes []rune, s document.Span) bool {
	return s.Start > 0 && joins(runes[s.Start-1], runes[s.Start]) ||
		s.End < len(runes) && joins(runes[s.End-1], runes[s.End])
}

func joins(a, b rune) bool {
	if a >= 0x2e80 || b >= 0x2e80 {
		return false // Han, and the marks that stand with it
	}
	return unicode.Is(unicode.Latin, a) && unicode.Is(unicode.Latin, b) || unicode.IsDigit(a) && unicode.IsDigit(b)
}
