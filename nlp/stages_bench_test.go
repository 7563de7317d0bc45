package nlp_test

import (
	"testing"

	"github.com/go-ego/gse"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger"
	"github.com/tiyao/tiyao/nlp/topic"
)

// stages are the parts of an annotator, each by itself.
type stages struct {
	segmenter *segment.GSE
	tagger    *tagger.Tagger
	resolver  *entity.Resolver
	figures   *figure.Extractor
	keywords  *keyword.Ranker
	topics    *topic.Classifier
}

func newStages(b *testing.B) *stages {
	b.Helper()
	s := &stages{resolver: entity.NewResolver()}
	for _, load := range []func() error{
		func() (err error) { s.segmenter, err = segment.NewGSE(); return },
		func() (err error) { s.tagger, err = tagger.New(); return },
		func() (err error) { s.figures, err = figure.NewExtractor(); return },
		func() (err error) { s.keywords, err = keyword.New(); return },
		func() (err error) { s.topics, err = topic.New(); return },
	} {
		if err := load(); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// work is an article with what each stage found in it.
type work struct {
	content  string
	doc      *document.Document
	mentions []entity.Mention
	entities []entity.Entity
	figures  []figure.Figure
}

// BenchmarkStages times each stage on what those before it found.
func BenchmarkStages(b *testing.B) {
	s := newStages(b)
	docs := articles(b)
	works := make([]work, len(docs))
	for _, stage := range []struct {
		name string
		run  func(w *work) error
	}{
		{"document", func(w *work) (err error) { w.doc, err = document.Parse(document.Source{Content: w.content}); return }},
		{"segment", func(w *work) error { return s.segmenter.Segment(b.Context(), w.doc.Body) }},
		{"tagger", func(w *work) (err error) { w.mentions, err = s.tagger.Tag(b.Context(), w.doc.Body, nil); return }},
		{"resolve", func(w *work) (err error) {
			w.entities, err = s.resolver.Resolve(b.Context(), w.doc, nil, w.mentions)
			return
		}},
		{"roles", func(w *work) (err error) {
			_, err = s.resolver.Roles(b.Context(), w.doc, w.entities, w.mentions)
			return
		}},
		{"figures", func(w *work) (err error) { w.figures, err = s.figures.Extract(b.Context(), w.doc, w.entities); return }},
		{"keywords", func(w *work) (err error) { _, err = s.keywords.Rank(b.Context(), w.doc, w.entities); return }},
		{"topics", func(w *work) (err error) {
			_, err = s.topics.Classify(b.Context(), w.doc, w.entities, w.figures)
			return
		}},
	} {
		for i := range works { // the stages after this one need it run, whatever -bench selects
			works[i].content = docs[i]
			if err := stage.run(&works[i]); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(stage.name, func(b *testing.B) {
			timeArticles(b, len(works), func(i int) error { return stage.run(&works[i]) })
		})
	}
}

// BenchmarkGse times the gse module itself, which only cuts words.
func BenchmarkGse(b *testing.B) {
	module := &gse.Segmenter{SkipLog: true}
	if err := module.LoadDictEmbed("zh_s"); err != nil {
		b.Fatal(err)
	}
	docs := articles(b)
	b.Run("CutHMM", func(b *testing.B) {
		timeArticles(b, len(docs), func(i int) error { module.Cut(docs[i], true); return nil })
	})
	b.Run("Pos", func(b *testing.B) {
		timeArticles(b, len(docs), func(i int) error { module.Pos(docs[i]); return nil })
	})
}
