package entity

import (
	"cmp"
	"slices"
)

// headForm is the head of long names and the character that an abbreviation
// keeps of it: 工商银行 工行, 发展改革委员会 发改委.
type headForm struct {
	head []rune
	keep rune
}

var headForms = []headForm{
	{[]rune("银行"), '行'}, {[]rune("委员会"), '委'}, {[]rune("委员会"), '会'}, {[]rune("交易所"), '所'}, {[]rune("大学"), '大'},
	{[]rune("学院"), '院'}, {[]rune("研究院"), '院'}, {[]rune("研究所"), '所'}, {[]rune("协会"), '协'}, {[]rune("联合会"), '联'},
	{[]rune("总局"), '局'}, {[]rune("管理局"), '局'}, {[]rune("总署"), '署'}, {[]rune("办公室"), '办'}, {[]rune("联盟"), '盟'},
	{[]rune("证券"), '证'}, {[]rune("保险"), '保'}, {[]rune("航空"), '航'}, {[]rune("集团"), '团'}, {[]rune("组织"), '组'},
	{[]rune("基金"), '基'}, {[]rune("汽车"), '汽'},
}

// maxAbbreviation is the length in runes of the longest abbreviation.
const maxAbbreviation = 6

// abbreviationIndex finds the names that an abbreviation may shorten.
type abbreviationIndex struct{ starts []start }

// start says that an abbreviation of a name may begin with r.
type start struct {
	r    rune
	name int
}

// build makes x the index of the names of firms and bodies.
func (x *abbreviationIndex) build(names *nameTable, words *nameWords) {
	x.starts = x.starts[:0]
	for i := range names.list {
		n := &names.list[i]
		if typ := n.majority(); typ == Person || typ == Location {
			continue
		}
		x.starts = append(x.starts, start{n.runes[0], i})
		if rest := words.withoutHost(n.runes); len(rest) > 0 && rest[0] != n.runes[0] {
			x.starts = append(x.starts, start{rest[0], i})
		}
	}
	slices.SortStableFunc(x.starts, byRune)
}

func byRune(a, b start) int { return cmp.Compare(a.r, b.r) }

// beginningWith returns the names of which an abbreviation may begin with r; of
// very many, the first.
func (x *abbreviationIndex) beginningWith(r rune) []start {
	const most = 32
	first, _ := slices.BinarySearchFunc(x.starts, start{r: r}, byRune)
	end := first
	for end < min(len(x.starts), first+most) && x.starts[end].r == r {
		end++
	}
	return x.starts[first:end]
}

// abbreviates reports whether short is a regular abbreviation of the longer
// name full: its characters occur in full in order, it begins where full
// begins (or after a place), and it ends with what an abbreviation keeps of
// full's head. A mere part of full is none, nor is full less what tells it
// from others (中国银行 for 中国工商银行): these may be other names.
func (w *nameWords) abbreviates(short, full []rune) bool {
	if len(short) < 2 || len(short) > maxAbbreviation || len(full) <= len(short) || len(full) > maxIndexedName {
		return false
	}
	f, s := w.trimGroup(full), w.trimGroup(short)
	if contains(f, s) {
		return false
	}
	return abbreviatesFrom(s, f) || abbreviatesFrom(s, w.withoutHost(f))
}

func abbreviatesFrom(short, full []rune) bool {
	if len(short) < 2 || len(full) <= len(short) || short[0] != full[0] {
		return false
	}
	last := short[len(short)-1]
	if last == full[len(full)-1] {
		return !dropsMiddle(short, full) && subsequence(short[:len(short)-1], full[:len(full)-1])
	}
	i := slices.IndexFunc(headForms, func(h headForm) bool { return h.keep == last && hasSuffix(full, h.head) })
	return i >= 0 && subsequence(short[:len(short)-1], full[:len(full)-len(headForms[i].head)])
}

// dropsMiddle reports whether short is full without a piece of its middle, the
// ends whole: more than the last character is kept of its head, and what stands
// before is where full begins.
func dropsMiddle(short, full []rune) bool {
	n := 0 // runes that short and full have in common at their ends
	for n < len(short) && short[len(short)-1-n] == full[len(full)-1-n] {
		n++
	}
	if n < 2 {
		return false
	}
	stem := short[:len(short)-n]
	return len(stem) > 1 && slices.Equal(full[:len(stem)], stem)
}

// subsequence reports whether the runes of s occur in t in order.
func subsequence(s, t []rune) bool {
	for _, r := range t {
		if len(s) == 0 {
			break
		}
		if s[0] == r {
			s = s[1:]
		}
	}
	return len(s) == 0
}
