package entity

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// namewords.txt lists the parts that names are made of.
//
//go:embed namewords.txt
var nameWordsText string

// places.txt lists the one-character short forms of places.
//
//go:embed places.txt
var placesText string

// nameWords knows the parts that names are made of.
type nameWords struct {
	legal, group, medium, former, general [][]rune
	legalForms, groups, trades, hosts     *trie // beginnings
	places, countries                     *trie
	placeNames                            *trie // value: the short form
	departments, bodies, schools, decrees *suffixes
	after                                 [Office]*suffixes // what follows names of a type and is no part of them
	games, indices, units, goods, models  *trie
	shorts                                *shortWords
	regions, anaphors, noTrades, common   *wordTable
	bodyNames                             *wordTable        // names of bodies that look like firms'
	afterName                             *runeSet          // what follows a name, and begins no noun
	placeShorts                           map[rune][][]rune // 沪: 上海
	aliases                               *trie             // words that introduce another name
}

func newNameWords() *nameWords {
	lists := make(map[string][]string)
	for _, class := range []string{"LEGAL", "GROUP", "TRADE", "MEDIUM", "REGION", "HOST", "FORMER", "GENERAL", "ANAPHOR", "DEPARTMENT", "GOODS", "MODEL", "DECREE", "COMMON", "UNIT", "BODY", "AFTERPERSON", "AFTERPLACE", "AFTERGOODS", "AFTERFIRM", "GAMES", "INDEX", "PLACE", "OUTLET", "STATES"} {
		lists[class] = nil
	}
	for _, line := range wordListLines(nameWordsText) {
		words := strings.Fields(line)
		list, ok := lists[words[0]]
		if !ok {
			panic(fmt.Sprintf("entity: namewords.txt: unknown class %q", words[0]))
		}
		lists[words[0]] = append(list, words[1:]...)
	}
	w := &nameWords{
		legal: toRunes(lists["LEGAL"]...), group: toRunes(lists["GROUP"]...), medium: toRunes(lists["MEDIUM"]...),
		former: toRunes(lists["FORMER"]...), general: toRunes(lists["GENERAL"]...),
		legalForms: newTrie(lists["LEGAL"]...), groups: newTrie(lists["GROUP"]...), trades: newTrie(lists["TRADE"]...), hosts: newTrie(lists["HOST"]...),
		places: newTrie(lists["PLACE"]...), countries: newTrie(), placeNames: newTrie(), departments: newSuffixes(lists["DEPARTMENT"]...),
		afterName: newRuneSet("。,、;:)(”\"\n和与及等的"), noTrades: newWordTable("平台", "显示"), schools: newSuffixes("大学", "学院"), bodies: newSuffixes(lists["BODY"]...),
		games: newTrie(lists["GAMES"]...), indices: newTrie(lists["INDEX"]...), units: newTrie(lists["UNIT"]...), goods: newTrie(lists["GOODS"]...),
		models: newTrie(lists["MODEL"]...), decrees: newSuffixes(lists["DECREE"]...), common: newWordTable(lists["COMMON"]...),
		shorts:  newShortWords(),
		regions: newWordTable(lists["REGION"]...), anaphors: newWordTable(lists["ANAPHOR"]...), bodyNames: newWordTable(append(lists["OUTLET"], lists["STATES"]...)...),
		placeShorts: make(map[rune][][]rune), aliases: newTrie(aliasWords...),
	}
	w.after[Person], w.after[Location] = newSuffixes(lists["AFTERPERSON"]...), newSuffixes(lists["AFTERPLACE"]...)
	w.after[Product], w.after[Company] = newSuffixes(lists["AFTERGOODS"]...), newSuffixes(lists["AFTERFIRM"]...)
	for _, line := range wordListLines(placesText) {
		words := strings.Fields(line)
		short, _ := utf8.DecodeRuneInString(words[0])
		for _, full := range toRunes(words[1:]...) {
			w.placeShorts[short] = append(w.placeShorts[short], full)
			w.placeNames.insert(full, short)
			if string(full) != "中国" && !w.places.has(full) {
				w.countries.insert(full, 0)
			}
		}
	}
	return w
}

