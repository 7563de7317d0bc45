package nlp_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure"
)

var update = flag.Bool("update", false, "write the golden records anew")

// published is when all articles of the golden records were published.
var published = time.Date(2024, 10, 28, 0, 0, 0, 0, time.UTC)

// TestGoldenRecords keeps the whole record of each article in testdata beside
// it. A change of a model or a rule shows there what it moved.
func TestGoldenRecords(t *testing.T) {
	articles, err := filepath.Glob("testdata/articles/*")
	if err != nil || len(articles) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	a := annotator(t)
	for _, path := range articles {
		t.Run(filepath.Base(path), func(t *testing.T) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, err := a.Annotate(t.Context(), nlp.Document{
				Content:     string(content),
				Type:        document.DetectType(path, string(content)),
				PublishTime: published,
			}, nlp.Features{})
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "records", filepath.Base(path))
			if *update {
				if err := os.WriteFile(golden, []byte(record(got)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), record(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// record writes a down for people: a line for each annotation. Scores are left
// out: every training moves them.
func record(a *nlp.Annotation) string {
	var b strings.Builder
	body := a.Document.Body
	fmt.Fprintf(&b, "title: %s\nlanguage: %s\n", a.Document.Title.String, a.Document.Language)
	for _, e := range a.Entities {
		fmt.Fprintf(&b, "entity: %v %s =", e.Type, e.Name)
		for _, m := range e.Mentions {
			fmt.Fprintf(&b, " %s[%d:%d]", body.Slice(m.Span), m.Start, m.End)
		}
		b.WriteByte('\n')
	}
	for _, r := range a.Roles {
		fmt.Fprintf(&b, "role: %s | %s | %s\n", r.Person.Text, r.Title.Text, r.Organization.Text)
	}
	for _, f := range a.Figures {
		fmt.Fprintf(&b, "figure: %s[%d:%d] | %s\n", body.Slice(f.Span), f.Start, f.End, meaning(f))
	}
	for _, k := range a.Keywords {
		fmt.Fprintf(&b, "keyword: %s\n", k.Text)
	}
	for _, t := range a.Topics {
		fmt.Fprintf(&b, "topic: %s\n", t.ID)
	}
	return b.String()
}

func meaning(f figure.Figure) string {
	value := f.Low
	if f.High != f.Low {
		value += ".." + f.High
	}
	period := f.Period.Text
	if !f.Period.Start.IsZero() {
		period += fmt.Sprintf(" (%s to %s)", f.Period.Start.Format(time.DateOnly), f.Period.End.Format(time.DateOnly))
	}
	return strings.Join([]string{
		f.Kind.String(), value + " " + f.Unit,
		fmt.Sprint(f.Comparator, f.Direction, f.Basis, f.Status),
		f.Metric.Text, f.Subject.Text, period,
	}, " | ")
}
