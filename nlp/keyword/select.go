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
	runes     []rune
	marks     uint64 // a bit for each of its characters, by which to tell fast that it is no part of another
}

func marks(runes []rune) uint64 {
	var set uint64
	for _, r := range runes {
		set |= 1 << (r & 63)
	}
	return set
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
		for i := range rest {
			other := &rest[i]
			switch {
			case other.marks&^pick.marks == 0 && len(other.runes) <= len(pick.runes):
				if strings.Contains(s.finder.Text(pick.candidate), s.finder.Text(other.candidate)) {
					other.score -= partPenalty
				}
			case pick.marks&^other.marks == 0:
				if strings.Contains(s.finder.Text(other.candidate), s.finder.Text(pick.candidate)) {
					other.score -= wholePenalty
				}
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
		runes[i] = c.runes
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
