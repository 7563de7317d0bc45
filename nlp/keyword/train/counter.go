package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
	"github.com/tiyao/tiyao/nlp/segment"
)

const (
	sketchBits = 26 // one counter each for 64 million hashes
	leastCount = 3  // documents that a phrase must stand in to be kept
	logSlots   = 17 // of the table
)

// counter counts in how many documents each phrase stands. It reads the corpus
// twice, so as to hold only phrases that are frequent enough: the first pass
// fills a sketch that never counts too low.
type counter struct {
	segmenter segment.Segmenter
	finder    *phrase.Finder
	skip      map[uint64]bool // openings of documents that are not counted
	sketch    []uint8
	counts    map[uint64]int
	documents int
	terms     []uint64
}

// newCounter returns a counter that leaves out the annotated articles: a model
// trained on them must not see their own phrases in the background.
func newCounter(s segment.Segmenter, annotated []article) *counter {
	empty := background.New(1, nil, 4)
	c := &counter{segmenter: s, finder: phrase.NewFinder(empty), skip: map[uint64]bool{}}
	for _, a := range annotated {
		c.skip[opening(a.doc.Body.String)] = true
	}
	return c
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

func (c *counter) countAll(ctx context.Context, data, news string) error {
	c.sketch = make([]uint8, 1<<sketchBits)
	if err := c.read(ctx, data, news, c.addToSketch); err != nil {
		return err
	}
	c.counts = map[uint64]int{}
	c.documents = 0
	if err := c.read(ctx, data, news, c.addToCounts); err != nil {
		return err
	}
	c.sketch = nil
	return nil
}

func (c *counter) table() *background.Table {
	counts := make([]background.Count, 0, len(c.counts))
	for h, n := range c.counts {
		if n >= leastCount {
			counts = append(counts, background.Count{Hash: h, Documents: n})
		}
	}
	fmt.Printf("background %d documents, %d phrases\n", c.documents, len(counts))
	return background.New(c.documents, counts, logSlots)
}

func (c *counter) addToSketch(terms []uint64) {
	for _, h := range terms {
		if n := &c.sketch[h>>(64-sketchBits)]; *n < 255 {
			*n++
		}
	}
}

func (c *counter) addToCounts(terms []uint64) {
	for _, h := range terms {
		if c.sketch[h>>(64-sketchBits)] >= leastCount {
			c.counts[h]++
		}
	}
}

// read gives the distinct terms of every document of the corpus to add.
func (c *counter) read(ctx context.Context, data, news string, add func([]uint64)) error {
	document := func(title, text string) error {
		if c.skip[opening(text)] {
			return nil
		}
		doc, err := segmented(ctx, c.segmenter, title, text)
		if err != nil {
			return err
		}
		return c.count(ctx, doc, add)
	}
	var sets []string
	for _, pattern := range []string{"topics/*.jsonl", "entities/*-train.jsonl", "entities/partial/*.jsonl"} {
		found, err := filepath.Glob(filepath.Join(data, pattern))
		if err != nil {
			return err
		}
		sets = append(sets, found...)
	}
	for _, path := range sets {
		err := eachLine(path, func(line []byte) error {
			var row struct {
				Text string `json:"text"`
			}
			if err := json.Unmarshal(line, &row); err != nil {
				return err
			}
			return document("", row.Text)
		})
		if err != nil {
			return err
		}
	}
	return eachItem(filepath.Join(news, "xwlb-archive.tar.gz"), document)
}

func (c *counter) count(ctx context.Context, doc *document.Document, add func([]uint64)) error {
	candidates, err := c.finder.Find(ctx, doc, nil)
	if err != nil {
		return err
	}
	c.terms = c.finder.AppendWords(c.terms[:0])
	for i := range candidates {
		c.terms = append(c.terms, candidates[i].Hash)
	}
	slices.Sort(c.terms)
	c.terms = slices.Compact(c.terms)
	c.documents++
	add(c.terms)
	return nil
}

var markup = regexp.MustCompile(`<[^>]*>|!?\[[^\]]*\]\([^)]*\)`)

// eachItem calls f with title and text of each news item in an archive of
// days. An item is a section under a heading of the third level.
func eachItem(path string, f func(title, text string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	days := tar.NewReader(unzipped)
	for {
		header, err := days.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if filepath.Ext(header.Name) != ".md" {
			continue
		}
		day, err := io.ReadAll(days)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, header.Name, err)
		}
		for _, item := range strings.Split(string(day), "\n### ")[1:] {
			title, text, _ := strings.Cut(item, "\n")
			if err := f(title, markup.ReplaceAllString(text, "")); err != nil {
				return err
			}
		}
	}
}
