package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/topic"
)

// example is a text with what is known of its topics.
type example struct {
	id       string
	doc      *document.Document
	entities []entity.Entity
	figures  []figure.Figure

	// labels are the classes that hold, best first. Where partial is set, at
	// least one of them holds, and of the other classes nothing is known.
	labels  []int
	partial bool
	weight  float32 // in training
}

// Weights of texts whose topics are known in part, against annotated ones.
const (
	headlineWeight = 0.05
	seedWeight     = 0.5
)

// reader reads and analyses texts.
type reader struct {
	segmenter segment.Segmenter
	figures   *figure.Extractor
	openings  map[uint64]bool // of the annotated articles
}

func newReader() (*reader, error) {
	s, err := segment.NewGSE()
	if err != nil {
		return nil, err
	}
	x, err := figure.NewExtractor()
	if err != nil {
		return nil, err
	}
	return &reader{segmenter: s, figures: x, openings: map[uint64]bool{}}, nil
}

// row is one line of a data set.
type row struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Label    string   `json:"label"`
	Labels   []string `json:"labels"`
	Topics   []string `json:"topics"`
	Entities []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Type  string `json:"type"`
		Text  string `json:"text"`
	} `json:"entities"`
}

// example analyses the text of r without its labels.
func (x *reader) example(ctx context.Context, r row) (example, error) {
	doc := &document.Document{Title: document.NewText(""), Body: document.NewText(r.Text)}
	if err := x.segmenter.Segment(ctx, doc.Body); err != nil {
		return example{}, err
	}
	e := example{id: r.ID, doc: doc, entities: entities(r), weight: 1}
	var err error
	e.figures, err = x.figures.Extract(ctx, doc, e.entities)
	return e, err
}

var types = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product,
}

// entities makes an entity of each name.
func entities(r row) []entity.Entity {
	var out []entity.Entity
	at := map[string]int{}
	for _, e := range r.Entities {
		t, known := types[e.Type]
		if !known {
			continue
		}
		i, seen := at[e.Text]
		if !seen {
			i = len(out)
			at[e.Text] = i
			out = append(out, entity.Entity{ID: fmt.Sprintf("e%d", i+1), Type: t, Name: e.Text})
		}
		m := entity.Mention{Span: document.Span{Start: e.Start, End: e.End}, Type: t, Confidence: 1}
		out[i].Mentions = append(out[i].Mentions, m)
	}
	return out
}

func (x *reader) annotated(ctx context.Context, path string) ([]example, error) {
	classes := map[string]int{}
	for i, info := range topic.Builtin() {
		classes[info.ID] = i
	}
	var out []example
	err := eachRow(path, func(r row) error {
		e, err := x.example(ctx, r)
		if err != nil {
			return err
		}
		for _, id := range r.Topics {
			class, known := classes[id]
			if !known {
				return fmt.Errorf("unknown topic %q", id)
			}
			e.labels = append(e.labels, class)
		}
		x.openings[opening(r.Text)] = true
		out = append(out, e)
		return nil
	})
	return out, err
}

// labelled reads a set of texts with one class each.
func (x *reader) labelled(ctx context.Context, path string) (examples []example, classes int, err error) {
	ids := map[string]int{}
	err = eachRow(path, func(r row) error {
		e, err := x.example(ctx, r)
		if err != nil {
			return err
		}
		if _, seen := ids[r.Label]; !seen {
			ids[r.Label] = len(ids)
		}
		e.labels = []int{ids[r.Label]}
		examples = append(examples, e)
		return nil
	})
	return examples, len(ids), err
}

// partial reads the sets whose classes narrow a text's topics down. Texts that
// are annotated already are left out.
func (x *reader) partial(ctx context.Context, dir string) ([]example, error) {
	var out []example
	for _, set := range []struct {
		file    string
		meaning map[string][]string
	}{
		{"tnews-train.jsonl", tnews}, {"thucnews-titles-dev.jsonl", thucnews}, {"finnl-train.jsonl", finnl},
	} {
		err := eachRow(filepath.Join(dir, set.file), func(r row) error {
			var labels []int
			for _, class := range append(r.Labels, r.Label) {
				labels = append(labels, match(set.meaning[class])...)
			}
			if len(labels) == 0 || x.openings[opening(r.Text)] {
				return nil
			}
			e, err := x.example(ctx, r)
			if err != nil {
				return err
			}
			slices.Sort(labels)
			e.labels, e.partial, e.weight = slices.Compact(labels), true, headlineWeight
			out = append(out, e)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

//go:embed seeds.txt
var seedFile string

// seeds makes an example of each word that alone tells a topic.
func (x *reader) seeds(ctx context.Context) ([]example, error) {
	var out []example
	for n, line := range strings.Split(seedFile, "\n") {
		id, words, ok := strings.Cut(line, ": ")
		if !ok {
			continue // a comment or the end
		}
		labels := match([]string{id})
		if len(labels) != 1 {
			return nil, fmt.Errorf("seeds.txt:%d: unknown topic %q", n+1, id)
		}
		for _, word := range strings.Fields(words) {
			e, err := x.example(ctx, row{ID: word, Text: word})
			if err != nil {
				return nil, err
			}
			e.labels, e.partial, e.weight = labels, true, seedWeight
			out = append(out, e)
		}
	}
	return out, nil
}

// match returns the classes of the topics that fit one of patterns: an id, or
// a field with a star for all of its topics.
func match(patterns []string) []int {
	var out []int
	for i, info := range topic.Builtin() {
		for _, p := range patterns {
			if field, all := strings.CutSuffix(p, "*"); p == info.ID || all && strings.HasPrefix(info.ID, field) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// split takes the tenth of the examples with the given number out.
func split(examples []example, tenth uint64) (rest, taken []example) {
	for _, e := range examples {
		if hash(e.id)%10 == tenth {
			taken = append(taken, e)
		} else {
			rest = append(rest, e)
		}
	}
	return rest, taken
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum64()
}

// opening identifies a text by its first Han characters.
func opening(text string) uint64 {
	const enough = 24
	var b strings.Builder
	n := 0
	for _, r := range text {
		if r >= 0x4e00 && r <= 0x9fff && n < enough {
			b.WriteRune(r)
			n++
		}
	}
	return hash(b.String())
}

// eachRow calls f with each row of the file at path.
func eachRow(path string, f func(row) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := f(r); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}
