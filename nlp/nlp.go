// Package nlp reads Chinese news: companies, persons and other entities with
// the offices they hold, figures with what they measure, keywords and topics.
//
// An [Annotator] holds the whole pipeline:
//
//	source -> document -> tokens -> mentions -> entities -> roles, figures -> keywords, topics
//
// Each stage is a package below this one, takes what the stages before it
// found, and adds to it.
package nlp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger"
	"github.com/tiyao/tiyao/nlp/topic"
)

// The names of the segmentation engines.
const (
	GSE     = "gse"
	GoJieba = "gojieba"
)

// Annotator annotates documents. It is safe for concurrent use.
type Annotator struct {
	config     config
	segmenters map[string]func() (segment.Segmenter, error)
	tagger     *tagger.Tagger
	resolver   *entity.Resolver
	figures    *figure.Extractor
	keywords   *keyword.Ranker
	topics     *topic.Classifier
}

// New loads the models and the default segmentation engine. Another engine is
// loaded when a request first asks for it.
func New(options ...Option) (*Annotator, error) {
	c := config{segmenter: GSE, maxContentBytes: DefaultMaxContentBytes}
	for _, o := range options {
		o(&c)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	a := &Annotator{config: c, segmenters: segmenters(c)}
	if err := a.load(); err != nil {
		return nil, fmt.Errorf("nlp: %w", err)
	}
	return a, nil
}

// segmenters returns the engines by name, each loaded once, on first use.
func segmenters(c config) map[string]func() (segment.Segmenter, error) {
	return map[string]func() (segment.Segmenter, error){
		GSE: sync.OnceValues(func() (segment.Segmenter, error) {
			if len(c.gseWords) > 0 {
				return segment.LoadModule(c.gseWords...)
			}
			return segment.NewGSE()
		}),
		GoJieba: sync.OnceValues(func() (segment.Segmenter, error) {
			return segment.NewJieba(segment.WithDictDir(c.goJiebaDictDir))
		}),
	}
}

// load makes the stages, all at the same time.
func (a *Annotator) load() error {
	loaders := []func() error{
		func() (err error) { _, err = a.segmenter(a.config.segmenter); return err },
		func() (err error) { a.tagger, err = tagger.New(); return err },
		func() (err error) { a.keywords, err = keyword.New(); return err },
		func() (err error) { a.topics, err = topic.New(topic.WithOwn(a.config.own.Topics...)); return err },
		func() (err error) { a.figures, err = figure.NewExtractor(); return err },
		func() error { a.resolver = entity.NewResolver(); return nil },
	}
	errs := make([]error, len(loaders))
	var wg sync.WaitGroup
	for i, load := range loaders {
		wg.Go(func() { errs[i] = load() })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Replace returns an annotator that shares the models of a and has another
// user's own names and topics. a stays as it is.
func (a *Annotator) Replace(own Own) (*Annotator, error) {
	topics, err := topic.New(topic.WithOwn(own.Topics...))
	if err != nil {
		return nil, fmt.Errorf("nlp: %w", err)
	}
	b := *a
	b.config.own, b.topics = own, topics
	return &b, nil
}

// Annotate reads doc and returns the layers that f selects. Its error is an
// [InputError] where doc or an option cannot be used, else that of ctx, which
// is checked at least once a sentence.
func (a *Annotator) Annotate(ctx context.Context, doc Document, f Features, options ...RequestOption) (*Annotation, error) {
	req := request{segmenter: a.config.segmenter}
	for _, o := range options {
		o(&req)
	}
	req.terms = req.terms.Over(a.config.own.Lexicon)
	start := time.Now()
	parsed, err := a.parse(doc)
	if err != nil {
		return nil, err
	}
	a.observe(ctx, "parse", start)
	result := &Annotation{Document: parsed}
	if err := a.read(ctx, result, f.orAll().withSources(), req); err != nil {
		return nil, err
	}
	result.keep(f.orAll())
	return result, nil
}

// read adds the layers that f selects to result, each from those before it.
func (a *Annotator) read(ctx context.Context, result *Annotation, f Features, req request) error {
	doc := result.Document
	var offices []entity.Mention
	stages := []struct {
		name   string
		wanted bool
		run    func() error
	}{
		{"segment", f.Tokens, func() error { return a.segment(ctx, doc, req) }},
		{"entities", f.Entities, func() (err error) { result.Entities, offices, err = a.entities(ctx, doc, req); return }},
		{"roles", f.Roles, func() (err error) { result.Roles, err = a.resolver.Roles(ctx, doc, result.Entities, offices); return }},
		{"figures", f.Figures, func() (err error) { result.Figures, err = a.figures.Extract(ctx, doc, result.Entities); return }},
		{"keywords", f.Keywords, func() (err error) { result.Keywords, err = a.keywords.Rank(ctx, doc, result.Entities); return }},
		{"topics", f.Topics, func() (err error) {
			result.Topics, err = a.topics.Classify(ctx, doc, result.Entities, result.Figures)
			return
		}},
	}
	for _, s := range stages {
		if !s.wanted {
			continue
		}
		start := time.Now()
		if err := s.run(); err != nil {
			return err
		}
		a.observe(ctx, s.name, start)
	}
	return nil
}

func (a *Annotator) observe(ctx context.Context, stage string, start time.Time) {
	if a.config.observer != nil {
		a.config.observer(ctx, stage, start)
	}
}

// segment cuts title and body into tokens.
func (a *Annotator) segment(ctx context.Context, doc *document.Document, req request) error {
	s, err := a.segmenter(req.segmenter)
	if err != nil {
		return err
	}
	if err := s.Segment(ctx, doc.Title); err != nil {
		return err
	}
	return s.Segment(ctx, doc.Body)
}

// segmenter returns the engine called name.
func (a *Annotator) segmenter(name string) (segment.Segmenter, error) {
	load, ok := a.segmenters[name]
	if !ok {
		return nil, &InputError{"segmenter", SegmenterUnknown, fmt.Sprintf("unknown segmenter %q, want %q or %q", name, GSE, GoJieba)}
	}
	s, err := load()
	if err != nil {
		return nil, &InputError{"segmenter", SegmenterUnavailable, err.Error()}
	}
	return s, nil
}

// entities finds the names in title and body and joins those of one thing. It
// also returns the job titles in the body.
func (a *Annotator) entities(ctx context.Context, doc *document.Document, req request) ([]entity.Entity, []entity.Mention, error) {
	title, err := a.tagger.Tag(ctx, doc.Title, req.terms)
	if err != nil {
		return nil, nil, err
	}
	body, err := a.tagger.Tag(ctx, doc.Body, req.terms)
	if err != nil {
		return nil, nil, err
	}
	entities, err := a.resolver.Resolve(ctx, doc, title, body)
	if err != nil {
		return nil, nil, err
	}
	var offices []entity.Mention
	for _, m := range body {
		if m.Type == entity.Office {
			offices = append(offices, m)
		}
	}
	return entities, offices, nil
}

// parse checks doc and turns it into text.
func (a *Annotator) parse(doc Document) (*document.Document, error) {
	if doc.Content == "" {
		return nil, &InputError{"document.content", ContentEmpty, "is empty"}
	}
	if n := len(doc.Content); n > a.config.maxContentBytes {
		return nil, &InputError{"document.content", ContentTooLarge,
			fmt.Sprintf("is %d bytes long, at most %d are allowed", n, a.config.maxContentBytes)}
	}
	parsed, err := document.Parse(doc)
	if err != nil {
		return nil, inputError(err)
	}
	return parsed, nil
}
