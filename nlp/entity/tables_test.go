package entity_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

var letterType = map[string]entity.Type{
	"C": entity.Company, "P": entity.Person, "O": entity.Organization, "L": entity.Location, "X": entity.Product, "T": entity.Office,
}

var typeLetter = func() map[entity.Type]string {
	m := map[entity.Type]string{}
	for k, v := range letterType {
		m[v] = k
	}
	return m
}()

// tableCase is one case of a table file.
type tableCase struct {
	line  int
	doc   *document.Document
	title []entity.Mention
	body  []entity.Mention
	want  []string
}

var markup = regexp.MustCompile(`\{([^{}]+?) ([CPOLXT])( [0-9.]+)?\}`)

// parseMarked returns text without its braces, and the mentions they mark.
func parseMarked(t testing.TB, marked string) (string, []entity.Mention) {
	t.Helper()
	var text strings.Builder
	var mentions []entity.Mention
	at, start := 0, 0
	for _, m := range markup.FindAllStringSubmatchIndex(marked, -1) {
		start += utf8.RuneCountInString(marked[at:m[0]])
		end := start + utf8.RuneCountInString(marked[m[2]:m[3]])
		text.WriteString(marked[at:m[0]] + marked[m[2]:m[3]])
		at = m[1]
		confidence := 0.9
		if m[6] >= 0 {
			c, err := strconv.ParseFloat(strings.TrimSpace(marked[m[6]:m[7]]), 64)
			if err != nil {
				t.Fatal(err)
			}
			confidence = c
		}
		mentions = append(mentions, entity.Mention{
			Span:       document.Span{Start: start, End: end},
			Type:       letterType[marked[m[4]:m[5]]],
			Confidence: confidence,
		})
		start = end
	}
	text.WriteString(marked[at:])
	return text.String(), mentions
}

// readTable reads the cases of a table file: see the head of the files.
func readTable(t testing.TB, path string) []tableCase {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []tableCase
	title := ""
	for i, line := range append(strings.Split(string(b), "\n"), "") {
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "title: "):
			title = strings.TrimPrefix(line, "title: ")
		case strings.HasPrefix(line, "="):
			if want := strings.TrimSpace(line[1:]); want != "" {
				out[len(out)-1].want = append(out[len(out)-1].want, want)
			}
		case line != "":
			c := tableCase{line: i + 1}
			headline, titleMentions := parseMarked(t, title)
			text, body := parseMarked(t, line)
			c.doc, c.title, c.body = newDocument(t, headline, text), titleMentions, body
			out = append(out, c)
			title = ""
		}
	}
	return out
}

func TestAliases(t *testing.T) {
	r := entity.NewResolver()
	for _, c := range readTable(t, "testdata/aliases.txt") {
		entities, err := r.Resolve(t.Context(), c.doc, c.title, c.body)
		if err != nil {
			t.Fatalf("line %d: %v", c.line, err)
		}
		var got []string
		for _, e := range entities {
			var names []string
			for _, m := range e.Mentions {
				names = append(names, c.doc.Body.Slice(m.Span))
			}
			got = append(got, typeLetter[e.Type]+" "+e.Name+": "+strings.Join(names, ", "))
		}
		compare(t, c, got)
	}
}

func TestRoleTable(t *testing.T) {
	r := entity.NewResolver()
	for _, c := range readTable(t, "testdata/roles.txt") {
		entities, err := r.Resolve(t.Context(), c.doc, c.title, c.body)
		if err != nil {
			t.Fatalf("line %d: %v", c.line, err)
		}
		roles, err := r.Roles(t.Context(), c.doc, entities, c.body)
		if err != nil {
			t.Fatalf("line %d: %v", c.line, err)
		}
		var got []string
		for _, x := range roles {
			got = append(got, strings.TrimSpace(x.Person.Text+" | "+x.Title.Text+" | "+x.Organization.Text))
		}
		compare(t, c, got)
	}
}

// compare reports the difference of two sets of lines.
func compare(t *testing.T, c tableCase, got []string) {
	t.Helper()
	want := slices.Sorted(slices.Values(c.want))
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("line %d: %s\n got: %s\nwant: %s", c.line, c.doc.Body.String, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}