// tailStrength says how surely a name and its extension are one thing.
type tailStrength int

const (
	noTail     tailStrength = iota // the extension is another name
	weakTail                       // one thing if the article has no other such extension
	strongTail                     // one thing
	groupTail                      // one thing, before all other extensions: X集团 for X
)

// maxTradeStem is the length in runes up to which a name is taken for the
// short form of one with a trade added: 高瓴, 高瓴投资. A longer one is complete:
// 申万宏源 is not 申万宏源证券. It does not bind full legal names.
const maxTradeStem = 3

// tailOf returns how surely a name of type typ, n runes long, means the same
// when tail is appended.
func (w *nameWords) tailOf(tail []rune, n int, typ Type) tailStrength {
	switch typ {
	case Location:
		if w.regions.has(tail) {
			return strongTail
		}
	case Organization:
		if slices.ContainsFunc(w.medium, func(m []rune) bool { return slices.Equal(m, tail) }) {
			return strongTail
		}
	case Company:
		return w.companyTail(tail, n <= maxTradeStem)
	}
	return noTail
}

// companyTail returns how surely a company's name means the same when tail is
// appended; trades says whether words for its trade may be part of it.
func (w *nameWords) companyTail(tail []rune, trades bool) tailStrength {
	strength := strongTail
	if hasPrefix(tail, []rune{'集', '团'}) {
		strength = groupTail
	}
	for at := 0; at < len(tail); {
		if end, _, ok := w.legalForms.longest(tail, at, len(tail), nil); ok {
			at = end
		} else if end, _, ok := w.groups.longest(tail, at, len(tail), nil); ok {
			at = end
		} else if end, _, ok := w.trades.longest(tail, at, len(tail), nil); ok && trades {
			at, strength = end, weakTail
		} else if end := bracketEnd(tail[at:]); end > 0 {
			at += end
		} else {
			return noTail
		}
	}
	return strength
}

// bracketEnd returns the end of the brackets that runes begin with, or 0.
func bracketEnd(runes []rune) int {
	if runes[0] != '(' {
		return 0
	}
	for i, r := range runes {
		if r == ')' {
			return i + 1
		}
	}
	return 0
}

// isName reports whether runes are long enough to be a name without what was
// cut off: two Chinese characters, or as many bytes of other scripts.
func isName(runes []rune) bool { return byteLen(runes) >= len("联想") }

func byteLen(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += utf8.RuneLen(r)
	}
	return n
}

// trimLegalForm returns name without the legal form at its end and without a
// place in brackets before it, and whether anything was cut.
func (w *nameWords) trimLegalForm(name []rune) ([]rune, bool) {
	core := name
	for {
		before := len(core)
		for _, f := range w.legal {
			if rest := core[:max(0, len(core)-len(f))]; hasSuffix(core, f) && isName(rest) {
				core = rest
				break
			}
		}
		if i := openBracket(core); i > 0 && isName(core[:i]) {
			core = core[:i]
		}
		if len(core) == before {
			return core, len(core) != len(name)
		}
	}
}

// openBracket returns where the brackets that runes end with begin, or 0.
func openBracket(runes []rune) int {
	if len(runes) == 0 || runes[len(runes)-1] != ')' {
		return 0
	}
	for i := len(runes) - 1; i > 0; i-- {
		if runes[i] == '(' {
			return i
		}
	}
	return 0
}

// trimGroup returns name without its legal form and the group word before it.
func (w *nameWords) trimGroup(name []rune) []rune {
	core, _ := w.trimLegalForm(name)
	for _, g := range w.group {
		if rest := core[:max(0, len(core)-len(g))]; hasSuffix(core, g) && isName(rest) {
			return rest
		}
	}
	return core
}

