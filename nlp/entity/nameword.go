package entity

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
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
	legal, group, trade, medium, region, host, former, general, anaphor, department []string
	places, outlets                                                                 map[string]bool
	placeShorts                                                                     map[rune][]string // 沪: 上海
	countries                                                                       *trie
}

func newNameWords() *nameWords {
	w := &nameWords{places: make(map[string]bool), outlets: make(map[string]bool), placeShorts: make(map[rune][]string), countries: newTrie()}
	lists := map[string]*[]string{
		"LEGAL": &w.legal, "GROUP": &w.group, "TRADE": &w.trade, "MEDIUM": &w.medium, "REGION": &w.region, "HOST": &w.host, "FORMER": &w.former, "GENERAL": &w.general, "ANAPHOR": &w.anaphor, "DEPARTMENT": &w.department,
	}
	sets := map[string]map[string]bool{"PLACE": w.places, "OUTLET": w.outlets}
	for _, line := range wordListLines(nameWordsText) {
		words := strings.Fields(line)
		if set, ok := sets[words[0]]; ok {
			for _, word := range words[1:] {
				set[word] = true
			}
			continue
		}
		list, ok := lists[words[0]]
		if !ok {
			panic(fmt.Sprintf("entity: namewords.txt: unknown class %q", words[0]))
		}
		*list = append(*list, words[1:]...)
	}
	// Of two words that begin alike, the longer is tried first.
	slices.SortStableFunc(w.trade, func(a, b string) int { return len(b) - len(a) })
	for _, line := range wordListLines(placesText) {
		words := strings.Fields(line)
		short := []rune(words[0])[0]
		w.placeShorts[short] = append(w.placeShorts[short], words[1:]...)
		for _, full := range words[1:] {
			if full != "中国" && !w.places[full] {
				w.countries.insert([]rune(full), 0)
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
func (w *nameWords) tailOf(tail string, n int, typ Type) tailStrength {
	switch typ {
	case Location:
		if slices.Contains(w.region, tail) {
			return strongTail
		}
	case Organization:
		if slices.Contains(w.medium, tail) {
			return strongTail
		}
	case Company:
		return w.companyTail(tail, n <= maxTradeStem)
	}
	return noTail
}

// companyTail returns how surely a company's name means the same when tail is
// appended; trades says whether words for its trade may be part of it.
func (w *nameWords) companyTail(tail string, trades bool) tailStrength {
	strength := strongTail
	if strings.HasPrefix(tail, "集团") {
		strength = groupTail
	}
	for tail != "" {
		if rest, ok := cutAny(tail, w.legal); ok {
			tail = rest
		} else if rest, ok := cutAny(tail, w.group); ok {
			tail = rest
		} else if rest, ok := cutAny(tail, w.trade); ok && trades {
			tail, strength = rest, weakTail
		} else if i := strings.IndexByte(tail, ')'); i > 0 && tail[0] == '(' {
			tail = tail[i+1:]
		} else {
			return noTail
		}
	}
	return strength
}

// trimLegalForm returns name without the legal form at its end and without a
// place in brackets before it, and whether anything was cut.
func (w *nameWords) trimLegalForm(name string) (string, bool) {
	core := name
	for {
		before := core
		for _, f := range w.legal {
			if rest, ok := strings.CutSuffix(core, f); ok && len(rest) >= len("联想") {
				core = rest
				break
			}
		}
		if i := strings.LastIndexByte(core, '('); i >= len("联想") && strings.HasSuffix(core, ")") {
			core = core[:i]
		}
		if core == before {
			return core, core != name
		}
	}
}

// trimGroup returns name without its legal form and the group word before it.
func (w *nameWords) trimGroup(name string) string {
	core, _ := w.trimLegalForm(name)
	for _, g := range w.group {
		if rest, ok := strings.CutSuffix(core, g); ok && len(rest) >= len("联想") {
			return rest
		}
	}
	return core
}

// trimMedium returns the canonical spelling of a medium's name without the
// channel at its end: 日报网 and 日报客户端 are one.
func (w *nameWords) trimMedium(name string) string {
	for _, tail := range w.medium {
		if rest, ok := strings.CutSuffix(name, strings.ToLower(tail)); ok && len(rest) > len("央视") {
			return rest
		}
	}
	return name
}

// placeEnd returns the end of the place that the company's full name begins
// with, or 0.
func (w *nameWords) placeEnd(name []rune) int {
	const maxPlace = 8
	end := 0
	for n := 2; n <= min(maxPlace, len(name)-2); n++ {
		if w.places[string(name[end:n])] || n > end+1 && strings.ContainsRune("省市县区", name[n-1]) {
			end = n
			if strings.ContainsRune("省市", name[n]) {
				end++
			}
			n = end + 1
		}
	}
	return end
}

// homeEnd returns the end of the foreign country that a company's name begins
// with but that is no part of it (美国|高通), or 0. It is part of it where only
// words for a trade follow: 美国钢铁公司, 荷兰国际集团.
func (w *nameWords) homeEnd(name []rune) int {
	end, _, ok := w.countries.longest(name, 0, len(name), func(int, int32) bool { return true })
	if !ok || len(name)-end < 2 {
		return 0
	}
	rest := string(name[end:])
	for _, g := range w.general {
		rest = strings.ReplaceAll(rest, g, "")
	}
	if w.companyTail(rest, true) != noTail {
		return 0
	}
	return end
}

// departmentEnd returns the end of the department that title x begins with, or
// 0.
func (w *nameWords) departmentEnd(runes []rune, x title) int {
	const minDepartment = 3 // runes
	for end := x.head; end-x.Start >= minDepartment; end-- {
		for _, d := range w.department {
			if strings.HasSuffix(string(runes[x.Start:end]), d) && end-x.Start > len([]rune(d)) {
				return end
			}
		}
	}
	return 0
}

// isPlace reports whether name is a country, province or city.
func (w *nameWords) isPlace(name []rune) bool {
	if w.places[string(name)] {
		return true
	}
	end, _, ok := w.countries.longest(name, 0, len(name), func(int, int32) bool { return true })
	return ok && end == len(name)
}

// isHost reports whether s is one of the prefixes that the name of a body may
// leave out.
func (w *nameWords) isHost(s string) bool {
	return slices.Contains(w.host, s) || w.places[s]
}

// cutAny returns s without the first of prefixes that it begins with.
func cutAny(s string, prefixes []string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}
