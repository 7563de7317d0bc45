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
)

// farGap stands for a longer text, in which no word is looked for.
var farGap = []rune{'…'}

// heldTitle is a title with the body in which it is held.
type heldTitle struct {
	item
	body     *item
	explicit bool // the body stands right before the title
	after    bool // it stands right after the person, without a body: 李明主席
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
	names := take(&b.named, s.End)
	offices := take(&b.offices, s.End)
	if len(b.topic) == 0 && !slices.ContainsFunc(names, func(x item) bool { return x.kind == personItem }) {
		b.noteFirm(names) // there is nobody yet to hold a title
		return
	}
	b.people, b.held = b.people[:0], b.held[:0]
	c := &b.clause
	list := b.items(s, names, offices)
	*c = clause{roleBuilder: b, span: s, list: list, firms: b.lastFirms(c.firms[:0], list)}
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
		b.topic = append(b.topic[:0], c.subject.persons...)
	}
	b.noteFirm(c.list)
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
		group[0].after = group[0].body == nil && c.subject.end() == group[0].Start
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
	first := c.withBody(i)
	if first.body == nil {
		first.body = c.carried(i)
	}
	start := len(c.held)
	c.held = append(c.held, first)
	last := i
	for j := i + 1; j < len(c.list); j++ {
		if c.list[j].kind == bodyItem {
			continue
		}
		if c.list[j].kind != titleItem {
			break
		}
		if c.isBracketed(last, j) {
			last = j // 首席运营官(COO)
			continue
		}
		t := c.withBody(j)
		if !c.words.conjunctions.has(c.between(c.list[last].End, c.withoutSelf(c.list[last].End, t.begin()))) {
			break
		}
		if t.body == nil {
			t.body = c.inherited(t, c.held[len(c.held)-1].body)
		}
		c.held = append(c.held, t)
		last = j
	}
	return c.held[start:], last
}

// isBracketed reports whether item j stands in brackets right after item i.
func (c *clause) isBracketed(i, j int) bool {
	start, end := c.list[j].Start, c.list[j].End
	return start == c.list[i].End+1 && end < c.span.End && c.text.Runes[start-1] == '(' && c.text.Runes[end] == ')'
}

// inherited returns the body of title t that is coordinated with another
// title, held in body.
func (c *clause) inherited(t heldTitle, body *item) *item {
	if body == nil {
		return nil
	}
	title := c.runes(t.Span)
	if _, ok := cutPrefix(title, c.words.national); ok || c.words.local.endOf(title) && c.text.Runes[body.End-1] == '委' {
		return nil
	}
	return body
}

