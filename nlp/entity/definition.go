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

// Words that introduce another name, longest first.
var aliasWords = []string{
	"以下统称为", "以下统称", "以下简称为", "以下简称", "下文简称", "以下称", "下称", "简称为", "简称", "证券简称", "股票简称", "英文简称", "英文名称", "英文名", "中文名称", "中文名",
	"又名", "又称", "也称", "亦称", "别名", "曾用名", "原名", "旧称", "原称", "即",
}

const (
	openQuotes  = `"“‘'「『《`
	closeQuotes = `"”’'」』》`
)

// define reads the definitions that follow a mention: 联想集团（以下简称“联想”）,
// 杰弗里·冈拉克(Jeffrey Gundlach). Aliases that the tagger passed over become
// names with the type of the mention.
func (t *nameTable) define(text *document.Text, mentions []Mention, words *nameWords) []definition {
	tagged := make(map[int]Mention, len(mentions)) // by start; the longest
	for _, m := range mentions {
		if tagged[m.Start].End < m.End {
			tagged[m.Start] = m
		}
	}
	var out []definition
	for _, m := range mentions {
		if alias, ok := t.aliasAfter(text, m, tagged); ok && !slices.Contains(words.anaphor, string(alias)) {
			full := t.byText[string(text.Runes[m.Start:m.End])]
			if i := t.derive(alias, full, definedBelief); i != full {
				out = append(out, definition{full, i})
			}
		}
	}
	return out
}

// aliasAfter returns the alias that is defined right after m.
func (t *nameTable) aliasAfter(text *document.Text, m Mention, tagged map[int]Mention) ([]rune, bool) {
	c := cursor{text.Runes, m.End}
	c.skip(" ")
	if x, ok := tagged[c.at]; ok && m.Type == Person && x.Type == Person && hasHan(text.Runes[m.Start:m.End]) && isLatinName(text.Runes[x.Start:x.End]) {
		return text.Runes[x.Start:x.End], true // 罗杰·里德Roger Read
	}
	bracket := c.skip("(")
	if !bracket {
		c.skip(",")
	}
	word := c.skipWord(aliasWords)
	if word == "" && !bracket || !bracket && word == "即" {
		return nil, false
	}
	c.skip(" :为")
	quoted := c.skip(openQuotes)
	start := c.at
	end := c.until(")\n" + closeQuotes + ",;、。")
	if quoted && (end >= len(c.runes) || !strings.ContainsRune(closeQuotes, c.runes[end])) {
		return nil, false
	}
	if x, ok := tagged[start]; ok && x.End <= end {
		twins := x.End == end && isTwin(m.Type, x.Type, text.Runes[m.Start:m.End], text.Runes[start:end])
		return text.Runes[x.Start:x.End], word != "" || twins
	}
	alias := text.Runes[start:end]
	if len(alias) < 2 || len(alias) > maxAlias {
		return nil, false
	}
	if word == "" {
		return alias, m.Type != Product && isLatinName(alias) && hasHan(text.Runes[m.Start:m.End])
	}
	return alias, (quoted || bracket) && word != "即" && !slices.ContainsFunc(alias, unicode.IsSpace)
}

// isTwin reports whether a name of type s in brackets, after a name of type t,
// can be the same thing: a Latin name after a Chinese one, whatever type the
// tagger took it for, a name of the same type in the other script, or one that
// abbreviates it.
func isTwin(t, s Type, name, twin []rune) bool {
	switch {
	case hasHan(name) && isLatinName(twin):
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
		return strings.EqualFold(string(short), initials(long))
	}
	return subsequence(short, long)
}

// initials returns the first letters of the words of a Latin name.
func initials(runes []rune) string {
	var b strings.Builder
	for _, w := range strings.Fields(string(runes)) {
		b.WriteRune([]rune(w)[0])
	}
	return b.String()
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

func hasHan(runes []rune) bool { return countHan(runes) > 0 }

func countHan(runes []rune) int {
	n := 0
	for _, r := range runes {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
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

// skipWord passes over the first of words that stands here and returns it.
func (c *cursor) skipWord(words []string) string {
	for _, w := range words {
		n := len([]rune(w))
		if c.at+n <= len(c.runes) && string(c.runes[c.at:c.at+n]) == w {
			c.at += n
			return w
		}
	}
	return ""
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
