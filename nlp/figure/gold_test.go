package figure_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/segment"
)

// goldDir holds the hand-annotated articles, beside the repository.
var goldDir = filepath.FromSlash("../../../shared/gold/dev")

// goldDocument is an article of the gold set.
type goldDocument struct {
	ID, Title, Date, Text string
	Entities              []struct {
		Type, Name string
		Mentions   [][2]int
	}
	Figures []goldFigure
}

type goldFigure struct {
	Span                                 [2]int
	Text, Kind, Low, High, Unit          string
	Comparator, Direction, Basis, Status string
	Metric, Subject, Period              string
}

func readGold(t testing.TB) []goldDocument {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(goldDir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("no gold set beside the repository")
	}
	var docs []goldDocument
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var d goldDocument
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		docs = append(docs, d)
	}
	return docs
}

var entityTypes = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product,
}

func (d goldDocument) parse() (*document.Document, []entity.Entity) {
	doc := &document.Document{ID: d.ID, Title: document.NewText(d.Title), Body: document.NewText(d.Text)}
	if day, err := time.Parse("2006-01-02", d.Date); err == nil {
		doc.PublishTime = day
	}
	var es []entity.Entity
	for i, e := range d.Entities {
		x := entity.Entity{ID: "e" + strconv.Itoa(i+1), Type: entityTypes[e.Type], Name: e.Name}
		for _, m := range e.Mentions {
			x.Mentions = append(x.Mentions, entity.Mention{Span: document.Span{Start: m[0], End: m[1]}, Type: x.Type})
		}
		es = append(es, x)
	}
	return doc, es
}

// tally counts figures that are right in some respect.
type tally struct{ right, of int }

func (n *tally) add(ok bool) {
	n.of++
	if ok {
		n.right++
	}
}

func (n tally) rate() float64 { return float64(n.right) / float64(max(n.of, 1)) }

// near reports whether two phrases name the same: one is the other, or the
// greater part of it.
func near(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.Contains(b, a) && len([]rune(a))*2 >= len([]rune(b))
}

// TestGold measures the extractor, with the gold entities given, against the
// annotations of a careful analyst.
func TestGold(t *testing.T) {
	docs := readGold(t)
	x := newExtractor(t)
	g, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	var value, record, metric, subject, period tally
	found := 0
	for _, d := range docs {
		doc, es := d.parse()
		if err := g.Segment(context.Background(), doc.Body); err != nil {
			t.Fatal(err)
		}
		fs, err := x.Extract(context.Background(), doc, es)
		if err != nil {
			t.Fatal(err)
		}
		found += len(fs)
		at := map[document.Span]figure.Figure{}
		for _, f := range fs {
			at[f.Span] = f
		}
		name := d.names()
		for _, want := range d.Figures {
			f, ok := at[document.Span{Start: want.Span[0], End: want.Span[1]}]
			ok = ok && same(f.Low, want.Low) && same(f.High, want.High) && f.Unit == want.Unit
			value.add(ok)
			if !ok {
				t.Logf("%s: %s: %s %s..%s %s", d.ID, want.Text, want.Kind, want.Low, want.High, want.Unit)
				continue
			}
			record.add(f.Kind.String() == want.Kind && f.Comparator.String() == want.Comparator && f.Direction.String() == want.Direction &&
				f.Basis.String() == want.Basis && f.Status.String() == want.Status)
			metric.add(near(want.Metric, f.Metric.Text))
			subject.add(near(name(want.Subject), name(f.Subject.Text)))
			period.add(near(want.Period, f.Period.Text))
		}
	}
	precision, recall := float64(value.right)/float64(max(found, 1)), value.rate()
	f1 := 2 * precision * recall / max(precision+recall, 1e-9)
	t.Logf("value and unit F1 %.3f, record %.3f, metric %.3f, subject %.3f, period %.3f", f1, record.rate(), metric.rate(), subject.rate(), period.rate())
	if f1 < 0.96 || record.rate() < 0.90 || metric.rate() < 0.83 || subject.rate() < 0.78 || period.rate() < 0.85 {
		t.Error("below what the extractor has reached before")
	}
}

// names returns the function that takes a mention to its entity's name.
func (d goldDocument) names() func(string) string {
	alias := map[string]string{}
	text := []rune(d.Text)
	for _, e := range d.Entities {
		for _, m := range e.Mentions {
			alias[string(text[m[0]:m[1]])] = e.Name
		}
	}
	return func(s string) string {
		if n, ok := alias[s]; ok {
			return n
		}
		return s
	}
}

// same reports whether two decimals are equal in value.
func same(a, b string) bool {
	x, _, err1 := apd.NewFromString(a)
	y, _, err2 := apd.NewFromString(b)
	return err1 == nil && err2 == nil && x.Cmp(y) == 0
}
