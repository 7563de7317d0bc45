package figure_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

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

func TestGold(t *testing.T) {
	docs := readGold(t)
	x, err := figure.NewExtractor()
	if err != nil {
		t.Fatal(err)
	}
	out := os.Getenv("FIGURE_PREDICTIONS")
	if out == "" {
		t.Skip("FIGURE_PREDICTIONS is not set")
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	enc := json.NewEncoder(w)
	g, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		doc, es := d.parse()
		if err := g.Segment(context.Background(), doc.Body); err != nil {
			t.Fatal(err)
		}
		fs, err := x.Extract(context.Background(), doc, es)
		if err != nil {
			t.Fatal(err)
		}
		list := []map[string]any{}
		for _, f := range fs {
			list = append(list, map[string]any{
				"span": map[string]int{"start": f.Start, "end": f.End}, "text": doc.Body.Slice(f.Span),
				"kind": f.Kind.String(), "low": f.Low, "high": f.High, "unit": f.Unit, "comparator": f.Comparator.String(),
				"direction": f.Direction.String(), "basis": f.Basis.String(), "status": f.Status.String(),
				"metric": f.Metric.Text, "subject": f.Subject.Text, "period": f.Period.Text,
			})
		}
		if err := enc.Encode(map[string]any{"documentId": d.ID, "figures": list}); err != nil {
			t.Fatal(err)
		}
	}
}
