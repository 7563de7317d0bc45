package entity

import (
	"slices"
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// definition says that the text itself gives the name full another name.
type definition struct {
	full, alias int // indices of names
}

// maxAlias is the length in runes of the longest alias that is read from a
// definition where the tagger marked none.
const maxAlias = 30

// aliasWords introduce another name.
var aliasWords = []string{
	"以下统称为", "以下统称", "以下简称为", "以下简称", "下文简称", "以下称", "下称", "简称为", "简称", "证券简称", "股票简称", "英文简称", "英文名称", "英文名", "中文名称", "中文名",
	"又名", "又称", "也称", "亦称", "别名", "曾用名", "原名", "旧称", "原称", "即",
}

const (
	openQuotes  = `"“‘'「『《`
	closeQuotes = `"”’'」』》`
)

// define appends to out the definitions that follow a mention:
// 联想集团（以下简称“联想”）, 杰弗里·冈拉克(Jeffrey Gundlach). Aliases that the
// tagger passed over become names with the type of the mention.
func (t *nameTable) define(out []definition, text *document.Text, mentions []mention, words *nameWords) []definition {
	for i, m := range mentions {
		d := definer{words, mentions[i:], cursor{text.Runes, m.End}}
		if alias := d.alias(); alias != nil && !words.anaphors.has(alias) {
			if a := t.derive(alias, m.name, definedBelief); a != m.name {
				out = append(out, definition{m.name, a})
			}
		}
	}
	return out
}

// definer reads what follows a mention.
type definer struct {
	words    *nameWords
	mentions []mention // the mention and those after it
	cursor
}

// tagged returns the longest mention that begins at i.
func (d *definer) tagged(i int) (mention, bool) {
	for _, m := range d.mentions {
		if m.Start >= i {
			return m, m.Start == i
		}
	}
	return mention{}, false
}

// alias returns the alias that is defined right after the first mention, or nil.
func (d *definer) alias() []rune {
	m := d.mentions[0]
	name := d.runes[m.Start:m.End]
	d.skip(" ")
	if m.Type == Person && hasHan(name) {
		if x, ok := d.tagged(d.at); ok && x.Type == Person && isLatinName(d.runes[x.Start:x.End]) {
			return d.runes[x.Start:x.End] // 罗杰·里德Roger Read
		}
	}
	bracket := d.skip("(")
	if !bracket {
		d.skip(",")
	}
	word := d.skipWord(d.words.aliases)
	that := is(word, '即')
	if len(word) == 0 && !bracket || !bracket && that {
		return nil
	}
	d.skip(" :为")
	quoted := d.skip(openQuotes)
	start, end := d.at, d.until(")\n"+closeQuotes+",;、。")
	if quoted && (end >= len(d.runes) || !strings.ContainsRune(closeQuotes, d.runes[end])) {
		return nil
	}
	alias := d.runes[start:end]
	if x, ok := d.tagged(start); ok && x.End <= end {
		if len(word) > 0 || x.End == end && d.words.isTwin(m.Type, x.Type, name, alias) {
			return d.runes[x.Start:x.End]
		}
		return nil
	}
	switch {
	case len(alias) < 2 || len(alias) > maxAlias:
		return nil
	case len(word) == 0 && m.Type != Product && isLatinName(alias) && hasHan(name),
		len(word) == 0 && m.Type == Organization && d.words.isRegionalAcronym(alias) && hasHan(name),
		len(word) > 0 && (quoted || bracket) && !that && !slices.ContainsFunc(alias, unicode.IsSpace):
		return alias
	}
	return nil
}

// isTwin reports whether a name of type s in brackets, after a name of type t,
// can be the same thing: a Latin name after a Chinese one, whatever type the
// tagger took it for, a name of the same type in the other script, or one that
// abbreviates it.
func (w *nameWords) isTwin(t, s Type, name, twin []rune) bool {
	switch {
	case hasHan(name) && (isLatinName(twin) || t == Organization && w.isRegionalAcronym(twin)):
		return true
	case t != s:
		return false
	case hasHan(name) != hasHan(twin):
		return true
	}
	long, short := name, twin
	if len(long) < len(short) {
		long, short = short, long
	}
	if !hasHan(long) {
		return areInitials(short, long)
	}
	return subsequence(short, long)
}

// areInitials reports whether short is made of the first letters of the words of
// a Latin name.
func areInitials(short, name []rune) bool {
	for i, r := range name {
		if unicode.IsSpace(r) || i > 0 && !unicode.IsSpace(name[i-1]) {
			continue
		}
		if len(short) == 0 || unicode.ToLower(short[0]) != unicode.ToLower(r) {
			return false
		}
		short = short[1:]
	}
	return len(short) == 0
}

// isLatinName reports whether runes look like a name in Latin script rather
// than a ticker (002594.SZ, TSLA) or an abbreviation of a measure.
func isLatinName(runes []rune) bool {
	lower := false
	for _, r := range runes {
		switch {
		case unicode.Is(unicode.Latin, r):
			lower = lower || unicode.IsLower(r)
		case !strings.ContainsRune(" .-'&’", r):
			return false
		}
	}
	return lower && unicode.IsUpper(runes[0])
}

// isAcronym reports whether runes are capital letters only, as in WTO. Of a
// firm this could be its ticker, and does not name it.
func isAcronym(runes []rune) bool {
	return len(runes) > 1 && !slices.ContainsFunc(runes, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// isRegionalAcronym reports whether runes are an acronym, with or without the
// place after it where the body works: WTO, CSG中国.
func (w *nameWords) isRegionalAcronym(runes []rune) bool {
	n := len(runes)
	if i := slices.IndexFunc(runes, isHan); i > 0 && w.placeNames.has(runes[i:]) {
		n = i
	}
	return isAcronym(runes[:n])
}

// cursor reads runes from left to right.
type cursor struct {
	runes []rune
	at    int
}

// skip passes over any of chars and reports whether it did.
func (c *cursor) skip(chars string) bool {
	start := c.at
	for c.at < len(c.runes) && strings.ContainsRune(chars, c.runes[c.at]) {
		c.at++
	}
	return c.at > start
}

// skipWord passes over the longest of words that stands here and returns it.
func (c *cursor) skipWord(words *trie) []rune {
	start := c.at
	if end, _, ok := words.longest(c.runes, start, len(c.runes), nil); ok {
		c.at = end
	}
	return c.runes[start:c.at]
}

// until returns the position of the next of chars, or of the end of the text;
// it looks no further than a name may reach.
func (c *cursor) until(chars string) int {
	i := c.at
	for i < len(c.runes) && i-c.at <= maxAlias && !strings.ContainsRune(chars, c.runes[i]) {
		i++
	}
	return i
}
