package main

import (
	"context"
	"fmt"

	"github.com/tiyao/tiyao/client/evaluate"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// loader turns the files of corpora into examples.
type loader struct {
	dir      string
	scheme   scheme
	seg      segment.Segmenter
	variants bool
	part     uint64 // only each part-th text of every corpus but the annotated, for a quick look
}

// corpus is what a loader found.
type corpus struct {
	train, test []*example
	sources     []model.Source
	first       *source // the corpus that the field is for
}

// annotatedName is the corpus that is annotated to the product's guidelines.
const annotatedName = "annotated"

// load reads all sources.
func (l *loader) load(ctx context.Context, sources []*source) (*corpus, error) {
	c := &corpus{first: sources[0]}
	for _, src := range sources {
		records, err := readCorpus(l.dir, src)
		if err != nil {
			return nil, err
		}
		used, err := l.add(ctx, c, src, records)
		if err != nil {
			return nil, err
		}
		c.sources = append(c.sources, model.Source{Name: src.path, Rows: used, Licence: src.licence})
	}
	return c, nil
}

// add adds the records of one source and returns how many are for training.
func (l *loader) add(ctx context.Context, c *corpus, src *source, records []*record) (used int, err error) {
	var learn []*record
	for _, r := range records {
		if src.heldOutOf > 0 && bucket(r.ID, src.heldOutOf) < src.heldOut {
			continue
		}
		if n := max(src.part, 1) * l.skip(src); bucket(r.ID+"/part", n) == 0 {
			learn = append(learn, r)
		}
	}
	if src.name == annotatedName {
		common := commonTitles(learn)
		for _, r := range records {
			markOffices(r, common)
		}
	}
	for _, r := range records {
		if src.heldOutOf > 0 && bucket(r.ID, src.heldOutOf) < src.heldOut {
			x, err := prepare(ctx, l.seg, l.scheme, r)
			if err != nil {
				return 0, err
			}
			c.test = append(c.test, x)
		}
	}
	for _, r := range learn {
		x, err := prepare(ctx, l.seg, l.scheme, r)
		if err != nil {
			return 0, err
		}
		c.train = append(c.train, x)
	}
	if src.name == annotatedName && l.variants {
		return len(learn), l.addVariants(ctx, c, learn)
	}
	return len(learn), nil
}

func (l *loader) skip(src *source) uint64 {
	if src.name == annotatedName {
		return 1
	}
	return max(l.part, 1)
}

// addVariants adds some of the records again, set with blanks between Han
// characters and Latin ones, as part of the web sets its texts.
func (l *loader) addVariants(ctx context.Context, c *corpus, records []*record) error {
	for _, r := range records {
		if bucket(r.ID+"/spaced", 4) != 0 {
			continue
		}
		v := spaced(r)
		if v.Text == r.Text {
			continue
		}
		x, err := prepare(ctx, l.seg, l.scheme, v)
		if err != nil {
			return err
		}
		x.variant = true
		c.train = append(c.train, x)
	}
	return nil
}

// home returns the training texts of the first corpus, without variants, and
// those of the others.
func (c *corpus) home() (own, others []*example) {
	for _, x := range c.train {
		switch {
		case x.source != c.first:
			others = append(others, x)
		case !x.variant:
			own = append(own, x)
		}
	}
	return own, others
}

// homeTest returns the texts of the first corpus kept out of training.
func (c *corpus) homeTest() (held []*example) {
	for _, x := range c.test {
		if x.source == c.first {
			held = append(held, x)
		}
	}
	return held
}

// readGold reads documents annotated to the guidelines: they measure, they
// never train.
func (l *loader) readGold(ctx context.Context, dir string) (out []*example, err error) {
	gold, err := evaluate.LoadGold(dir)
	if err != nil {
		return nil, fmt.Errorf("read gold: %w", err)
	}
	src := &source{name: "gold"}
	for _, g := range gold {
		x := &example{id: g.ID, source: src, text: document.NewText(g.Text)}
		if err := l.seg.Segment(ctx, x.text); err != nil {
			return nil, err
		}
		for _, e := range g.Entities {
			for _, m := range e.Mentions {
				x.gold = append(x.gold, chain.Span{Start: m[0], End: m[1], Type: l.scheme.index(e.Type)})
			}
		}
		out = append(out, x)
	}
	return out, nil
}
