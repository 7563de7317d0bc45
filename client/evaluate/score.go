package evaluate

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

var entityTypes = []string{"COMPANY", "PERSON", "ORGANIZATION", "LOCATION", "PRODUCT"}

// maxKeywords is how many keywords of a document are looked at.
const maxKeywords = 10

// Scorer adds up the measures over documents. The zero Scorer is not usable;
// make one with [NewScorer]. It is not safe for concurrent use.
type Scorer struct {
	prf      table[PRF]
	accuracy table[Accuracy]
	errors   []string
}

// table holds measures in the order in which they are printed.
type table[M any] struct {
	rows []*M
	at   map[string]*M
}

func newTable[M any](names []string, make func(name string) M) table[M] {
	t := table[M]{at: map[string]*M{}}
	for _, name := range names {
		m := make(name)
		t.rows = append(t.rows, &m)
		t.at[name] = &m
	}
	return t
}

func (t table[M]) values() []M {
	out := make([]M, len(t.rows))
	for i, m := range t.rows {
		out[i] = *m
	}
	return out
}

// figureRecord is the measure that asks for the whole of a figure.
const figureRecord = "figure record (value, unit, kind, comparator, direction, basis, status)"

// NewScorer returns a scorer that has seen nothing.
func NewScorer() *Scorer {
	var prf []string
	for _, t := range slices.Concat(entityTypes, []string{"ALL"}) {
		prf = append(prf, "mention "+t)
	}
	prf = append(prf, "entity ALL", "entity COMPANY", "role", "role person+title",
		"figure span", "figure value+unit", "keyword@10 exact", "keyword@10 close")
	accuracy := []string{
		"figure kind", "figure comparator", "figure direction", "figure basis", "figure status", figureRecord,
		"figure metric", "figure subject", "figure period", "topic top-1 among gold", "topic: gold first among top 3",
	}
	return &Scorer{
		prf:      newTable(prf, func(name string) PRF { return PRF{Name: name} }),
		accuracy: newTable(accuracy, func(name string) Accuracy { return Accuracy{Name: name} }),
	}
}

// Report returns the measures over all documents so far.
func (s *Scorer) Report() *Report {
	return &Report{PRF: s.prf.values(), Accuracy: s.accuracy.values(), Errors: slices.Clone(s.errors)}
}

// Add scores the annotations of one document, whose offsets must count code
// points. A nil pred counts as a document in which nothing was found.
func (s *Scorer) Add(g *Gold, pred *tiyaov1.Annotations) {
	d := newPair(g, pred)
	switch {
	case pred == nil:
		s.report(g, "not annotated")
	case pred.GetText() != g.Text:
		s.report(g, "text differs")
	}
	s.mentions(d)
	s.entities(d)
	s.roles(d)
	s.figures(d)
	s.keywords(d)
	s.topics(d)
}

func (s *Scorer) report(g *Gold, format string, args ...any) {
	s.errors = append(s.errors, g.ID+" "+fmt.Sprintf(format, args...))
}

func (s *Scorer) right(name string, ok bool) {
	m := s.accuracy.at[name]
	m.Total++
	if ok {
		m.Right++
	}
}

// count adds the overlap of two sets.
func count[K comparable](m *PRF, gold, pred map[K]bool) {
	for k := range pred {
		if gold[k] {
			m.Right++
		}
	}
	m.Predicted += len(pred)
	m.Gold += len(gold)
}

// pair is a gold document and what was predicted for it.
type pair struct {
	gold  *Gold
	pred  *tiyaov1.Annotations
	text  []rune
	alias map[string]string // mention text -> name of its gold entity
}

func newPair(g *Gold, pred *tiyaov1.Annotations) *pair {
	d := &pair{gold: g, pred: pred, text: []rune(g.Text), alias: map[string]string{}}
	for _, e := range g.Entities {
		for _, m := range e.Mentions {
			d.alias[string(d.text[m[0]:m[1]])] = e.Name
		}
	}
	return d
}

// named returns the name of the entity that goes by s, else s.
func (d *pair) named(s string) string {
	if name, ok := d.alias[s]; ok {
		return name
	}
	return s
}

// context returns the text around [start, end), on one line.
func (d *pair) context(start, end, before, after int) string {
	start, end = max(0, start-before), min(len(d.text), end+after)
	if start >= end {
		return ""
	}
	return strings.ReplaceAll(string(d.text[start:end]), "\n", "/")
}

// typedSpan is a mention: where it stands and what it is.
type typedSpan struct {
	start, end int
	typ        string
}

func (s *Scorer) mentions(d *pair) {
	gold, pred := map[typedSpan]bool{}, map[typedSpan]bool{}
	for _, e := range d.gold.Entities {
		for _, m := range e.Mentions {
			gold[typedSpan{m[0], m[1], e.Type}] = true
		}
	}
	for _, e := range d.pred.GetEntities() {
		for _, m := range e.GetMentions() {
			pred[typedSpan{int(m.GetSpan().GetStart()), int(m.GetSpan().GetEnd()), typeName(e)}] = true
		}
	}
	count(s.prf.at["mention ALL"], gold, pred)
	for _, t := range entityTypes {
		count(s.prf.at["mention "+t], ofType(gold, t), ofType(pred, t))
	}
	s.reportMentions(d, "missed", gold, pred)
	s.reportMentions(d, "wrong ", pred, gold)
}

