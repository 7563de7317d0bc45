package keyword

import (
	"math/bits"
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
			case len(other) <= len(text):
				if strings.Contains(text, other) {
					rest[i].score -= partPenalty
				}
			case strings.Contains(other, text):
				rest[i].score -= wholePenalty
			}
		}
	}
}

// place is where a keyword stands.
type place struct {
	keyword int
	document.Span
}

// locate sets the mentions of keywords, those of s.chosen: the places of their
// texts in t that do not cut a Latin word or a number.
func (s *scratch) locate(t *document.Text, keywords []Keyword) {
	var heads [256]uint16 // by the low byte of a character, a bit for each keyword that may start with it
	var runes [Max][]rune
	var ends, counts [Max]int // of the last place of each keyword, and of their places
	for i, c := range s.chosen {
		runes[i] = s.finder.Runes(c.candidate)
		heads[byte(runes[i][0])] |= 1 << i
	}
	s.places = s.places[:0]
	for at, r := range t.Runes {
		for set := heads[byte(r)]; set != 0; set &= set - 1 {
			i := bits.TrailingZeros16(set)
			want := runes[i]
			span := document.Span{Start: at, End: at + len(want)}
			if at >= ends[i] && span.End <= len(t.Runes) && slices.Equal(t.Runes[at:span.End], want) &&
				!cutsWord(t.Runes, span) && t.Slice(span) == keywords[i].Text {
				s.places = append(s.places, place{i, span})
				ends[i] = span.End
				counts[i]++
			}
		}
	}
	mentions := make([]document.Span, 0, len(s.places)) // of one keyword after the other
	for i := range keywords {
		if counts[i] == 0 {
			continue
		}
		start := len(mentions)
		for _, p := range s.places {
			if p.keyword == i {
				mentions = append(mentions, p.Span)
			}
		}
		keywords[i].Mentions = mentions[start:len(mentions):len(mentions)]
	}
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
