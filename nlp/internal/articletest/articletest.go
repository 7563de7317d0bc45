// Package articletest reads the articles that the tests of several stages use.
package articletest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/client/evaluate"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// Case is one block of a file of cases: lines "key: value" without a gap.
type Case struct {
	Line   int // its first, counted from 1
	Values map[string]string
}

// Cases reads a file of cases. A key that is not known is an error.
func Cases(t testing.TB, path string, known ...string) []Case {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, k := range known {
		allowed[k] = true
	}
	var cases []Case
	open := false
	for i, line := range strings.Split(string(b), "\n") {
		key, value, found := strings.Cut(line, ": ")
		if !found || strings.HasPrefix(line, "#") {
			open = false
			continue
		}
		if !allowed[key] {
			t.Fatalf("%s:%d: unknown key %q", path, i+1, key)
		}
		if !open {
			cases = append(cases, Case{Line: i + 1, Values: map[string]string{}})
			open = true
		}
		cases[len(cases)-1].Values[key] = value
	}
	return cases
}

// Gold reads the development part of the gold set, which lies under shared; a
// test that finds none is skipped.
func Gold(t testing.TB, shared string) []evaluate.Gold {
	t.Helper()
	dir := filepath.Join(shared, "gold", "dev")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no gold set beside the repository")
	}
	gold, err := evaluate.LoadGold(dir)
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

// Entities returns the entities of a gold document.
func Entities(g *evaluate.Gold) (out []entity.Entity) {
	types := map[string]entity.Type{
		"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
		"LOCATION": entity.Location, "PRODUCT": entity.Product,
	}
	for _, e := range g.Entities {
		n := entity.Entity{Type: types[e.Type], Name: e.Name}
		for _, m := range e.Mentions {
			n.Mentions = append(n.Mentions, entity.Mention{Span: document.Span{Start: m[0], End: m[1]}, Type: n.Type})
		}
		out = append(out, n)
	}
	return out
}