// trimMedium returns the canonical spelling of a medium's name without the
// channel at its end: 日报网 and 日报客户端 are one.
func (w *nameWords) trimMedium(name []rune) []rune {
	for _, tail := range w.medium {
		if n := len(name) - len(tail); n > 0 && equalFold(name[n:], tail) && byteLen(name[:n]) > len("央视") {
			return name[:n]
		}
	}
	return name
}

func equalFold(a, b []rune) bool {
	return slices.EqualFunc(a, b, func(x, y rune) bool { return x == y || unicode.ToLower(x) == unicode.ToLower(y) })
}

// placeEnd returns the end of the place that the company's full name begins
// with, or 0.
func (w *nameWords) placeEnd(name []rune) int {
	const maxPlace = 8
	end := 0
	for n := 2; n <= min(maxPlace, len(name)-2); n++ {
		if w.places.has(name[end:n]) || n > end+1 && isDivision(name[n-1]) {
			end = n
			if name[n] == '省' || name[n] == '市' {
				end++
			}
			n = end + 1
		}
	}
	return end
}

// isDivision reports whether r ends the name of a division of China.
func isDivision(r rune) bool { return r == '省' || r == '市' || r == '县' || r == '区' }

// homeEnd returns the end of the foreign country that a company's name begins
// with but that is no part of it (美国|高通), or 0. It is part of it where only
// words for a trade follow: 美国钢铁公司, 荷兰国际集团.
func (w *nameWords) homeEnd(name []rune) int {
	end, _, ok := w.countries.longest(name, 0, len(name), nil)
	if !ok || len(name)-end < 2 {
		return 0
	}
	rest := string(name[end:])
	for _, g := range w.general {
		rest = strings.ReplaceAll(rest, string(g), "")
	}
	if w.companyTail([]rune(rest), true) != noTail {
		return 0
	}
	return end
}

// departmentEnd returns the end of the department that title x begins with, or
// 0.
func (w *nameWords) departmentEnd(runes []rune, x title) int {
	for end := x.head; end > x.Start; end-- {
		if w.departments.longestBefore(runes, end, x.Start+1) > 0 {
			return end
		}
	}
	return 0
}

// isPlace reports whether name is a country, province or city.
func (w *nameWords) isPlace(name []rune) bool {
	return w.places.has(name) || w.countries.has(name)
}

// isPrefix reports whether s is one of the prefixes that the name of a body may
// leave out.
func (w *nameWords) isPrefix(s []rune) bool {
	return w.hosts.has(s) || w.places.has(s)
}

// withoutHost returns name without the host or the place it begins with.
func (w *nameWords) withoutHost(name []rune) []rune {
	if end, _, ok := w.hosts.longest(name, 0, len(name), nil); ok {
		return name[end:]
	}
	return name[w.placeEnd(name):]
}

// shortForm returns the form under which a name of type typ is commonly
// repeated and that follows from its shape alone, or nil.
func (w *nameWords) shortForm(runes []rune, typ Type) []rune {
	switch typ {
	case Person:
		return lastPart(runes)
	case Company:
		if core, cut := w.trimLegalForm(runes); cut && len(core) > 2 && !w.isPlace(core) {
			return core
		}
	}
	return nil
}

// lastPart returns the last part of a foreign person's name of several parts
// (赛义德·贾维德, Sam Stovall), or nil.
func lastPart(runes []rune) []rune {
	for i := len(runes) - 1; i > 0; i-- {
		if isNameDot(runes[i]) || runes[i] == ' ' && runes[i-1] < unicode.MaxASCII {
			if last := runes[i+1:]; len(last) > 1 {
				return last
			}
			return nil
		}
	}
	return nil
}

// isNameDot reports whether r is one of the dots that join the parts of a
// foreign name.
func isNameDot(r rune) bool {
	switch r {
	case '·', '・', '•', '‧', '∙', '⋅', '･':
		return true
	}
	return false
}
