package entity

import (
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// heldTitle is a title with the body in which it is held.
type heldTitle struct {
	item
	body     *item
	explicit bool // the body stands right before the title
}

// titleGroup is a list of coordinated titles of the same person or persons.
type titleGroup []heldTitle

// Words between the parts of a role.
var (
	// between coordinated titles or persons
	conjunctions = []string{"、", "和", "及", "与", "以及", "兼", "兼任", "暨", "/", "并", "&", "及其", "同时兼任"}
	// between a title and the person who holds it
	copulas = []string{
		"是", "为", "系", "均是", "均为", "即", "仍是", "仍为", "现为", "由", "将由", "名叫", "则是", "则为", "也是", "都是", "分别是", "分别为", "一职由", "一职将由", "职务由",
		":", "之一", "先生", "女士", "同志", "一职为", "(", "叫", "暂由", "改为", "变更为", "变更为:", "—", "-", "——",
	}
	// before a title: the person named before holds it, or did
	verbs = []string{
		"任", "担任", "出任", "兼任", "就任", "接任", "升任", "当选", "当选为", "获委任为", "委任为", "获任", "现任", "时任", "曾任", "历任", "履新", "调任", "转任", "代任", "为",
		"是", "系", "作为", "辞去", "卸任", "辞任", "不再担任", "不再兼任", "不再任", "免去", "被免去", "已免去", "申请辞去", "任职", "续任", "连任", "改任", "专任", "代行", "暂代", "聘为", "选为",
		"成为", "晋升为", "提升为", "提拔为", "推选为", "选举为", "兼", "出任了", "担任了", "就任了", "受聘为", "获聘为", "先后任", "先后担任", "曾担任", "并任", "升任为", "履职", "并担任", "拟任", "原任", "实则为",
	}
	// before a person who is not the one that the verb is about
	replaces = []string{"接替", "接棒", "取代", "代替", "替代", "接任", "接班", "辞任的", "继", "会见", "陪同", "邀请"}
)

// maxVerbDistance bounds, in runes, how far before the verb its subject may
// stand.
const maxVerbDistance = 60

// sentence adds the roles that sentence s tells of.
func (b *roleBuilder) sentence(s document.Span) {
	items := b.items(s)
	c := clause{b, items, s}
	var subject []item
	for i := 0; i < len(items); i++ {
		switch items[i].kind {
		case personItem:
			if !c.isObject(i) {
				subject, i = c.persons(i)
			}
		case titleItem:
			i = c.readTitles(i, subject)
		}
	}
	if subject != nil {
		b.subject = subject
	}
	c.remember(len(items))
}

// clause is one sentence under analysis.
type clause struct {
	*roleBuilder
	list []item
	span document.Span
}

// gap returns the text between items i and j, i < j, without blanks at its
// ends and without what stands in brackets.
func (c clause) gap(i, j int) string {
	return c.between(c.list[i].End, c.list[j].Start)
}

func (c clause) between(start, end int) string {
	var b strings.Builder
	depth := 0
	for _, r := range c.text.Runes[start:max(start, end)] {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	if depth > 0 { // a bracket that stays open
		return strings.TrimSpace(string(c.text.Runes[start:end]))
	}
	return strings.TrimSpace(b.String())
}

// persons returns the list of coordinated persons that begins at i and the
// index of the last item of it.
func (c clause) persons(i int) ([]item, int) {
	out := []item{c.list[i]}
	for j := i + 1; j < len(c.list); j++ {
		if c.list[j].kind != personItem {
			break
		}
		g := c.gap(i, j)
		if c.list[j].entity == c.list[i].entity && strings.HasPrefix(g, "(") {
			i = j // the same in another script
			continue
		}
		if !slices.Contains(conjunctions, g) && g != "" {
			break
		}
		out = append(out, c.list[j])
		i = j
	}
	return out, i
}

// isObject reports whether the person at i is one whom another replaces.
func (c clause) isObject(i int) bool {
	before := string(c.text.Runes[max(c.span.Start, c.list[i].Start-4):c.list[i].Start])
	return slices.ContainsFunc(replaces, func(w string) bool { return strings.HasSuffix(before, w) })
}

// readTitles reads the titles that begin with item i, gives them to those who
// hold them, and returns the index of the last item that is used up.
func (c clause) readTitles(i int, subject []item) int {
	group, last := c.titleGroup(i)
	next := last + 1
	if next < len(c.list) && c.list[next].kind == personItem && c.precedes(last, next) {
		persons, end := c.persons(next)
		c.add(persons, group)
		return end - len(persons) // the persons may be the subject of what follows
	}
	if holders := c.holdersBefore(i, group, subject); holders != nil {
		c.add(holders, group)
	}
	return last
}

// precedes reports whether the title at i is held by the person at j, the
// next item.
func (c clause) precedes(i, j int) bool {
	g := c.gap(i, j)
	return g == "" || slices.Contains(copulas, g)
}

// titleGroup returns the group of titles that begins with item i, and the index
// of its last item.
func (c clause) titleGroup(i int) (titleGroup, int) {
	first := c.held(i)
	if first.body == nil {
		first.body = c.carried(i)
	}
	group := titleGroup{first}
	last := i
	for j := i + 1; j < len(c.list); j++ {
		if c.list[j].kind == bodyItem {
			continue
		}
		if c.list[j].kind != titleItem {
			break
		}
		t := c.held(j)
		start := t.Start
		if t.body != nil {
			start = t.body.Start
		}
		if g := c.trimSelf(c.list[last].End, start); !slices.Contains(conjunctions, g) {
			break
		}
		if t.body == nil {
			t.body = group[len(group)-1].body
		}
		group = append(group, t)
		last = j
	}
	return group, last
}

// trimSelf returns the text between start and end without a word at its end
// that stands for the firm.
func (c clause) trimSelf(start, end int) string {
	if n := c.roleBuilder.titles.selfBefore(c.text.Runes, end, start); n > 0 {
		end -= n
	}
	return c.between(start, end)
}

// held returns the title at i with the body named right before it.
func (c clause) held(i int) heldTitle {
	t := heldTitle{item: c.list[i]}
	for j := i - 1; j >= 0; j-- {
		g := c.gap(j, i)
		if c.list[j].kind == productItem && g == "" {
			continue
		}
		if c.list[j].kind == bodyItem && (g == "" || g == "的" || g == "前" || c.roleBuilder.titles.selves[g]) {
			t.body, t.explicit = &c.list[j], true
		}
		break
	}
	return t
}

// carried returns the firm that the title at i is held in though the text does
// not name it there, or nil.
func (c clause) carried(i int) *item {
	t := c.list[i]
	self := c.roleBuilder.titles.selfBefore(c.text.Runes, t.Start, c.span.Start) > 0
	if t.class != firmTitle && !self {
		return nil
	}
	for j := i - 1; j >= 0; j-- {
		if c.isFirm(c.list[j]) {
			return &c.list[j]
		}
	}
	return c.firm
}

func (c clause) isFirm(x item) bool {
	return x.kind == bodyItem && c.entities[x.entity].Type == Company
}

// remember notes the firm named last before item end.
func (c clause) remember(end int) {
	for j := end - 1; j >= 0; j-- {
		if c.isFirm(c.list[j]) {
			c.firm = &c.list[j]
			return
		}
	}
}

// holdersBefore returns the persons before the titles of group, which begin at
// item i, who hold them: the title follows the person directly or after a verb.
func (c clause) holdersBefore(i int, group titleGroup, subject []item) []item {
	start := group[0].Start
	if group[0].explicit {
		start = group[0].body.Start
	}
	if n := c.roleBuilder.titles.selfBefore(c.text.Runes, start, c.span.Start); n > 0 {
		start -= n
	}
	var last item
	if len(subject) > 0 {
		last = subject[len(subject)-1]
		if last.End <= start {
			switch g := c.between(last.End, start); {
			case g == "" && !group[0].explicit && start == group[0].Start, g == "(":
				return subject
			}
		}
	}
	verb := c.verbBefore(start)
	if !verb {
		return nil
	}
	if len(subject) == 0 {
		return c.subject
	}
	if start-last.End > maxVerbDistance {
		return nil
	}
	return subject
}

// verbBefore reports whether one of verbs ends at start.
func (c clause) verbBefore(start int) bool {
	before := string(c.text.Runes[max(c.span.Start, start-6):start])
	before = strings.TrimRight(before, " “\"")
	return slices.ContainsFunc(verbs, func(v string) bool { return strings.HasSuffix(before, v) })
}