// withBody returns the title at i with the body named right before it.
func (c *clause) withBody(i int) heldTitle {
	t := heldTitle{item: c.list[i]}
	for j := i - 1; j >= 0; j-- {
		g := c.gap(j, i)
		if c.list[j].kind == productItem && len(g) == 0 {
			continue
		}
		if c.list[j].kind == bodyItem && c.joinsBody(g) {
			if j > 0 && c.list[j-1].kind == bodyItem && is(c.gap(j-1, j), '(') {
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
func (c *clause) joinsBody(g []rune) bool {
	return len(g) == 0 || is(g, '的') || g[0] == '驻' || c.lexicon.isSelf(g) || isBoard(g)
}

// is reports whether runes are r alone.
func is(runes []rune, r rune) bool { return len(runes) == 1 && runes[0] == r }

// carried returns the body in which the title at i is held though the text
// does not name it there, or nil.
func (c *clause) carried(i int) *item {
	t := c.list[i]
	if c.group != nil && i > 0 && c.list[i-1].kind == personItem {
		g := c.gap(i-1, i)
		if c.words.conjunctions.has(g) || len(g) == 0 && t.class == pressTitle {
			return c.inherited(heldTitle{item: t}, c.group[len(c.group)-1].body) // 日本外相山田、防相田中
		}
	}
	switch {
	case t.class == pressTitle:
		return c.agency(i)
	case t.class != firmTitle && c.withoutSelf(c.span.Start, t.Start) == t.Start:
		return nil
	}
	return c.firmMeant(i)
}

// agency returns the press body that signs the report before the bracket with
// its reporter: 新华社北京1月1日电(记者…).
func (c *clause) agency(i int) *item {
	for j := i - 1; j >= 0 && i-j <= 3; j-- {
		if c.list[j].kind != bodyItem || c.entities[c.list[j].entity].Type != Organization {
			continue
		}
		if g := trimRight(c.gap(j, i), "( "); is(g, '|') || c.words.wires.endOf(g) {
			return &c.list[j]
		}
	}
	return nil
}

// persons returns the list of coordinated persons that begins at i and the
// index of the last item of it.
func (c *clause) persons(i int) (holders, int) {
	start := len(c.people)
	c.people = append(c.people, c.list[i])
	h := holders{c.people[start:], i}
	for j := i + 1; j < len(c.list) && c.list[j].kind == personItem; j++ {
		g := c.gap(i, j)
		switch {
		case c.list[j].entity == c.list[i].entity && (len(g) == 0 || is(g, '(')):
			// the same in another script
		case len(g) == 0 || c.words.conjunctions.has(g):
			c.people = append(c.people, c.list[j])
			h.persons = c.people[start:]
		default:
			return h, i
		}
		i = j
	}
	return h, i
}

// isObject reports whether the person at i is one whom another replaces.
func (c *clause) isObject(i int) bool {
	return c.words.replaces.endOf(c.before(c.list[i].Start))
}

// precedes reports whether the title at i is held by the person at j, the
// next item.
func (c *clause) precedes(i, j int) bool {
	g := c.gap(i, j)
	return len(g) == 0 || c.words.copulas.has(g)
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
	case c.words.actions.has(c.runes(group[0].Span)):
		return false
	case len(g) == 0:
		return !group[0].explicit || c.isRoster(group)
	case is(g, '('):
		return true
	default:
		return !group[0].explicit && c.words.collectives.has(g)
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
	if i == 0 || c.list[i-1].kind != bodyItem || len(c.gap(i-1, i)) > 0 {
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
	before := trimRight(c.before(start), " “\"")
	if c.listed && c.words.continues.has(c.between(c.readEnd, start)) {
		return c.subject.persons, true
	}
	if !c.words.endsWithVerb(before) {
		return nil, false
	}
	if c.isActor(group, start) {
		return nil, false
	}
	career = c.words.careers.endOf(before)
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
	if slices.ContainsFunc(c.text.Runes[c.list[i].End:max(c.list[i].End, start)], endsPhrase) {
		return false
	}
	return !c.words.places.endOf(c.before(c.list[i].Start))
}

func endsPhrase(r rune) bool { return r == ',' || r == ';' || r == ':' || r == '。' }

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
	if c.group != nil && hasPrefix(c.text.Runes[end:c.span.End], []rune{'接', '任'}) {
		c.add(c.subject.persons, c.group)
	}
}

// share gives persons the titles of group: each one the title in its own
// position where the text says 分别, all of them otherwise.
func (c *clause) share(persons []item, group titleGroup) {
	if len(persons) > 1 && len(persons) == len(group) && contains(c.before(group[0].begin()), []rune{'分', '别'}) {
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
		n := c.lexicon.selves.longestBefore(c.text.Runes, end, start)
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
		if isBoard(before[len(before)-n:]) {
			return n
		}
	}
	return 0
}

// runes returns the analysis text of s.
func (c *clause) runes(s document.Span) []rune { return c.text.Runes[s.Start:s.End] }

// before returns the text of a few characters before start.
func (c *clause) before(start int) []rune {
	const window = 8
	return c.text.Runes[max(c.span.Start, start-window):start]
}

// gap returns the text between items i and j, i < j: see between.
func (c *clause) gap(i, j int) []rune {
	return c.between(c.list[i].End, c.list[j].Start)
}

// between returns the text from start to end without what stands in brackets
// there, an honorific at its start and blanks at its ends. It is good until the
// next call.
func (c *clause) between(start, end int) []rune {
	if end-start > maxGap {
		return farGap
	}
	g := c.withoutBrackets(c.text.Runes[start:max(start, end)])
	if g = trimSpace(g); len(g) > 0 && g[0] == ')' {
		g = trimSpace(g[1:])
	}
	g, _ = cutPrefix(g, c.words.honorifics)
	return trimSpace(g)
}

// withoutBrackets returns runes without what stands in brackets; all of them
// where a bracket stays open.
func (c *clause) withoutBrackets(runes []rune) []rune {
	if !slices.Contains(runes, '(') {
		return runes
	}
	out, depth := c.unbracketed[:0], 0
	for _, r := range runes {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			out = append(out, r)
		}
	}
	c.unbracketed = out
	if depth > 0 {
		return runes
	}
	return out
}

// trimRight returns runes without those of cut at their end.
func trimRight(runes []rune, cut string) []rune {
	for len(runes) > 0 && strings.ContainsRune(cut, runes[len(runes)-1]) {
		runes = runes[:len(runes)-1]
	}
	return runes
}