func ofType(spans map[typedSpan]bool, typ string) map[typedSpan]bool {
	out := map[typedSpan]bool{}
	for m := range spans {
		if m.typ == typ {
			out[m] = true
		}
	}
	return out
}

// reportMentions reports those of a that are not in b.
func (s *Scorer) reportMentions(d *pair, what string, a, b map[typedSpan]bool) {
	var out []typedSpan
	for m := range a {
		if !b[m] {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y typedSpan) int { return x.start - y.start })
	for _, m := range out {
		s.report(d.gold, "%s %s %s | %s", what, m.typ, d.context(m.start, m.end, 0, 0), d.context(m.start, m.end, 12, 12))
	}
}

func typeName(e *tiyaov1.Entity) string {
	return strings.TrimPrefix(e.GetType().String(), "ENTITY_TYPE_")
}

func (s *Scorer) entities(d *pair) {
	type named struct{ typ, name string }
	gold, pred := map[named]bool{}, map[named]bool{}
	goldCompanies, predCompanies := map[named]bool{}, map[named]bool{}
	for _, e := range d.gold.Entities {
		n := named{e.Type, e.Name}
		gold[n] = true
		if e.Type == "COMPANY" {
			goldCompanies[n] = true
		}
	}
	for _, e := range d.pred.GetEntities() {
		n := named{typeName(e), e.GetName()}
		pred[n] = true
		if n.typ == "COMPANY" {
			predCompanies[n] = true
		}
	}
	count(s.prf.at["entity ALL"], gold, pred)
	count(s.prf.at["entity COMPANY"], goldCompanies, predCompanies)
}

func (s *Scorer) roles(d *pair) {
	type office struct{ person, title string }
	type role struct {
		office
		organization string
	}
	gold, pred := map[role]bool{}, map[role]bool{}
	goldOffices, predOffices := map[office]bool{}, map[office]bool{}
	for _, r := range d.gold.Roles {
		o := office{d.named(r.Person), r.Title}
		goldOffices[o] = true
		gold[role{o, d.named(r.Organization)}] = true
	}
	for _, r := range d.pred.GetRoles() {
		o := office{d.named(r.GetPerson().GetText()), r.GetTitle().GetText()}
		predOffices[o] = true
		pred[role{o, d.named(r.GetOrganization().GetText())}] = true
	}
	count(s.prf.at["role"], gold, pred)
	count(s.prf.at["role person+title"], goldOffices, predOffices)
	for _, r := range d.gold.Roles {
		if !pred[role{office{d.named(r.Person), r.Title}, d.named(r.Organization)}] {
			s.report(d.gold, "role missed %s %s %s", r.Person, r.Title, r.Organization)
		}
	}
	for _, r := range d.pred.GetRoles() {
		person, title, organization := r.GetPerson().GetText(), r.GetTitle().GetText(), r.GetOrganization().GetText()
		if !gold[role{office{d.named(person), title}, d.named(organization)}] {
			s.report(d.gold, "role wrong %s %s %s", person, title, organization)
		}
	}
}

func (s *Scorer) keywords(d *pair) {
	gold, pred := map[string]bool{}, map[string]bool{}
	var found []string
	for _, k := range d.gold.Keywords {
		gold[k] = true
	}
	for _, k := range d.pred.GetKeywords() {
		if len(found) < maxKeywords {
			found = append(found, k.GetText())
			pred[k.GetText()] = true
		}
	}
	exact, close := s.prf.at["keyword@10 exact"], s.prf.at["keyword@10 close"]
	for k := range pred {
		if gold[k] {
			exact.Right++
		}
	}
	exact.Predicted += len(found)
	exact.Gold += len(d.gold.Keywords)
	for _, k := range d.gold.Keywords {
		if slices.ContainsFunc(found, func(f string) bool { return alike(k, f) }) {
			close.Right++
		}
	}
	close.Predicted += max(len(found), 1)
	close.Gold += len(d.gold.Keywords)
}

func (s *Scorer) topics(d *pair) {
	var pred []string
	for _, t := range d.pred.GetTopics() {
		pred = append(pred, t.GetId())
	}
	first := len(pred) > 0 && slices.Contains(d.gold.Topics, pred[0])
	s.right("topic top-1 among gold", first)
	s.right("topic: gold first among top 3", slices.Contains(pred[:min(3, len(pred))], d.gold.Topics[0]))
	if !first {
		s.report(d.gold, "topic %v got %v", d.gold.Topics, pred)
	}
}

// alike reports whether a and b are equal, or one holds the other and is at
// most twice as long.
func alike(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == b {
		return true
	}
	if a == "" || b == "" {
		return false
	}
	short, long := a, b
	if utf8.RuneCountInString(short) > utf8.RuneCountInString(long) {
		short, long = long, short
	}
	return strings.Contains(long, short) && utf8.RuneCountInString(short)*2 >= utf8.RuneCountInString(long)
}
