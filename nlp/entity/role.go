package entity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// Roles finds who holds which office where: one row for each person and title.
//
// It reads each sentence as a sequence of persons, bodies and titles and
// of the words between them, and knows these constructions:
//
//	联想集团执行副总裁、中国区总裁刘军      title before a person
//	习近平主席, 黄大容(诺诺镑客董事长)      title after a person
//	公司的董事长是王勇, 法定代表人:李华      title, copula, person
//	任命王勇为总裁, 李华辞去董事职务        person, verb, title
//
// A title takes the body named before it, or the one of the title it is
// coordinated with; where the text says 公司 instead of a name, or says nothing
// before an office of a firm, the firm named last in the sentence or else the
// first of the sentence before.
//
// offices are the titles that the tagger marked in the body (mentions of other
// types are ignored); where it is sure they complete those that the package
// finds by itself.
// entities must be those of doc. Rows come in the order of the text, each
// person and title once. Roles returns ctx.Err() when ctx ends.
func (r *Resolver) Roles(ctx context.Context, doc *document.Document, entities []Entity, offices []Mention) ([]Role, error) {
	if err := checkMentions(doc.Body, offices); err != nil {
		return nil, fmt.Errorf("entity: offices: %w", err)
	}
	b := r.builders.Get().(*roleBuilder)
	defer r.releaseBuilder(b)
	b.reset(doc.Body, entities, offices)
	for _, s := range doc.Body.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s = b.wholeNames(s); s.Len() > 0 {
			b.sentence(s)
		}
	}
	return slices.Clone(b.roles), nil
}

// releaseBuilder keeps b for another text, unless this one was very long.
func (r *Resolver) releaseBuilder(b *roleBuilder) {
	if b.text.Len() > maxKept {
		return
	}
	b.text, b.entities = nil, nil
	clear(b.roles)
	clear(b.rows)
	r.builders.Put(b)
}

// sureOffice is the least confidence in a title that only the tagger sees.
const sureOffice = 0.9

// itemKind is the kind of an [item].
type itemKind int

const (
	personItem itemKind = iota + 1
	bodyItem            // a company, an organization or a place
	productItem
	titleItem
)

// item is what the grammar of roles sees of a sentence.
type item struct {
	document.Span
	kind   itemKind
	entity int        // index of the entity; unless a title
	class  titleClass // of a title
}

// roleBuilder collects the roles of one text, sentence by sentence. Its memory
// is used again for the next text.
type roleBuilder struct {
	lexicon *titleLexicon
	words   *roleWords

	text     *document.Text
	entities []Entity
	named    []item // mentions of entities, in order; those read are cut off
	offices  []item // titles that the tagger marked, likewise
	firm     item   // the firm that the last sentence to name one names first
	hasFirm  bool

	legalFirm item   // the first that the same sentence names in full, else firm
	end       int    // of the sentence read last
	topic     []item // the persons named last before the sentence
	roles     []Role
	rows      map[roleKey]int

	allNamed, allOffices []item // what named and offices are cut from

	// of the sentence
	clause      clause
	list        []item
	walls       []document.Span
	titles      []title
	people      []item
	held        []heldTitle
	unbracketed []rune
}

// roleKey identifies a row: entity of the person, title.
type roleKey struct {
	person int
	title  string
}

func newRoleBuilder(titles *titleLexicon, words *roleWords) *roleBuilder {
	return &roleBuilder{lexicon: titles, words: words, rows: make(map[roleKey]int)}
}

// reset prepares b for another text.
func (b *roleBuilder) reset(t *document.Text, entities []Entity, offices []Mention) {
	b.text, b.entities, b.hasFirm, b.end, b.topic, b.roles = t, entities, false, 0, b.topic[:0], b.roles[:0]
	b.allNamed, b.allOffices = b.allNamed[:0], b.allOffices[:0]
	for i, e := range entities {
		kind := bodyItem
		switch e.Type {
		case Person:
			kind = personItem
		case Product:
			kind = productItem
		}
		for _, m := range e.Mentions {
			b.allNamed = append(b.allNamed, item{Span: m.Span, kind: kind, entity: i})
		}
	}
	for _, m := range offices {
		if m.Type == Office && m.Confidence >= sureOffice {
			b.allOffices = append(b.allOffices, item{Span: m.Span, kind: titleItem, class: b.lexicon.classify(t.Runes[m.Start:m.End])})
		}
	}
	slices.SortFunc(b.allNamed, byStart)
	slices.SortFunc(b.allOffices, byStart)
	b.named, b.offices = b.allNamed, b.allOffices
}

func byStart(a, b item) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) }

// wholeNames returns s with its bounds moved so that they cut no name and leave
// none out.
func (b *roleBuilder) wholeNames(s document.Span) document.Span {
	s.Start = max(s.Start, b.end)
	if len(b.named) > 0 {
		s.Start = min(s.Start, b.named[0].Start)
	}
	i, _ := slices.BinarySearchFunc(b.named, s.End, func(x item, end int) int { return cmp.Compare(x.Start, end) })
	if i > 0 {
		s.End = max(s.End, b.named[i-1].End)
	}
	s.End = max(s.Start, s.End)
	b.end = s.End
	return s
}

// take cuts the items that begin before end off the front of *from.
func take(from *[]item, end int) []item {
	n := 0
	for n < len(*from) && (*from)[n].Start < end {
		n++
	}
	out := (*from)[:n]
	*from = (*from)[n:]
	return out
}

