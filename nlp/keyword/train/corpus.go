package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/segment"
)

// article is a document with the keywords that an analyst chose for it.
type article struct {
	id       string
	doc      *document.Document
	entities []entity.Entity
	keywords []string
}

// annotated is one row of the annotated articles.
type annotated struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Entities []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Type  string `json:"type"`
		Text  string `json:"text"`
	} `json:"entities"`
	Keywords []string `json:"keywords"`
}

func readAnnotated(ctx context.Context, path string, s segment.Segmenter) ([]article, error) {
	var out []article
	err := eachLine(path, func(line []byte) error {
		var row annotated
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		doc, err := segmented(ctx, s, "", row.Text)
		if err != nil {
			return err
		}
		out = append(out, article{row.ID, doc, resolve(row), row.Keywords})
		return nil
	})
	return out, err
}

func segmented(ctx context.Context, s segment.Segmenter, title, body string) (*document.Document, error) {
	doc := &document.Document{Title: document.NewText(title), Body: document.NewText(body)}
	if err := s.Segment(ctx, doc.Title); err != nil {
		return nil, err
	}
	return doc, s.Segment(ctx, doc.Body)
}

var types = map[string]entity.Type{
	"COMPANY": entity.Company, "PERSON": entity.Person, "ORGANIZATION": entity.Organization,
	"LOCATION": entity.Location, "PRODUCT": entity.Product,
}

// resolve makes entities of the annotated mentions, with the slips of a good
// tagger: some names are missed and some get a wrong type.
func resolve(row annotated) []entity.Entity {
	const missed, mistyped = 0.10, 0.05
	rng := rand.New(rand.NewPCG(hash(row.ID), 1))
	var out []entity.Entity
	at := map[string]int{}
	for _, e := range row.Entities {
		i, seen := at[e.Text]
		if !seen {
			i = -1
			if rng.Float64() >= missed {
				i = join(out, e.Text, types[e.Type])
				if i < 0 {
					t := types[e.Type]
					if rng.Float64() < mistyped {
						t = entity.Type(1 + rng.IntN(5))
					}
					out = append(out, entity.Entity{Type: t, Name: e.Text})
					i = len(out) - 1
				}
			}
			at[e.Text] = i
		}
		if i >= 0 {
			m := entity.Mention{Span: document.Span{Start: e.Start, End: e.End}, Type: out[i].Type, Confidence: 1}
			out[i].Mentions = append(out[i].Mentions, m)
			if len(e.Text) > len(out[i].Name) {
				out[i].Name = e.Text
			}
		}
	}
	return out
}

// join returns the entity of which name is a short or a long form, or -1.
func join(entities []entity.Entity, name string, t entity.Type) int {
	for i, e := range entities {
		if e.Type == t && t != entity.Location && (strings.Contains(e.Name, name) || strings.Contains(name, e.Name)) {
			return i
		}
	}
	return -1
}

// split keeps a tenth of the articles out of training.
func split(articles []article) (train, held []article) {
	for _, a := range articles {
		if hash(a.id)%10 == 0 {
			held = append(held, a)
		} else {
			train = append(train, a)
		}
	}
	return train, held
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum64()
}

// eachLine calls f with each line of the file at path.
func eachLine(path string, f func([]byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if err := f(lines.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}
