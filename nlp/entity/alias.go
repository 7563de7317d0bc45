package entity

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
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
	words *nameWords
	text  *document.Text
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
func link(names *nameTable, definitions []definition, words *nameWords, body *document.Text) groups {
	l := &linker{names, newGroups(len(names.list)), words, body}
	for _, d := range definitions {
		if l.live(d.alias) && l.live(d.full) {
			l.join(d.full, d.alias)
		}
	}
	l.linkSpellings()
	l.linkDerived()
	l.linkExtended()
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
		switch n.typ {
		case Company:
			key, _ = l.words.trimLegalForm(key)
		case Organization:
			key = l.words.trimMedium(key)
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
	claims := make(map[int][]claim)
	for i, n := range l.list {
		if !l.live(i) || n.typ == Person || n.typ == Product || len(n.runes) > maxIndexedName {
			continue
		}
		for cut := 1; cut < len(n.runes); cut++ {
			if j, ok := l.lookup(n.runes[:cut], n.typ); ok && cut > 1 {
				if s := l.words.tailOf(string(n.runes[cut:]), cut, n.typ); s != noTail {
					claims[j] = append(claims[j], claim{i, s})
				}
			}
			if j, ok := l.lookup(n.runes[cut:], n.typ); ok && len(n.runes)-cut > 1 && l.isHost(n.runes[:cut], n.typ) {
				claims[j] = append(claims[j], claim{i, strongTail})
			}
		}
		if n.typ == Company {
			l.claimShortNames(i, claims)
		}
	}
	for _, short := range sortedKeys(claims) {
		best := noTail
		for _, c := range claims[short] {
			best = max(best, c.strength)
		}
		var longs []int
		for _, c := range claims[short] {
			if c.strength == best {
				longs = append(longs, c.long)
			}
		}
		l.joinUnique(short, longs, best >= strongTail)
	}
}

// claimShortNames adds the claims of the company's full legal name i to the
// names that are left of it without place, trade and legal form, unless the
// text says that it belongs to another: 广东瑞林生物技术有限公司, 瑞林生物.
func (l *linker) claimShortNames(i int, claims map[int][]claim) {
	n := l.list[i]
	core, legal := l.words.trimLegalForm(string(n.runes))
	if !legal && !strings.HasSuffix(core, "集团") || l.belongs(n) {
		return
	}
	for _, start := range []int{0, l.words.placeEnd(n.runes)} {
		for end := start + 2; end < len(n.runes); end++ {
			stem, tail := string(n.runes[start:end]), string(n.runes[end:])
			forms := []string{stem, stem + "集团"}
			if strings.Contains(tail, "股份") {
				forms = append(forms, stem+"股份")
			}
			for _, form := range forms {
				j, ok := l.lookup([]rune(form), Company)
				if ok && j != i && l.words.companyTail(tail, true) != noTail {
					claims[j] = append(claims[j], claim{i, weakTail})
				}
			}
		}
	}
}

// belongs reports whether the text calls the company n another's where it
// names it first.
func (l *linker) belongs(n *name) bool {
	const window = 10
	start := n.mentions[0].Start
	before := string(l.text.Runes[max(0, start-window):start])
	return slices.ContainsFunc(l.words.former, func(w string) bool { return strings.Contains(before, w) })
}

// claim says that a name extends another.
type claim struct {
	long     int
	strength tailStrength
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
		i, ok = l.byText[string(prefix)+"集团"]
	}
	if !ok {
		return l.words.isHost(string(prefix))
	}
	switch l.list[i].typ {
	case Location:
		return true
	case Company, Organization:
		return typ == Organization
	}
	return false
}

// linkAbbreviations joins abbreviations with the names they shorten.
func (l *linker) linkAbbreviations() {
	const maxBucket = 32 // names sharing a first character that are compared
	byRune := make(map[rune][]int)
	for i, n := range l.list {
		if !l.live(i) || n.typ != Company && n.typ != Organization {
			continue
		}
		for _, r := range l.words.abbreviationStarts(n.runes) {
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
			if j != i && l.list[j].typ == n.typ && l.words.abbreviates(n.runes, l.list[j].runes) {
				longs = append(longs, j)
			}
		}
		l.joinUnique(i, longs, false)
	}
}

// linkPlaces joins the one-character short form of a country or a province
// with its name; of several it may stand for, with the one named nearest to it.
func (l *linker) linkPlaces() {
	for i, n := range l.list {
		if !l.live(i) || n.typ != Location || len(n.runes) != 1 {
			continue
		}
		var candidates []int
		for _, full := range l.words.placeShorts[n.runes[0]] {
			for _, form := range []string{full, full + "市", full + "省"} {
				if j, ok := l.lookup([]rune(form), Location); ok {
					candidates = append(candidates, j)
				}
			}
		}
		if j, ok := l.nearest(i, candidates); ok {
			l.join(j, i)
		}
	}
}

// nearest returns the one of candidates that is mentioned nearest to the first
// mention of i.
func (l *linker) nearest(i int, candidates []int) (int, bool) {
	at := l.list[i].mentions[0].Start
	best, distance := 0, math.MaxInt
	for _, j := range candidates {
		m := l.list[j].mentions
		k := sort.Search(len(m), func(k int) bool { return m[k].Start > at })
		for _, k := range []int{k - 1, k} {
			if k < 0 || k == len(m) {
				continue
			}
			if d := max(at-m[k].Start, m[k].Start-at); d < distance {
				best, distance = j, d
			}
		}
	}
	return best, distance < math.MaxInt
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
func (w *nameWords) shortForms(runes []rune, typ Type) [][]rune {
	switch typ {
	case Person:
		if last := lastPart(runes); last != nil {
			return [][]rune{last}
		}
	case Company:
		if core, cut := w.trimLegalForm(string(runes)); cut && len([]rune(core)) > 2 && !w.isPlace([]rune(core)) {
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
