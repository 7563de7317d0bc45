package entity

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// unitConfidence is the confidence in a department or a business group that only
// its last word, or the title of its head, gives away.
const unitConfidence = 0.6

// businessGroups adds to the body's mentions the units of firms that the tagger
// passed over. Their last word is enough to know one: 大客户业务群. The nouns
// before belong to it, and the name of the firm if that stands there.
func (a *article) businessGroups(t *document.Text) {
	const maxNouns = 12 // runes
	tagged := len(a.body)
	for i, r := range t.Runes {
		if !a.words.units.mayBegin(r) {
			continue
		}
		end, _, ok := a.words.units.longest(t.Runes, i, t.Len(), nil)
		if !ok {
			continue
		}
		start := a.titles.extend(t, i, max(0, i-maxNouns))
		if i-start < 2 {
			continue // 三大业务群
		}
		start = a.firmBefore(t, tagged, start)
		a.addMention(tagged, Mention{document.Span{Start: start, End: end}, Organization, unitConfidence})
	}
	sortMentions(a.body)
}

// firmBefore returns where the firm begins that ends at i or reaches past it, if
// it is one of the first n mentions of the body, or ends at i and bears the name
// of one, else i.
func (a *article) firmBefore(t *document.Text, n, i int) int {
	const maxFirm = 6 // runes
	k, _ := slices.BinarySearchFunc(a.body[:n], i, func(m mention, start int) int { return m.Start - start })
	if k > 0 && a.body[k-1].End >= i {
		if a.body[k-1].Type == Company {
			return a.body[k-1].Start
		}
		return i
	}
	for start := max(0, i-maxFirm); start < i-1; start++ {
		if a.firmNames.has(t.Runes[start:i]) {
			return start
		}
	}
	return i
}

// noteFirms notes the names of the firms among the body's mentions.
func (a *article) noteFirms(t *document.Text) {
	a.firmNames.reset()
	for _, m := range a.body {
		if m.Type == Company {
			a.firmNames.add(t.Runes[m.Start:m.End])
		}
	}
}

// addMention adds m to the mentions of the body, unless it is one of the first
// n, which are in order.
func (a *article) addMention(n int, m Mention) {
	k, _ := slices.BinarySearchFunc(a.body[:n], m.Start, func(m mention, start int) int { return m.Start - start })
	for ; k < n && a.body[k].Start == m.Start; k++ {
		if a.body[k].Span == m.Span {
			return
		}
	}
	a.body = append(a.body, mention{Mention: m})
}