// items returns the items of sentence s in order: names, the titles that the
// package finds, and those of offices that are none of these.
func (b *roleBuilder) items(s document.Span, names, offices []item) []item {
	b.walls = b.walls[:0]
	for _, n := range names {
		b.walls = append(b.walls, n.Span)
	}
	b.list = append(b.list[:0], names...)
	b.titles = b.lexicon.find(b.titles[:0], b.text, s, b.walls)
	for _, t := range b.titles {
		b.list = append(b.list, item{Span: t.Span, kind: titleItem, class: t.class})
	}
	for _, n := range names {
		if t, ok := b.headInName(n, s.End); ok {
			b.list = append(b.list, t)
		}
	}
	slices.SortFunc(b.list, byPosition)
	found := b.list
	for _, o := range offices {
		if s.Contains(o.Span) && !overlapsAny(o.Span, found) {
			b.list = append(b.list, o)
		}
	}
	if len(b.list) > len(found) {
		slices.SortFunc(b.list, byPosition)
	}
	return b.mergePosts(b.list)
}

func byPosition(a, b item) int { return cmp.Compare(a.Start, b.Start) }

// overlapsAny reports whether s overlaps one of items, which are in order.
func overlapsAny(s document.Span, items []item) bool {
	i, _ := slices.BinarySearchFunc(items, s.Start, func(x item, start int) int { return cmp.Compare(x.End, start+1) })
	return i < len(items) && items[i].Overlaps(s)
}

// headInName returns the title whose first character is the last of the body
// that it is held in: 卫生部长, 纽约市长.
func (b *roleBuilder) headInName(n item, limit int) (item, bool) {
	if n.kind != bodyItem || n.End == limit || b.text.Runes[n.End] != '长' {
		return item{}, false
	}
	end, class, ok := b.lexicon.headAt(b.text.Runes, n.End-1, limit)
	if !ok || class == notTitle || end != n.End+1 {
		return item{}, false
	}
	return item{Span: document.Span{Start: n.End - 1, End: end}, kind: titleItem, class: class}, true
}

// mergePosts drops the place that a title is held in from items and makes it
// part of the title where it belongs to it: 驻德国大使 is one title, as is
// 美洲总裁 after the name of a firm; 驻东京首席分析师 is a title and its place.
func (b *roleBuilder) mergePosts(items []item) []item {
	out := items[:0]
	for _, x := range items {
		if n := len(out); x.kind == titleItem && n > 0 && out[n-1].kind == bodyItem {
			var merged bool
			if x.Start, merged = b.withPost(x, out[:n]); merged {
				out = out[:n-1]
			}
		}
		out = append(out, x)
	}
	return out
}

var chief = []rune("首席")

// withPost returns where title x begins, given the items before it, and
// whether the last of them is no more than its place.
func (b *roleBuilder) withPost(x item, before []item) (start int, merged bool) {
	place := before[len(before)-1]
	runes := b.text.Runes
	gap := runes[place.End:max(place.End, x.Start)]
	if len(gap) == 0 {
		switch {
		case hasSuffix(runes[:place.Start], chief):
			return place.Start - len(chief), true // 首席美国经济学家
		case place.Len() > 1 && b.lexicon.modifiers.longestBefore(runes, place.End, place.Start) == place.Len():
			return place.Start, true // 中国区总裁
		}
	}
	posted := place.Start > 0 && runes[place.Start-1] == '驻'
	switch {
	case posted && len(gap) == 0 && b.words.envoys.endOf(runes[x.Start:x.End]):
		start = place.Start - 1
		if start > 0 && runes[start-1] == '常' {
			start--
		}
		return start, true
	case posted && (len(gap) == 0 || is(gap, '的')):
		return x.Start, true
	case len(before) > 1 && b.entities[place.entity].Type == Location && b.hostsOffices(before[len(before)-2]) &&
		isBlank(runes[before[len(before)-2].End:place.Start]) && (len(gap) == 0 || len(gap) == 1 && isListMark(gap[0]) && gap[0] != '、'):
		return place.Start, true
	}
	return x.Start, false
}

// hostsOffices reports whether x is a firm or a body other than a place.
func (b *roleBuilder) hostsOffices(x item) bool {
	return x.kind == bodyItem && b.entities[x.entity].Type != Location
}

// add adds the rows that give each of persons each title of g.
func (b *roleBuilder) add(persons []item, g titleGroup) {
	for _, p := range persons {
		for _, t := range g {
			b.addRow(p, t)
		}
	}
}

func (b *roleBuilder) addRow(p item, t heldTitle) {
	row := Role{Person: b.ref(p), Title: Ref{Span: t.Span, Text: b.text.Slice(t.Span)}}
	if t.body != nil {
		row.Organization = b.ref(*t.body)
	}
	key := roleKey{p.entity, row.Title.Text}
	i, seen := b.rows[key]
	switch {
	case !seen && t.after && b.isShort(p.entity, row.Title.Text):
	case !seen:
		b.rows[key] = len(b.roles)
		b.roles = append(b.roles, row)
	case b.roles[i].Organization.EntityID == "":
		b.roles[i].Organization = row.Organization
	case row.Organization.EntityID != "" && row.Organization.EntityID != b.roles[i].Organization.EntityID && t.explicit:
		b.roles = append(b.roles, row)
		b.rows[key] = len(b.roles) - 1
	}
}

// isShort reports whether the person has a title already of which title is the
// end: 国家主席, and 习近平主席 in address.
func (b *roleBuilder) isShort(person int, title string) bool {
	const most = 64 // rows that are looked at
	for _, r := range b.roles[max(0, len(b.roles)-most):] {
		if rest, ok := strings.CutSuffix(r.Title.Text, title); ok && r.Person.EntityID == b.entities[person].ID && !strings.HasSuffix(rest, "副") {
			return true
		}
	}
	return false
}

func (b *roleBuilder) ref(x item) Ref {
	return Ref{Span: x.Span, Text: b.text.Slice(x.Span), EntityID: b.entities[x.entity].ID}
}
