package nlp_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/longbridgeapp/opencc"

	"github.com/tiyao/tiyao/nlp"
)

// An article reads the same in Simplified and in Traditional characters.
func TestTraditionalTwins(t *testing.T) {
	converter, err := opencc.New("s2t")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"appointments.txt", "datacentre.txt"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("testdata", "articles", name))
			if err != nil {
				t.Fatal(err)
			}
			simplified := string(content)
			traditional, err := converter.Convert(simplified)
			if err != nil {
				t.Fatal(err)
			}
			if traditional == simplified || utf8.RuneCountInString(traditional) != utf8.RuneCountInString(simplified) {
				t.Fatalf("no twin: %s", traditional)
			}
			want := outline(annotate(t, nlp.Document{Content: simplified, PublishTime: published}, nlp.Features{}))
			got := outline(annotate(t, nlp.Document{Content: traditional, PublishTime: published}, nlp.Features{}))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-simplified +traditional)\n%s", diff)
			}
		})
	}
}

// outline returns what an annotation says, without the characters.
func outline(a *nlp.Annotation) []any {
	var out []any
	for _, e := range a.Entities {
		for _, m := range e.Mentions {
			out = append(out, [2]any{e.ID + e.Type.String(), m.Span})
		}
	}
	for _, r := range a.Roles {
		out = append(out, [3]any{r.Person.Span, r.Title.Span, r.Organization.Span})
	}
	for _, f := range a.Figures {
		out = append(out, []any{
			f.Span, f.Kind.String(), f.Low, f.High, f.Comparator.String(), f.Direction.String(), f.Basis.String(), f.Status.String(),
			f.Metric.Span, f.Subject.Span, f.Period.Span, f.Period.Start, f.Period.End,
		})
	}
	return out
}
