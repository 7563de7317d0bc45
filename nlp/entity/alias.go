package entity

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// groups is a union-find over the indices of names.
type groups []int

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
// index, so that no rule compares all names with all. A short form is joined
// only on evidence, of which there are these kinds:
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
type linker struct {
	*nameTable
	groups
	words *nameWords
	text  *document.Text
	trie  *trie // of the names
	index *abbreviationIndex

	spellings  wordTable
	spelt      []int  // the first name of each spelling
	canonical  []rune // spellings that differ from the names
	claims     []claim
	longs      []int
	candidates []int
}

// link returns the groups of names that stand for one thing each.
func (l *linker) link(names *nameTable, definitions []definition, words *nameWords, body *document.Text, t *trie, x *abbreviationIndex) groups {
	l.nameTable, l.words, l.text, l.trie, l.index = names, words, body, t, x
	l.groups = l.groups[:0]
	for i := range names.list {
		l.groups = append(l.groups, i)
	}
	for _, d := range definitions {
		if l.list[d.alias].live() && l.list[d.full].live() {
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

// named returns the live name of type typ that ends at a node of the trie of
// names, or none.
func (l *linker) named(node int32, typ Type) int {
	if i := int(l.trie.values[node]); i >= 0 && l.list[i].live() && l.list[i].typ == typ {
		return i
	}
	return none
}

// linkSpellings joins names that are one after canonical spelling.
func (l *linker) linkSpellings() {
	l.spellings.reset()
	l.spelt, l.canonical = l.spelt[:0], l.canonical[:0]
	for i := range l.list {
		n := &l.list[i]
		if !n.live() {
			continue
		}
		key := l.spelling(n.runes)
		switch n.typ {
		case Company:
			key, _ = l.words.trimLegalForm(key)
		case Organization:
			key = l.words.trimMedium(key)
		}
		k, added := l.spellings.add(key)
		if added {
			l.spelt = append(l.spelt, i)
		} else if j := l.spelt[k]; l.list[j].typ == n.typ || len(n.runes) > 2 {
			l.join(j, i)
		}
	}
}

// spelling returns the spelling in which two writings of one name agree: lower
// case, without spaces, dots, hyphens, quotes and brackets.
func (l *linker) spelling(runes []rune) []rune {
	if !slices.ContainsFunc(runes, func(r rune) bool { return !isHan(r) }) {
		return runes
	}
	start := len(l.canonical)
	for _, r := range runes {
		if isHan(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || r == '*' || r == '+' {
			l.canonical = append(l.canonical, unicode.ToLower(r))
		}
	}
	if len(l.canonical) == start {
		return runes
	}
	return l.canonical[start:]
}

// linkDerived joins short forms to the names they were derived from.
func (l *linker) linkDerived() {
	for i := range l.list {
		n := &l.list[i]
		if n.derivedOf >= 0 && n.live() && l.list[n.derivedOf].live() {
			l.join(n.derivedOf, i)
		}
	}
}

// claim says that a name extends another.
type claim struct {
	short, long int
	strength    tailStrength
}

// linkExtended joins a name with the same name extended by words that do not
// change what it stands for.
func (l *linker) linkExtended() {
	l.claims = l.claims[:0]
	for i := range l.list {
		n := &l.list[i]
		if !n.live() || n.typ == Person || n.typ == Product || len(n.runes) > maxIndexedName {
			continue
		}
		l.claimParts(i)
		if n.typ == Company {
			l.claimShortNames(i)
		}
	}
	slices.SortStableFunc(l.claims, func(a, b claim) int { return cmp.Compare(a.short, b.short) })
	for rest := l.claims; len(rest) > 0; {
		n, best := 0, noTail
		for n < len(rest) && rest[n].short == rest[0].short {
			best = max(best, rest[n].strength)
			n++
		}
		l.longs = l.longs[:0]
		for _, c := range rest[:n] {
			if c.strength == best {
				l.longs = append(l.longs, c.long)
			}
		}
		l.joinUnique(rest[0].short, l.longs, best >= strongTail)
		rest = rest[n:]
	}
}

// claimParts adds the claims of name i to the names that it begins with, and
// to those that are left of it without a host.
func (l *linker) claimParts(i int) {
	n := &l.list[i]
	node := int32(0)
	for cut := 1; cut < len(n.runes); cut++ {
		if node = l.trie.walk(node, n.runes[cut-1]); node == 0 {
			break
		}
		if j := l.named(node, n.typ); j >= 0 {
			if s := l.words.tailOf(n.runes[cut:], cut, n.typ); s != noTail {
				l.claims = append(l.claims, claim{j, i, s})
			}
		}
	}
	for cut := 1; cut < len(n.runes)-1; cut++ {
		if !l.trie.mayBegin(n.runes[cut]) {
			continue
		}
		if j := l.named(l.trie.walk(0, n.runes[cut:]...), n.typ); j >= 0 && l.isHost(n.runes[:cut], n.typ) {
			l.claims = append(l.claims, claim{j, i, strongTail})
		}
	}
}

// claimShortNames adds the claims of the company's full legal name i to the
// names that are left of it without place, trade and legal form, unless the
// text says that it belongs to another: 广东瑞林生物技术有限公司, 瑞林生物.
func (l *linker) claimShortNames(i int) {
	n := &l.list[i]
	core, legal := l.words.trimLegalForm(n.runes)
	if !legal && !hasSuffix(core, group) || l.belongs(n) {
		return
	}
	l.claimStems(i, n.runes)
	if start := l.words.placeEnd(n.runes); start > 0 {
		l.claimStems(i, n.runes[start:])
	}
}

var (
	group  = []rune("集团")
	shares = []rune("股份")
)

// claimStems adds the claims of the company i, which ends with runes, to the
// names made of what these begin with.
func (l *linker) claimStems(i int, runes []rune) {
	node := int32(0)
	for end := 1; end < len(runes); end++ {
		if node = l.trie.walk(node, runes[end-1]); node == 0 {
			return
		}
		tail := runes[end:]
		forms := [...]int{l.named(node, Company), l.named(l.trie.walk(node, group...), Company), none}
		if contains(tail, shares) {
			forms[2] = l.named(l.trie.walk(node, shares...), Company)
		}
		for _, j := range forms {
			if end > 1 && j >= 0 && j != i && l.words.companyTail(tail, true) != noTail {
				l.claims = append(l.claims, claim{j, i, weakTail})
			}
		}
	}
}

// belongs reports whether the text calls the company n another's where it
// names it first.
func (l *linker) belongs(n *name) bool {
	const window = 10
	start := n.mentions[0].Start
	return containsAny(l.text.Runes[max(0, start-window):start], l.words.former)
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
	i, ok := l.nameTable.words.find(prefix)
	if !ok {
		i = none
		if node := l.trie.walk(0, prefix...); node > 0 {
			i = int(l.trie.values[l.trie.walk(node, group...)])
		}
	}
	if i < 0 {
		return l.words.isPrefix(prefix)
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
	for i := range l.list {
		n := &l.list[i]
		if !n.live() || n.typ != Company && n.typ != Organization || len(n.runes) > maxAbbreviation || l.find(i) != i {
			continue
		}
		l.longs = l.longs[:0]
		for _, s := range l.index.beginningWith(n.runes[0]) {
			full := &l.list[s.name]
			if s.name != i && full.live() && full.typ == n.typ && l.words.abbreviates(n.runes, full.runes) {
				l.longs = append(l.longs, s.name)
			}
		}
		l.joinUnique(i, l.longs, false)
	}
}

// linkPlaces joins the one-character short form of a country or a province
// with its name; of several it may stand for, with the one named nearest to it.
func (l *linker) linkPlaces() {
	for i := range l.list {
		n := &l.list[i]
		if !n.live() || n.typ != Location || len(n.runes) != 1 {
			continue
		}
		l.candidates = l.candidates[:0]
		for _, full := range l.words.placeShorts[n.runes[0]] {
			node := l.trie.walk(0, full...)
			for _, end := range []int32{node, l.trie.walk(node, '市'), l.trie.walk(node, '省')} {
				if j := l.named(end, Location); node > 0 && j >= 0 {
					l.candidates = append(l.candidates, j)
				}
			}
		}
		if j, ok := l.nearest(i, l.candidates); ok {
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
