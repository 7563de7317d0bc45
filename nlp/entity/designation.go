package entity

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

const (
	// modelConfidence is the confidence in a designation of which the article
	// says once what it designates.
	modelConfidence = 0.7
	// minModel and maxModel bound the length in runes of a designation.
	minModel, maxModel = 3, 16
)

// designations adds to the body's mentions the designations of models that the
// tagger passed over: words of Latin letters and digits, after which the text
// says somewhere what they designate (HFC-134a制冷剂). One place is enough for
// all the others in the article.
func (a *article) designations(t *document.Text) {
	a.models = a.models[:0]
	a.modelNames.reset()
	for i := 0; i < t.Len(); i++ {
		if !isLatinLetter(t.Runes[i]) && !isDigit(t.Runes[i]) {
			continue
		}
		s := document.Span{Start: i, End: latinEnd(t.Runes, i)}
		i = s.End
		if !isDesignation(t.Runes, s) {
			continue
		}
		a.models = append(a.models, s)
		if a.words.isModelAt(t.Runes, s.End) {
			a.modelNames.add(t.Runes[s.Start:s.End])
		}
	}
	tagged := len(a.body)
	for _, s := range a.models {
		if a.modelNames.has(t.Runes[s.Start:s.End]) && !a.touches(tagged, s) {
			a.addMention(tagged, Mention{s, Product, modelConfidence})
		}
	}
	sortMentions(a.body)
}

// touches reports whether one of the first n mentions of the body overlaps s.
func (a *article) touches(n int, s document.Span) bool {
	k, _ := slices.BinarySearchFunc(a.body[:n], s.End, func(m mention, end int) int { return m.Start - end })
	return k > 0 && a.body[k-1].End > s.Start
}

// isModelAt reports whether a word for a kind of goods stands at i, or after a
// space or a bracket.
func (w *nameWords) isModelAt(runes []rune, i int) bool {
	if i < len(runes) && runes[i] == '(' {
		i += bracketEnd(runes[i:min(len(runes), i+maxAlias)])
	}
	for i < len(runes) && runes[i] == ' ' {
		i++
	}
	_, _, ok := w.models.longest(runes, i, len(runes), nil)
	return ok
}

// latinEnd returns where the word of Latin letters and digits that begins at i
// ends, hyphens and dashes inside included.
func latinEnd(runes []rune, i int) int {
	inWord := func(i int) bool { return i < len(runes) && (isLatinLetter(runes[i]) || isDigit(runes[i])) }
	for inWord(i) || i < len(runes) && (runes[i] == '-' || runes[i] == '—') && inWord(i+1) {
		i++
	}
	return i
}

// isDesignation reports whether s, a word of Latin letters and digits, has the
// form of a designation: a capital letter first, a digit in it, and nothing
// Latin before it that it could only be a part of. Three characters with a
// digit between letters say who deals with whom: P2P, B2C.
func isDesignation(runes []rune, s document.Span) bool {
	word := runes[s.Start:s.End]
	if len(word) < minModel || len(word) > maxModel || word[0] < 'A' || word[0] > 'Z' || !slices.ContainsFunc(word, isDigit) {
		return false
	}
	if len(word) == 3 && isDigit(word[1]) && isLatinLetter(word[2]) {
		return false
	}
	b := s.Start - 1
	for b > 0 && runes[b] == ' ' {
		b--
	}
	return b < 0 || runes[b] > 0x7e || runes[b] == '(' || runes[b] == '\n' || runes[b] == ','
}
