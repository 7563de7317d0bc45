package main

import (
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// scheme numbers the types of a tagger.
type scheme struct {
	types []string
}

func (s scheme) index(name string) int { return slices.Index(s.types, name) }

// kind returns the kind of a type: titles are one, all other names the other.
func kind(name string) int {
	if name == office || name == "position" {
		return 1
	}
	return 0
}

// kinds is the set of the kinds of the named types.
func kinds(names []string) chain.TypeSet {
	var out chain.TypeSet
	for _, n := range names {
		out |= 1 << kind(n)
	}
	return out
}

// set is the set of the named types that the scheme has.
func (s scheme) set(names []string) chain.TypeSet {
	var out chain.TypeSet
	for _, n := range names {
		if t := s.index(n); t >= 0 {
			out |= 1 << t
		}
	}
	return out
}

// lattice returns the labels that r's annotation leaves open for each
// character, and the names that it fixes wholly.
func (s scheme) lattice(r *record) (allow []chain.Mask, marked []mark, gold []chain.Span) {
	rest := chain.Mask(1 << chain.Outside)
	for part := chain.Begin; part <= chain.Single; part++ {
		rest |= kinds(r.source.unmarked).Labels(part)
	}
	all := chain.All(feature.Kinds)
	if r.source.partial {
		rest = all
	}
	allow = make([]chain.Mask, r.text.Len())
	for i := range allow {
		allow[i] = rest
	}
	marks := outermost(r.Annotations)
	for k, a := range marks {
		c, known := r.source.types[a.Type]
		clash := k > 0 && marks[k-1].End > a.Start || k+1 < len(marks) && marks[k+1].Start < a.End
		if !known || clash || crosses(r.text, a) {
			for i := a.Start; i < a.End; i++ {
				allow[i] = all
			}
			continue
		}
		if slices.Contains(c.types, product) {
			a = trim(r.text, a)
		}
		if len(c.types) == 1 && !c.outside {
			gold = append(gold, chain.Span{Start: a.Start, End: a.End, Type: s.index(c.types[0])})
		}
		chain.Fix(allow, a.Start, a.End, kinds(c.types))
		if len(c.types) > 0 {
			marked = append(marked, mark{document.Span{Start: a.Start, End: a.End}, s.set(c.types)})
		}
		if c.outside {
			for i := a.Start; i < a.End; i++ {
				allow[i] |= 1 << chain.Outside
			}
		}
	}
	return allow, marked, gold
}

// outermost sorts marks and drops those inside another.
func outermost(in []annotation) []annotation {
	marks := slices.Clone(in)
	slices.SortStableFunc(marks, func(a, b annotation) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	out := marks[:0]
	for _, a := range marks {
		if len(out) > 0 && a.End <= out[len(out)-1].End {
			continue
		}
		out = append(out, a)
	}
	return out
}

// crosses reports whether a spans more than one sentence.
func crosses(t *document.Text, a annotation) bool {
	for _, s := range t.Sentences {
		if s.Start <= a.Start && a.Start < s.End {
			return a.End > s.End
		}
	}
	return true
}

// markOffices adds the titles of r's roles to its annotations: those beside a
// person's name as offices, those elsewhere as perhaps one.
func markOffices(r *record, common map[string]bool) {
	taken := make([]bool, r.text.Len())
	for _, a := range r.Annotations {
		for i := a.Start; i < a.End; i++ {
			taken[i] = true
		}
	}
	runes := []rune(r.Text)
	var persons []annotation
	for _, a := range r.Annotations {
		if a.Type == person {
			persons = append(persons, a)
		}
	}
	add := func(title, kind string, near map[string]bool) {
		pattern := []rune(title)
		for i := 0; len(pattern) > 0 && i+len(pattern) <= len(runes); i++ {
			if !slices.Equal(runes[i:i+len(pattern)], pattern) || slices.Contains(taken[i:i+len(pattern)], true) {
				continue
			}
			a := annotation{Start: i, End: i + len(pattern), Type: kind}
			if near != nil && !besidePerson(r, a, persons, near) {
				continue
			}
			r.Annotations = append(r.Annotations, a)
			for j := a.Start; j < a.End; j++ {
				taken[j] = true
			}
		}
	}
	titles := map[string]map[string]bool{}
	var order []string
	for _, x := range r.Roles {
		if titles[x.Title] == nil {
			titles[x.Title] = map[string]bool{}
			order = append(order, x.Title)
		}
		titles[x.Title][x.Person] = true
	}
	slices.SortStableFunc(order, func(a, b string) int { return len(b) - len(a) })
	for _, t := range order {
		add(t, office, titles[t])
	}
	for _, t := range order {
		add(t, officeMaybe, nil)
	}
	for _, t := range commonIn(r.Text, common) {
		add(t, officeMaybe, nil)
	}
}

// besidePerson reports whether a stands in one sentence with one of the names.
func besidePerson(r *record, a annotation, persons []annotation, names map[string]bool) bool {
	for _, s := range r.text.Sentences {
		if a.Start < s.Start || a.Start >= s.End {
			continue
		}
		for _, p := range persons {
			if p.Start >= s.Start && p.End <= s.End && names[string([]rune(r.Text)[p.Start:p.End])] {
				return true
			}
		}
	}
	return false
}

// commonIn returns the common titles that text holds, longest first.
func commonIn(text string, common map[string]bool) []string {
	var out []string
	for t := range common {
		if strings.Contains(text, t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return out
}

// commonTitles returns the titles that at least two records have in a role.
func commonTitles(records []*record) map[string]bool {
	seen := map[string]int{}
	for _, r := range records {
		here := map[string]bool{}
		for _, x := range r.Roles {
			if !here[x.Title] && x.Title != "" {
				here[x.Title] = true
				seen[x.Title]++
			}
		}
	}
	out := map[string]bool{}
	for t, n := range seen {
		if n >= 2 {
			out[t] = true
		}
	}
	return out
}
