package figure_test

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/segment"
)

// published is the day on which the sentences of the corpus are news.
var published = time.Date(2022, 4, 29, 0, 0, 0, 0, time.UTC)

// marked reads a sentence in which {…} marks the name of a company, and
// {ORG:…} or {LOC:…} that of another entity.
func marked(s string) (*document.Document, []entity.Entity) {
	var text strings.Builder
	var es []entity.Entity
	n := 0
	for len(s) > 0 {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			text.WriteString(s)
			break
		}
		text.WriteString(s[:open])
		n += len([]rune(s[:open]))
		name, rest, _ := strings.Cut(s[open+1:], "}")
		typ := entity.Company
		if w, ok := strings.CutPrefix(name, "ORG:"); ok {
			name, typ = w, entity.Organization
		} else if w, ok := strings.CutPrefix(name, "LOC:"); ok {
			name, typ = w, entity.Location
		}
		m := entity.Mention{Span: document.Span{Start: n, End: n + len([]rune(name))}, Type: typ, Confidence: 1}
		es = append(es, entity.Entity{ID: name, Type: typ, Name: name, Mentions: []entity.Mention{m}})
		text.WriteString(name)
		n = m.End
		s = rest
	}
	return &document.Document{PublishTime: published, Title: document.NewText(""), Body: document.NewText(text.String())}, es
}

// meaning writes what a figure means as the corpus has it: kind, value and
// unit, then what differs from EQ, NONE, NONE, ACTUAL.
func meaning(f figure.Figure) string {
	value := f.Low
	if f.High != f.Low {
		value += ".." + f.High
	}
	words := []string{f.Kind.String(), value}
	if f.Unit != "" {
		words = append(words, f.Unit)
	}
	if f.Comparator != figure.EQ {
		words = append(words, f.Comparator.String())
	}
	if f.Direction != figure.NoDirection {
		words = append(words, f.Direction.String())
	}
	if f.Basis != figure.NoBasis {
		words = append(words, f.Basis.String())
	}
	if f.Status != figure.Actual {
		words = append(words, f.Status.String())
	}
	return strings.Join(words, " ")
}

// TestCorpus runs the specification in testdata: each line holds a sentence,
// one figure of it and what that figure means, or a dash for a sentence that
// holds none.
func TestCorpus(t *testing.T) {
	x := newExtractor(t)
	g, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			lines := bufio.NewScanner(f)
			for n := 1; lines.Scan(); n++ {
				line := lines.Text()
				if line == "" || line[0] == '#' {
					continue
				}
				cells := strings.Split(line, "|")
				for i := range cells {
					cells[i] = strings.TrimSpace(cells[i])
				}
				doc, es := marked(cells[0])
				if err := g.Segment(context.Background(), doc.Body); err != nil {
					t.Fatal(err)
				}
				fs, err := x.Extract(context.Background(), doc, es)
				if err != nil {
					t.Fatal(err)
				}
				checkCase(t, n, cells, doc, fs)
			}
			if err := lines.Err(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// checkCase holds the figures found in a sentence to one line of the corpus.
func checkCase(t *testing.T, line int, cells []string, doc *document.Document, fs []figure.Figure) {
	t.Helper()
	if cells[1] == "-" {
		for _, f := range fs {
			t.Errorf("line %d: %s: %q is no figure, got %s", line, cells[0], doc.Body.Slice(f.Span), meaning(f))
		}
		return
	}
	var near string
	for _, f := range fs {
		if doc.Body.Slice(f.Span) != cells[1] {
			continue
		}
		got := []string{meaning(f), f.Metric.Text, f.Subject.Text, f.Period.Text}
		same := true
		for i, want := range cells[2:] {
			same = same && got[i] == want
		}
		if same {
			return
		}
		near = strings.Join(got, " | ")
	}
	t.Errorf("line %d: %s\n\twant %s\n\tgot  %s", line, cells[0], strings.Join(cells[2:], " | "), near)
}
