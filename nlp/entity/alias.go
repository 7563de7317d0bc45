package entity

import (
	"slices"
	"strings"
	"unicode"
)

// groups is a union-find over the indices of names.
type groups []int

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g groups) find(i int) int {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

func (g groups) join(i, j int) {
	g[g.find(j)] = g.find(i)
}

// linker joins the names of one thing. Each rule looks its candidates up in an
// index, so that no rule compares all names with all.
type linker struct {
	*nameTable
	groups
}

// link returns the groups of names that stand for one thing each. A short form
// is joined only on evidence, of which there are these kinds:
//
//   - the text says so: a definition, a twin in brackets;
//   - the names differ in spelling only (case, spaces, dots, brackets);
//   - the short form is the full name less its legal form (联想集团 and
//     联想, but not 宁德时代 and 时代) or less a place or a host that is named;
//   - the short form abbreviates the full name in the regular way (see
//     abbreviates) and no other name of the article in the same way;
//   - the short form is the last part of a foreign person's name.
//
// Names without a mention in the body are left alone.
func link(names *nameTable, definitions []definition) groups {
	l := &linker{names, newGroups(len(names.list))}
	for _, d := range definitions {
		if l.live(d.alias) && l.live(d.full) {
			l.join(d.full, d.alias)
		}
	}
	l.linkSpellings()
	l.linkDerived()
	l.linkExtended()
	l.linkPersons()
	l.linkAbbreviations()
	l.linkPlaces()
	return l.groups
}

func (l *linker) live(i int) bool { return len(l.list[i].mentions) > 0 }

// lookup returns the live name of type typ written as runes.
func (l *linker) lookup(runes []rune, typ Type) (int, bool) {
	i, ok := l.byText[string(runes)]
	return i, ok && l.live(i) && l.list[i].typ == typ
}

// linkSpellings joins names that are one after canonical spelling.
func (l *linker) linkSpellings() {
	first := make(map[string]int)
	for i, n := range l.list {
		if !l.live(i) {
			continue
		}
		key := canonical(n.runes)
		if n.typ == Company {
			key, _ = trimLegalForm(key)
		}
		if j, ok := first[key]; ok && (l.list[j].typ == n.typ || len(n.runes) > 2) {
			l.join(j, i)
		} else if !ok {
			first[key] = i
		}
	}
}

// linkDerived joins short forms to the names they were derived from.
func (l *linker) linkDerived() {
	for i, n := range l.list {
		if l.live(i) && n.derivedOf >= 0 && l.live(n.derivedOf) {
			l.join(n.derivedOf, i)
		}
	}
}

// linkExtended joins a name with the same name extended by words that do not
// change what it stands for.
func (l *linker) linkExtended() {
	type claim struct {
		long   int
		strong bool
	}
	claims := make(map[int][]claim)
	for i, n := range l.list {
		if !l.live(i) || n.typ == Person || n.typ == Product || len(n.runes) > maxIndexedName {
			continue
		}
		for cut := 1; cut < len(n.runes); cut++ {
			if cut > 1 {
				if j, ok := l.lookup(n.runes[:cut], n.typ); ok {
					if generic, strong := genericTail(string(n.runes[cut:]), n.typ); generic {
						claims[j] = append(claims[j], claim{i, strong})
					}
				}
			}
			if len(n.runes)-cut > 1 && l.isHost(n.runes[:cut], n.typ) {
				if j, ok := l.lookup(n.runes[cut:], n.typ); ok {
					claims[j] = append(claims[j], claim{i, true})
				}
			}
		}
	}
	for _, short := range sortedKeys(claims) {
		cs := claims[short]
		strong := slices.ContainsFunc(cs, func(c claim) bool { return c.strong })
		var longs []int
		for _, c := range cs {
			if c.strong == strong {
				longs = append(longs, c.long)
			}
		}
		l.joinUnique(short, longs, strong)
	}
}

// joinUnique joins short to the one name that longs stand for. Where they
// stand for several, the first of them is taken if any is as good as another
// (strong), and none otherwise.
func (l *linker) joinUnique(short int, longs []int, strong bool) {
	if len(longs) == 0 {
		return
	}
	root := l.find(longs[0])
	for _, i := range longs[1:] {
		if l.find(i) != root && !strong {
			return
		}
	}
	l.join(longs[0], short)
}

// isHost reports whether prefix names the place or the body that a name of
// type typ may leave out: 欧盟普通法院, 联想大客户业务群, 中国平安.
func (l *linker) isHost(prefix []rune, typ Type) bool {
	i, ok := l.byText[string(prefix)]
	if !ok {
		return isPlacePrefix(string(prefix))
	}
	switch l.list[i].typ {
	case Location:
		return true
	case Company, Organization:
		return typ == Organization
	}
	return false
}

// linkPersons joins the last part of a foreign name with the whole.
func (l *linker) linkPersons() {
	byLast := make(map[string][]int)
	for i, n := range l.list {
		if l.live(i) && n.typ == Person {
			if last := lastPart(n.runes); last != nil {
				byLast[string(last)] = append(byLast[string(last)], i)
			}
		}
	}
	for _, last := range sortedKeys(byLast) {
		if i, ok := l.lookup([]rune(last), Person); ok {
			l.joinUnique(i, byLast[last], false)
		}
	}
}

// linkAbbreviations joins abbreviations with the names they shorten.
func (l *linker) linkAbbreviations() {
	const maxBucket = 32 // names sharing a first character that are compared
	byRune := make(map[rune][]int)
	for i, n := range l.list {
		if !l.live(i) || n.typ != Company && n.typ != Organization {
			continue
		}
		for _, r := range abbreviationStarts(n.runes) {
			if b := byRune[r]; len(b) < maxBucket && !slices.Contains(b, i) {
				byRune[r] = append(b, i)
			}
		}
	}
	for i, n := range l.list {
		if !l.live(i) || n.typ != Company && n.typ != Organization || l.find(i) != i {
			continue
		}
		var longs []int
		for _, j := range byRune[n.runes[0]] {
			if j != i && l.list[j].typ == n.typ && abbreviates(n.runes, l.list[j].runes) {
				longs = append(longs, j)
			}
		}
		l.joinUnique(i, longs, false)
	}
}

// linkPlaces joins the one-character short form of a country or a province
// with its name.
func (l *linker) linkPlaces() {
	byFirst := make(map[rune][]int)
	for i, n := range l.list {
		if l.live(i) && n.typ == Location && len(n.runes) > 1 {
			byFirst[n.runes[0]] = append(byFirst[n.runes[0]], i)
		}
	}
	for i, n := range l.list {
		if !l.live(i) || n.typ != Location || len(n.runes) != 1 {
			continue
		}
		if full, ok := provinceShort[n.runes[0]]; ok {
			for _, form := range []string{full, full + "市", full + "省"} {
				if j, ok := l.lookup([]rune(form), Location); ok {
					l.join(j, i)
					break
				}
			}
			continue
		}
		l.joinUnique(i, byFirst[n.runes[0]], false)
	}
}

// canonical returns the spelling in which two writings of one name agree:
// lower case, without spaces, dots, hyphens, quotes and brackets.
func canonical(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '*' || r == '+' {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() == 0 {
		return string(runes)
	}
	return b.String()
}

// shortForms returns the forms under which a name of type typ is commonly
// repeated and that follow from its shape alone.
func shortForms(runes []rune, typ Type) [][]rune {
	switch typ {
	case Person:
		if last := lastPart(runes); last != nil {
			return [][]rune{last}
		}
	case Company:
		if core, cut := trimLegalForm(string(runes)); cut && len([]rune(core)) > 2 {
			return [][]rune{[]rune(core)}
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

func sortedKeys[K int | string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
