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
	"github.com/tiyao/tiyao/nlp/segment"
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

var typeName = map[entity.Type]string{
	entity.Company: "COMPANY", entity.Person: "PERSON", entity.Organization: "ORGANIZATION",
	entity.Location: "LOCATION", entity.Product: "PRODUCT",
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
func loadGold(t testing.TB) []article {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared, "gold/dev/*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("the gold set is not here")
	}
	var out []article
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var g struct {
			ID, Title, Text string
			Entities        []struct {
				Type, Name string
				Mentions   [][2]int
			}
			Roles []roleRow
		}
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		a := article{ID: g.ID, Doc: newDocument(t, g.Title, g.Text), Roles: g.Roles, Entities: map[string]string{}, Alias: map[string]string{}}
		for _, e := range g.Entities {
			a.Entities[e.Type+" "+e.Name] = e.Name
			for _, m := range e.Mentions {
				s := document.Span{Start: m[0], End: m[1]}
				a.Mentions = append(a.Mentions, entity.Mention{Span: s, Type: typeOf[e.Type], Confidence: 1})
				a.Alias[a.Doc.Body.Slice(s)] = e.Name
			}
		}
		out = append(out, a)
	}
	return out
}

// loadAnnotated reads the annotated set: the held-out tenth, or the rest.
func loadAnnotated(t testing.TB, heldOut bool) []article {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "data/annotated/train.jsonl"))
	if err != nil {
		t.Skip("the annotated set is not here")
	}
	defer f.Close()
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
		h := fnv.New32a()
		h.Write([]byte(x.ID))
		if (h.Sum32()%5 == 0) != heldOut {
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

func TestEntitiesOfGold(t *testing.T) {
	r := entity.NewResolver()
	var entities, mentions score
	for _, a := range loadGold(t) {
		got, err := r.Resolve(t.Context(), a.Doc, nil, a.Mentions)
		if err != nil {
			t.Fatal(err)
		}
		gotNames := map[string]bool{}
		gotMentions, wantMentions := map[entity.Mention]bool{}, map[entity.Mention]bool{}
		for _, e := range got {
			gotNames[typeName[e.Type]+" "+e.Name] = true
			for _, m := range e.Mentions {
				gotMentions[entity.Mention{Span: m.Span, Type: m.Type}] = true
			}
		}
		for _, m := range a.Mentions {
			m.Confidence = 0
			wantMentions[m] = true
		}
		addSets(&entities, a.Entities, gotNames)
		addSets(&mentions, wantMentions, gotMentions)
		for k := range gotNames {
			if _, ok := a.Entities[k]; !ok {
				t.Logf("%s: wrong  %s", a.ID, k)
			}
		}
		for k := range a.Entities {
			if !gotNames[k] {
				t.Logf("%s: missed %s", a.ID, k)
			}
		}
		for m := range gotMentions {
			if !wantMentions[m] {
				t.Logf("%s: extra mention %s at %d", a.ID, a.Doc.Body.Slice(m.Span), m.Start)
			}
		}
	}
	t.Logf("entities %v", entities)
	t.Logf("mentions %v", mentions)
}

// TestRolesOfAnnotated measures roles with the annotators' own mentions.
func TestRolesOfAnnotated(t *testing.T) {
	heldOut := os.Getenv("ROLES") == ""
	measureRoles(t, loadAnnotated(t, heldOut))
}

func TestRolesOfGold(t *testing.T) {
	measureRoles(t, loadGold(t))
}

func measureRoles(t *testing.T, articles []article) {
	r := entity.NewResolver()
	var rows, pairs score
	for _, a := range articles {
		entities, err := r.Resolve(t.Context(), a.Doc, nil, a.Mentions)
		if err != nil {
			t.Fatal(err)
		}
		roles, err := r.Roles(t.Context(), a.Doc, entities, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Names are compared through the entity they belong to.
		name := map[string]string{}
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
		for _, x := range a.Roles {
			x.Person, x.Organization = full(x.Person), full(x.Organization)
			want[x] = true
			wantPair[roleRow{Person: x.Person, Title: x.Title}] = true
		}
		for _, x := range roles {
			row := roleRow{full(x.Person.Text), x.Title.Text, full(x.Organization.Text)}
			got[row] = true
			gotPair[roleRow{Person: row.Person, Title: row.Title}] = true
			if !want[row] {
				kind := "org  "
				if !wantPair[roleRow{Person: row.Person, Title: row.Title}] {
					kind = "wrong"
				}
				t.Logf("%s %s %v | %s", a.ID, kind, row, around(a.Doc.Body, x.Title.Span))
			}
		}
		for row := range want {
			if !got[row] {
				kind := "missed-org"
				if !gotPair[roleRow{Person: row.Person, Title: row.Title}] {
					kind = "missed"
				}
				t.Logf("%s %s %v | %s", a.ID, kind, row, find(a.Doc.Body, row))
			}
		}
		addSets(&rows, want, got)
		addSets(&pairs, wantPair, gotPair)
	}
	t.Logf("roles %v", rows)
	t.Logf("person+title %v", pairs)
}

// around returns the text about s, on one line.
func around(t *document.Text, s document.Span) string {
	s = document.Span{Start: max(0, s.Start-20), End: min(t.Len(), s.End+12)}
	return strings.ReplaceAll(t.Slice(s), "\n", "/")
}

// find returns the text about the place where a row was most likely read.
func find(t *document.Text, row roleRow) string {
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
