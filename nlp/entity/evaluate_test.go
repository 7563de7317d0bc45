package entity_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/internal/articletest"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger"
)

// shared is where the annotated texts lie beside the repository; they are not
// part of it, and tests that need them skip where they are absent.
const shared = "../../../shared"

// article is an annotated text of either set.
type article struct {
	ID       string
	Doc      *document.Document
	Mentions []entity.Mention
	Entities map[string]string // "TYPE name" of every entity; gold only
	Alias    map[string]string // surface -> name; gold only
	Roles    []roleRow
}

type roleRow struct {
	Person, Title, Organization string
}

var typeOf = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product,
}

// segmenter is made once: loading the dictionary takes half a second.
var segmenter = sync.OnceValues(segment.NewGSE)

func newDocument(t testing.TB, title, text string) *document.Document {
	t.Helper()
	g, err := segmenter()
	if err != nil {
		t.Fatal(err)
	}
	doc := &document.Document{Title: document.NewText(title), Body: document.NewText(text)}
	for _, x := range []*document.Text{doc.Title, doc.Body} {
		if err := g.Segment(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// loadGold reads the gold set's development part.
func loadGold(t testing.TB) (out []article) {
	t.Helper()
	for _, g := range articletest.Gold(t, shared) {
		a := article{ID: g.ID, Doc: newDocument(t, g.Title, g.Text), Entities: map[string]string{}, Alias: map[string]string{}}
		for _, r := range g.Roles {
			a.Roles = append(a.Roles, roleRow(r))
		}
		for i, e := range articletest.Entities(&g) {
			a.Entities[g.Entities[i].Type+" "+e.Name] = e.Name
			for _, m := range e.Mentions {
				m.Confidence = 1
				a.Mentions = append(a.Mentions, m)
				a.Alias[a.Doc.Body.Slice(m.Span)] = e.Name
			}
		}
		out = append(out, a)
	}
	return out
}

// isHeldOut reports whether the annotated text is of the tenth that the shipped
// tagger was not trained on: it is the trainer's choice, by a hash of the ID.
func isHeldOut(id string) bool {
	h := fnv.New64a()
	h.Write([]byte(id))
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return x%10 < 1
}

// loadAnnotated reads the annotated set: the held-out tenth, or the rest.
func loadAnnotated(t testing.TB, heldOut bool) []article {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "data/annotated/train.jsonl"))
	if err != nil {
		t.Skip("the annotated set is not here")
	}
	defer func() { _ = f.Close() }()
	var out []article
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var x struct {
			ID, Text string
			Entities []struct {
				Start, End int
				Type       string
			}
			Roles []roleRow
		}
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		if isHeldOut(x.ID) != heldOut {
			continue
		}
		a := article{ID: x.ID, Doc: newDocument(t, "", x.Text), Roles: x.Roles}
		for _, e := range x.Entities {
			a.Mentions = append(a.Mentions, entity.Mention{Span: document.Span{Start: e.Start, End: e.End}, Type: typeOf[e.Type], Confidence: 1})
		}
		out = append(out, a)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// score counts true, predicted and gold items.
type score struct{ tp, p, g int }

func (s score) f1() float64 { return 2 * float64(s.tp) / float64(max(s.p+s.g, 1)) }

func (s score) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (%d/%d/%d)", float64(s.tp)/float64(max(s.p, 1)), float64(s.tp)/float64(max(s.g, 1)), s.f1(), s.tp, s.p, s.g)
}

func addSets[K comparable, A, B any](s *score, want map[K]A, got map[K]B) {
	s.g += len(want)
	s.p += len(got)
	for k := range got {
		if _, ok := want[k]; ok {
			s.tp++
		}
	}
}

// source gives the mentions of an article: the annotators' own, or a tagger's.
type source func(t testing.TB, a article) (title, body []entity.Mention)

func oracle(_ testing.TB, a article) (title, body []entity.Mention) { return nil, a.Mentions }

// theTagger is made once; TAGGER names a model file to use in place of the
// embedded one, such as one trained without the articles held out here.
var theTagger = sync.OnceValues(func() (*tagger.Tagger, error) {
	if f := os.Getenv("TAGGER"); f != "" {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		return tagger.Load(b)
	}
	return tagger.New()
})

func tagged(t testing.TB, a article) (title, body []entity.Mention) {
	t.Helper()
	tag, err := theTagger()
	if err != nil {
		t.Fatal(err)
	}
	if title, err = tag.Tag(t.Context(), a.Doc.Title, nil); err != nil {
		t.Fatal(err)
	}
	if body, err = tag.Tag(t.Context(), a.Doc.Body, nil); err != nil {
		t.Fatal(err)
	}
	return title, body
}

// results are the scores of a set of articles.
type results struct {
	raw      score // the source's own mentions
	mentions score
	byType   map[entity.Type]*score
	entities score // type and name; gold only
	roles    score
	pairs    score // person and title
}

// The floors are below what was measured, to catch what breaks, not what
// drifts.
func TestGoldWithAnnotatorsMentions(t *testing.T) {
	s := evaluate(t, loadGold(t), oracle)
	atLeast(t, "entities", s.entities, 0.96)
	atLeast(t, "roles", s.roles, 0.92)
}

func TestGoldWithTagger(t *testing.T) {
	evaluate(t, loadGold(t), tagged)
}

// PART=train measures on the articles that are not held out.
func TestAnnotatedWithAnnotatorsMentions(t *testing.T) {
	s := evaluate(t, loadAnnotated(t, os.Getenv("PART") != "train"), oracle)
	atLeast(t, "roles", s.roles, 0.83)
}

func TestAnnotatedWithTagger(t *testing.T) {
	evaluate(t, loadAnnotated(t, true), tagged)
}

func atLeast(t *testing.T, what string, s score, floor float64) {
	t.Helper()
	if s.f1() < floor {
		t.Errorf("%s: F1 %.3f is below %.3f", what, s.f1(), floor)
	}
}

func evaluate(t *testing.T, articles []article, from source) results {
	t.Helper()
	r := entity.NewResolver()
	s := results{byType: map[entity.Type]*score{}}
	for typ := entity.Company; typ <= entity.Product; typ++ {
		s.byType[typ] = new(score)
	}
	for _, a := range articles {
		title, body := from(t, a)
		entities, err := r.Resolve(t.Context(), a.Doc, title, body)
		if err != nil {
			t.Fatal(err)
		}
		roles, err := r.Roles(t.Context(), a.Doc, entities, body)
		if err != nil {
			t.Fatal(err)
		}
		s.addMentions(t, a, body, entities)
		s.addEntities(t, a, entities)
		s.addRoles(t, a, entities, roles)
	}
	t.Logf("mentions of the source  %v", s.raw)
	t.Logf("mentions                %v", s.mentions)
	for typ := entity.Company; typ <= entity.Product; typ++ {
		t.Logf("  %-22s%v", typ.String(), *s.byType[typ])
	}
	if s.entities.g > 0 {
		t.Logf("entities                %v", s.entities)
	}
	t.Logf("roles                   %v", s.roles)
	t.Logf("persons and titles      %v", s.pairs)
	return s
}

// plain is a mention without its confidence.
type plain struct {
	document.Span
	entity.Type
}

func (s *results) addMentions(t *testing.T, a article, body []entity.Mention, entities []entity.Entity) {
	want, raw, got := map[plain]bool{}, map[plain]bool{}, map[plain]bool{}
	for _, m := range a.Mentions {
		want[plain{m.Span, m.Type}] = true
	}
	for _, m := range body {
		if m.Type != entity.Office {
			raw[plain{m.Span, m.Type}] = true
		}
	}
	for _, e := range entities {
		for _, m := range e.Mentions {
			got[plain{m.Span, m.Type}] = true
		}
	}
	addSets(&s.raw, want, raw)
	addSets(&s.mentions, want, got)
	for typ, x := range s.byType {
		addSets(x, ofType(want, typ), ofType(got, typ))
	}
	for m := range raw {
		if want[m] && !got[m] {
			t.Logf("%s mention lost %s %s | %s", a.ID, m.Type, a.Doc.Body.Slice(m.Span), around(a.Doc.Body, m.Span))
		}
	}
	for m := range got {
		if !want[m] && !raw[m] {
			t.Logf("%s mention spoilt %s %s | %s", a.ID, m.Type, a.Doc.Body.Slice(m.Span), around(a.Doc.Body, m.Span))
		}
	}
}

func ofType(set map[plain]bool, typ entity.Type) map[plain]bool {
	out := map[plain]bool{}
	for m := range set {
		if m.Type == typ {
			out[m] = true
		}
	}
	return out
}

func (s *results) addEntities(t *testing.T, a article, entities []entity.Entity) {
	if a.Entities == nil {
		return
	}
	got := map[string]bool{}
	for _, e := range entities {
		got[e.Type.String()+" "+e.Name] = true
	}
	addSets(&s.entities, a.Entities, got)
	logDifference(t, a, "entity", a.Entities, got)
}

func logDifference[A, B any](t *testing.T, a article, what string, want map[string]A, got map[string]B) {
	for k := range got {
		if _, ok := want[k]; !ok {
			t.Logf("%s %s wrong %s", a.ID, what, k)
		}
	}
	for k := range want {
		if _, ok := got[k]; !ok {
			t.Logf("%s %s missed %s", a.ID, what, k)
		}
	}
}

// addRoles compares names through the entity that they belong to.
func (s *results) addRoles(t *testing.T, a article, entities []entity.Entity, roles []entity.Role) {
	name := map[string]string{"": ""}
	for _, e := range entities {
		for _, m := range e.Mentions {
			name[a.Doc.Body.Slice(m.Span)] = e.Name
		}
	}
	for s, n := range a.Alias {
		name[s] = n
	}
	full := func(s string) string {
		if n, ok := name[s]; ok {
			return n
		}
		return s
	}
	want, got := map[roleRow]bool{}, map[roleRow]bool{}
	wantPair, gotPair := map[roleRow]bool{}, map[roleRow]bool{}
	pair := func(x roleRow) roleRow { return roleRow{Person: x.Person, Title: x.Title} }
	for _, x := range a.Roles {
		row := roleRow{full(x.Person), x.Title, full(x.Organization)}
		want[row], wantPair[pair(row)] = true, true
	}
	for _, x := range roles {
		row := roleRow{full(x.Person.Text), x.Title.Text, full(x.Organization.Text)}
		got[row], gotPair[pair(row)] = true, true
		if !want[row] {
			t.Logf("%s role wrong %v (pair %v) | %s", a.ID, row, wantPair[pair(row)], around(a.Doc.Body, x.Title.Span))
		}
	}
	for row := range want {
		if !got[row] {
			t.Logf("%s role missed %v (pair %v) | %s", a.ID, row, gotPair[pair(row)], whereRole(a.Doc.Body, row))
		}
	}
	addSets(&s.roles, want, got)
	addSets(&s.pairs, wantPair, gotPair)
}

// around returns the text about s, on one line.
func around(t *document.Text, s document.Span) string {
	s = document.Span{Start: max(0, s.Start-20), End: min(t.Len(), s.End+12)}
	return strings.ReplaceAll(t.Slice(s), "\n", "/")
}

// whereRole returns the text about the place where a row was most likely read.
func whereRole(t *document.Text, row roleRow) string {
	i := strings.Index(t.String, row.Title+row.Person)
	if i < 0 {
		i = strings.Index(t.String, row.Person)
	}
	if i < 0 {
		return ""
	}
	n := utf8.RuneCountInString(t.String[:i])
	return around(t, document.Span{Start: n, End: min(t.Len(), n+16)})
}
