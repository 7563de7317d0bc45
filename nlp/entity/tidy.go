package entity

import (
	"slices"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// certain is the confidence from which a mention's bounds are not questioned:
// that of a user's own terms.
const certain = 1

// tidy appends to out the mentions of names in t, in order, without offices, cut
// or joined to what can be a name (see the steps).
func (w *nameWords) tidy(out []mention, t *document.Text, mentions []Mention) []mention {
	for _, m := range mentions {
		if m.Type == Office {
			continue
		}
		if m.Confidence < certain {
			m.Span = w.bounds(t.Runes, m)
			m = wholePerson(t, m)
			if m.Len() > 0 && (w.isHost(t.Runes, m.Span, m.Type) || w.isNobody(t.Runes, m.Span)) {
				continue
			}
		}
		m.Span = trimmed(t.Runes, m.Span)
		if m.Len() == 0 {
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
		if m.Type == Person && m.Confidence < certain {
			if n := scriptEnd(t.Runes[m.Start:m.End]); n > 0 {
				han := m
				han.End = m.Start + n
				out = append(out, mention{Mention: han})
				m.Start = han.End
			}
		}
		out = append(out, mention{Mention: m})
	}
	sortMentions(out)
	return w.join(t.Runes, out)
}

// bounds returns the span of m without what cannot be part of a name at its
// ends, and with all of a word of Latin letters, of which it holds a part.
func (w *nameWords) bounds(runes []rune, m Mention) document.Span {
	s := wholeRun(runes, m)
	if m.Type == Organization && w.schools.endOf(runes[s.Start:s.End]) {
		s.End += w.seat(runes[s.End:])
	}
	if m.Type == Company && s.Len() <= maxStem {
		s.End += w.trade(runes[s.End:])
	}
	s = trimmed(runes, balanced(runes, s))
	if after := w.after[m.Type]; after != nil {
		for n := 1; n > 0; s.End -= n {
			n = after.longestBefore(runes, s.End, s.Start+1)
		}
	}
	return s
}

// trimmed returns s without white space and the dots of names at its ends.
func trimmed(runes []rune, s document.Span) document.Span {
	isEdge := func(r rune) bool { return unicode.IsSpace(r) || isNameDot(r) }
	for s.Start < s.End && isEdge(runes[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && isEdge(runes[s.End-1]) {
		s.End--
	}
	return s
}

// wholePerson returns m with the part of a foreign person's name before it, from
// which only a dot separates it. It is no firm then.
func wholePerson(t *document.Text, m Mention) Mention {
	dot := m.Start - 1
	if m.Len() < 2 || dot < 1 || !isNameDot(t.Runes[dot]) || !isHan(t.Runes[dot-1]) || !isHan(t.Runes[m.Start]) {
		return m
	}
	k, _ := slices.BinarySearchFunc(t.Tokens, dot, func(t document.Token, i int) int { return t.End - i })
	if k < len(t.Tokens) && t.Tokens[k].End == dot && t.Tokens[k].Len() > 1 {
		m.Start = t.Tokens[k].Start
		if m.Type == Company {
			m.Type = Person
		}
	}
	return m
}

// seat returns the length of the place in brackets that runes begin with, by
// which schools of one name differ: 中国石油大学（北京）.
func (w *nameWords) seat(runes []rune) int {
	if len(runes) == 0 {
		return 0
	}
	if n := bracketEnd(runes); n > 2 && w.isPlace(runes[1:n-1]) {
		return n
	}
	return 0
}

// maxStem is the length in runes of the longest name of a firm that a word for
// its trade completes.
const maxStem = 4

// trade returns the length of the word for a trade that runes begin with and
// that belongs to the firm's name before them: no other word follows. In 1604
// of 1617 such places the annotators had it in the name.
func (w *nameWords) trade(runes []rune) int {
	end, _, ok := w.trades.longest(runes, 0, len(runes), nil)
	if !ok || end < 2 || w.noTrades.has(runes[:end]) || end < len(runes) && !w.afterName.has(runes[end]) {
		return 0
	}
	return end
}

// wholeRun returns the span of m with all letters of the Latin words at its
// ends, also those after a hyphen or an apostrophe: HFC-134a, O’Neill.
func wholeRun(runes []rune, m Mention) document.Span {
	s := m.Span
	for s.Start > max(0, m.Start-maxIndexedName) && continuesWord(runes, s.Start) {
		s.Start--
	}
	for s.End < min(len(runes), m.End+maxIndexedName) && continuesWord(runes, s.End) {
		s.End++
	}
	return s
}

// continuesWord reports whether the word of Latin letters before i goes on with
// the rune at i. Digits after letters may be another thing: IDC2023.
func continuesWord(runes []rune, i int) bool {
	a, b := runes[i-1], runes[i]
	switch {
	case isLatinLetter(b):
		return isLatinLetter(a) || isDigit(a) && isModel(runes, i) || isJoint(a) && i > 1 && alphanumeric(runes[i-2])
	case isDigit(b):
		return isDigit(a) || isJoint(a) && i > 1 && isLatinLetter(runes[i-2])
	case isJoint(b):
		return isLatinLetter(a) && i+1 < len(runes) && (isLatinLetter(runes[i+1]) || b == '-' && isDigit(runes[i+1]))
	}
	return false
}

// isModel reports whether the number before i belongs to the designation of a
// model, with letters before it: HFC-134a, A4L.
func isModel(runes []rune, i int) bool {
	const digits = 6
	for k := i - 1; k >= max(0, i-1-digits); k-- {
		if !isDigit(runes[k]) {
			return isLatinLetter(runes[k]) || isJoint(runes[k])
		}
	}
	return false
}

func isLatinLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isJoint reports whether r joins the parts of a Latin word.
func isJoint(r rune) bool { return r == '-' || r == '’' || r == '\'' }

// scriptEnd returns where the Chinese form of a person's name ends, if its
// Latin form follows in the same runes, or 0: 罗杰·里德Roger Read.
func scriptEnd(runes []rune) int {
	i := slices.IndexFunc(runes, isLatinLetter)
	if i < 2 || !isHan(runes[0]) || !isHan(runes[i-1]) || len(runes)-i < 3 || hasHan(runes[i:]) {
		return 0
	}
	return i
}

// isHost reports whether what stands at s, of type typ, only tells where games
// are held or who makes an index, and is no mention: 北京冬奥会, 恒生科技指数. Nor
// is 中国 in 一个中国.
func (w *nameWords) isHost(runes []rune, s document.Span, typ Type) bool {
	i := s.End
	switch typ {
	case Location:
		for i < len(runes) && (isDigit(runes[i]) || runes[i] == '年') {
			i++
		}
		_, _, ok := w.games.longest(runes, i, len(runes), nil)
		return ok || s.Start > 1 && slices.Equal(runes[s.Start-2:s.End], oneChina)
	case Company:
		for i < len(runes) && alphanumeric(runes[i]) {
			i++
		}
		if end, _, ok := w.indices.longest(runes, i, len(runes), nil); ok {
			i = end
		}
		return hasPrefix(runes[i:], []rune{'指', '数'})
	}
	return false
}

// isNobody reports whether what stands at s is a law (《水法修正案》), or a body of
// which it does not say where (市委), and names none.
func (w *nameWords) isNobody(runes []rune, s document.Span) bool {
	if s.Start > 0 && s.End < len(runes) && runes[s.Start-1] == '《' && runes[s.End] == '》' {
		return w.decrees.endOf(runes[s.Start:s.End])
	}
	return w.common.has(runes[s.Start:s.End])
}

var oneChina = []rune("一个中国")

// join joins what was marked in two pieces and is one name: 美国|纽约市,
// 西班牙|卫生部.
func (w *nameWords) join(runes []rune, mentions []mention) []mention {
	out := mentions[:0]
	for _, m := range mentions {
		if n := len(out); n > 0 && out[n-1].End == m.Start && w.joins(runes, out[n-1].Mention, m.Mention) {
			out[n-1].End, out[n-1].Type = m.End, m.Type
			out[n-1].Confidence = min(out[n-1].Confidence, m.Confidence)
			continue
		}
		out = append(out, m)
	}
	return out
}

func (w *nameWords) joins(runes []rune, a, b Mention) bool {
	if a.Type != Location || a.Len() < 2 || b.Len() < 2 || a.Confidence >= certain || b.Confidence >= certain {
		return false
	}
	name := runes[b.Start:b.End]
	switch b.Type {
	case Location:
		return isRegion(name[len(name)-1]) || w.places.has(name)
	case Organization:
		return w.bodies.endOf(name) && b.Len() <= 6 && w.isPlace(runes[a.Start:a.End])
	}
	return false
}

// isRegion reports whether r ends the name of a region or a town.
func isRegion(r rune) bool {
	switch r {
	case '省', '市', '县', '区', '州', '镇', '乡', '村':
		return true
	}
	return false
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
