package entity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

const (
	// maxVerbDistance bounds, in runes, how far before the verb its subject
	// may stand.
	maxVerbDistance = 60
	// maxGap bounds, in runes, the text between two parts of one role.
	maxGap = 40
	// farGap stands for a longer text, in which no word is looked for.
	farGap = "…"
)

// heldTitle is a title with the body in which it is held.
type heldTitle struct {
	item
	body     *item
	explicit bool // the body stands right before the title
}

// begin returns where the title begins, with its body if that is part of it.
func (t heldTitle) begin() int {
	if t.explicit {
		return t.body.Start
	}
	return t.Start
}

// titleGroup is a list of coordinated titles of the same person or persons.
type titleGroup []heldTitle

// holders are persons named together, and where their list begins in the
// clause.
type holders struct {
	persons []item
	first   int
}

func (h holders) end() int { return h.persons[len(h.persons)-1].End }

// clause is one sentence under analysis.
type clause struct {
	*roleBuilder
	span    document.Span
	list    []item
	firms   []int      // firms[i]: the last firm before item i, or -1
	subject holders    // the persons named last
	listed  bool       // the titles read last belong to a career
	readEnd int        // end of the titles read last
	group   titleGroup // read last
}

// sentence adds the roles that sentence s tells of.
func (b *roleBuilder) sentence(s document.Span) {
	c := &clause{roleBuilder: b, span: s, list: b.items(s)}
	if len(c.list) == 0 {
		return
	}
	first, last := -1, -1
	for i, x := range c.list {
		c.firms = append(c.firms, last)
		if b.isFirm(x) {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	for i := 0; i < len(c.list); i++ {
		switch c.list[i].kind {
		case personItem:
			if !c.isObject(i) {
				c.subject, i = c.persons(i)
				c.succeed()
			}
		case titleItem:
			i = c.readTitles(i)
		}
	}
	if c.subject.persons != nil {
		b.topic = c.subject.persons
	}
	if first >= 0 {
		b.firm = &c.list[first]
	}
}

func (b *roleBuilder) isFirm(x item) bool {
	return x.kind == bodyItem && b.entities[x.entity].Type == Company
}

// readTitles reads the titles that begin with item i, gives them to those who
// hold them, and returns the index of the last item that is used up.
func (c *clause) readTitles(i int) int {
	group, last := c.titles(i)
	listed := false
	switch next := last + 1; {
	case next < len(c.list) && c.list[next].kind == personItem && c.precedes(last, next) && !c.endsClause(group, last, next):
		c.subject, last = c.persons(next)
		c.add(c.subject.persons, group)
	case c.follows(group):
		if group[0].body == nil || !group[0].explicit {
			c.adoptBody(group)
		}
		c.add(c.subject.persons, group)
	default:
		persons, career := c.subjectOf(group)
		listed = career
		c.share(persons, group)
	}
	c.listed, c.readEnd, c.group = listed, group[len(group)-1].End, group
	return last
}

// titles returns the coordinated titles that begin with item i, and the index
// of the last of them.
func (c *clause) titles(i int) (titleGroup, int) {
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
		if !slices.Contains(conjunctions, c.between(c.list[last].End, c.withoutSelf(c.list[last].End, t.begin()))) {
			break
		}
		if t.body == nil {
			t.body = c.inherited(t, group[len(group)-1].body)
		}
		group = append(group, t)
		last = j
	}
	return group, last
}

// inherited returns the body of title t that is coordinated with another
// title, held in body.
func (c *clause) inherited(t heldTitle, body *item) *item {
	title := c.text.Slice(t.Span)
	if body == nil || strings.HasPrefix(title, "国家") || strings.HasPrefix(title, "国务委员") {
		return nil
	}
	if endsWithAny(title, localHeads) && strings.HasSuffix(c.text.Slice(body.Span), "委") {
		return nil
	}
	return body
}

// held returns the title at i with the body named right before it.
func (c *clause) held(i int) heldTitle {
	t := heldTitle{item: c.list[i]}
	for j := i - 1; j >= 0; j-- {
		g := c.gap(j, i)
		if c.list[j].kind == productItem && g == "" {
			continue
		}
		if c.list[j].kind == bodyItem && c.joinsBody(g) {
			if j > 0 && c.list[j-1].kind == bodyItem && c.gap(j-1, j) == "(" {
				j-- // what stands in brackets only explains it
			}
			t.body, t.explicit = &c.list[j], true
		}
		break
	}
	return t
}

// joinsBody reports whether text g between a body and a title leaves the title
// one of that body.
func (c *clause) joinsBody(g string) bool {
	return g == "" || g == "的" || c.lexicon.selves[g] || strings.HasPrefix(g, "驻") || slices.Contains(boards, g) || isTerm(g)
}

// isTerm reports whether g counts the terms of a board: 第十届董事会.
func isTerm(g string) bool {
	for _, b := range boards {
		g = strings.TrimSuffix(g, b)
	}
	return strings.HasPrefix(g, "第") && strings.HasSuffix(g, "届")
}

// carried returns the body in which the title at i is held though the text
// does not name it there, or nil.
func (c *clause) carried(i int) *item {
	t := c.list[i]
	if c.group != nil && i > 0 && c.list[i-1].kind == personItem {
		g := c.gap(i-1, i)
		if slices.Contains(conjunctions, g) || g == "" && t.class == pressTitle {
			return c.inherited(heldTitle{item: t}, c.group[len(c.group)-1].body) // 日本外相山田、防相田中
		}
	}
	switch {
	case t.class == pressTitle:
		return c.agency(i)
	case t.class != firmTitle && c.withoutSelf(c.span.Start, t.Start) == t.Start:
		return nil
	case c.firms[i] >= 0:
		return &c.list[c.firms[i]]
	}
	return c.firm
}

// agency returns the press body that signs the report before the bracket with
// its reporter: 新华社北京1月1日电(记者…).
func (c *clause) agency(i int) *item {
	for j := i - 1; j >= 0 && i-j <= 3; j-- {
		if c.list[j].kind != bodyItem || c.entities[c.list[j].entity].Type != Organization {
			continue
		}
		switch g := strings.TrimRight(c.gap(j, i), "( "); {
		case strings.HasSuffix(g, "讯"), strings.HasSuffix(g, "电"), g == "|":
			return &c.list[j]
		}
	}
	return nil
}

// persons returns the list of coordinated persons that begins at i and the
// index of the last item of it.
func (c *clause) persons(i int) (holders, int) {
	h := holders{[]item{c.list[i]}, i}
	for j := i + 1; j < len(c.list) && c.list[j].kind == personItem; j++ {
		g := c.gap(i, j)
		switch {
		case c.list[j].entity == c.list[i].entity && (g == "(" || g == ""):
			// the same in another script
		case g == "" || slices.Contains(conjunctions, g):
			h.persons = append(h.persons, c.list[j])
		default:
			return h, i
		}
		i = j
	}
	return h, i
}

// isObject reports whether the person at i is one whom another replaces.
func (c *clause) isObject(i int) bool {
	return endsWithAny(c.before(c.list[i].Start), replaces)
}

// precedes reports whether the title at i is held by the person at j, the
// next item.
func (c *clause) precedes(i, j int) bool {
	g := c.gap(i, j)
	return g == "" || slices.Contains(copulas, g)
}

// endsClause reports whether group, which ends with item i, is told of a person
// before it and a blank parts it from the person at j, who begins a clause:
// 李明当选主席 王强当选副主席.
func (c *clause) endsClause(group titleGroup, i, j int) bool {
	if c.subject.persons == nil || c.list[i].End == c.list[j].Start || !isBlank(c.text.Runes[c.list[i].End:c.list[j].Start]) {
		return false
	}
	persons, _ := c.subjectOf(group)
	return persons != nil
}

// follows reports whether group stands right after the persons who hold it.
func (c *clause) follows(group titleGroup) bool {
	if c.subject.persons == nil || c.subject.end() > group[0].begin() {
		return false
	}
	switch g := c.between(c.subject.end(), group[0].begin()); {
	case slices.Contains(actions, c.text.Slice(group[0].Span)):
		return false
	case g == "":
		return !group[0].explicit || c.isRoster(group)
	case g == "(":
		return true
	default:
		return !group[0].explicit && slices.Contains(collectives, g)
	}
}

// isRoster reports whether the sentence is a line of a list of persons with
// their offices: a person, a blank, titles and nothing more.
func (c *clause) isRoster(group titleGroup) bool {
	return c.subject.end() < group[0].begin() && isBlank(c.text.Runes[group[len(group)-1].End:c.span.End])
}

// adoptBody gives group the body that stands right before the persons who are
// named before it: 工业和信息化部李明司长.
func (c *clause) adoptBody(group titleGroup) {
	i := c.subject.first
	if i == 0 || c.list[i-1].kind != bodyItem || c.gap(i-1, i) != "" {
		return
	}
	for k := range group {
		if !group[k].explicit {
			group[k].body = &c.list[i-1]
		}
	}
}

// subjectOf returns the persons that a verb before group makes its holders,
// and whether the titles may run on across commas, as in a career.
func (c *clause) subjectOf(group titleGroup) (persons []item, career bool) {
	start := c.withoutSelf(c.span.Start, group[0].begin())
	before := strings.TrimRight(c.before(start), " “\"")
	if c.listed && slices.Contains([]string{",", "、", ";", "等职,", "职务,"}, c.between(c.readEnd, start)) {
		return c.subject.persons, true
	}
	if !endsWithVerb(before) {
		return nil, false
	}
	if c.isActor(group, start) {
		return nil, false
	}
	career = endsWithAny(before, careers)
	if c.subject.persons == nil {
		return c.topic, career
	}
	if start-c.subject.end() > maxVerbDistance && !career {
		return nil, false
	}
	return c.subject.persons, career
}

// isActor reports whether a body, and not a person, is the subject of the verb
// that ends at start, before group: 华岳集团为公司控股股东.
func (c *clause) isActor(group titleGroup, start int) bool {
	i := c.indexBefore(group[0].begin())
	if i < 0 || c.list[i].kind != bodyItem {
		return false
	}
	if strings.ContainsAny(string(c.text.Runes[c.list[i].End:start]), ",;:。") {
		return false
	}
	return !endsWithAny(c.before(c.list[i].Start), places)
}

// indexBefore returns the index of the last item that ends at or before at, or
// -1.
func (c *clause) indexBefore(at int) int {
	i, _ := slices.BinarySearchFunc(c.list, at, func(x item, at int) int { return cmp.Compare(x.Start, at) })
	return i - 1
}

// succeed gives the persons just named the titles read last if the text says
// that they take them over: 董事长李明辞职 王勇接任.
func (c *clause) succeed() {
	end := c.subject.end()
	if c.group != nil && strings.HasPrefix(string(c.text.Runes[end:min(c.span.End, end+2)]), "接任") {
		c.add(c.subject.persons, c.group)
	}
}

// share gives persons the titles of group: each one the title in its own
// position where the text says 分别, all of them otherwise.
func (c *clause) share(persons []item, group titleGroup) {
	if len(persons) > 1 && len(persons) == len(group) && strings.Contains(c.before(group[0].begin()), "分别") {
		for i := range persons {
			c.add(persons[i:i+1], group[i:i+1])
		}
		return
	}
	c.add(persons, group)
}

// withoutSelf returns end moved back over the words before it that stand for
// the firm in question and its boards, start at the least.
func (c *clause) withoutSelf(start, end int) int {
	for end > start {
		n := c.lexicon.selfBefore(c.text.Runes, end, start)
		if n == 0 {
			n = c.boardBefore(end, start)
		}
		if n == 0 {
			break
		}
		end -= n
	}
	return end
}

// boardBefore returns the length of the board, or of its term, that is named
// right before end.
func (c *clause) boardBefore(end, start int) int {
	before := c.text.Runes[max(start, end-5):end]
	for n := len(before); n > 1; n-- {
		if w := string(before[len(before)-n:]); slices.Contains(boards, w) || isTerm(w) {
			return n
		}
	}
	return 0
}

// before returns the text of a few characters before start.
func (c *clause) before(start int) string {
	const window = 8
	return string(c.text.Runes[max(c.span.Start, start-window):start])
}

// gap returns the text between items i and j, i < j: see between.
func (c *clause) gap(i, j int) string {
	return c.between(c.list[i].End, c.list[j].Start)
}

// between returns the text from start to end without what stands in brackets
// there, an honorific at its start and blanks at its ends.
func (c *clause) between(start, end int) string {
	if end-start > maxGap {
		return farGap
	}
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
	g := b.String()
	if depth > 0 { // a bracket that stays open
		g = string(c.text.Runes[start:end])
	}
	g = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(g), ")"))
	for _, h := range honorifics {
		if rest, ok := strings.CutPrefix(g, h); ok {
			return strings.TrimSpace(rest)
		}
	}
	return g
}
