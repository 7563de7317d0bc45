package nlp

import (
	"context"
	"fmt"
	"time"

	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/topic"
)

// DefaultMaxContentBytes is the longest content that an [Annotator] accepts
// unless told otherwise: 1 MiB of UTF-8.
const DefaultMaxContentBytes = 1 << 20

// Option configures [New].
type Option func(*config)

type config struct {
	segmenter       string
	gseWords        []string
	goJiebaDictDir  string
	maxContentBytes int
	own             Own
	observer        Observer
}

// Own is what a user adds to the models. The zero Own adds nothing.
type Own struct {
	Lexicon *lexicon.Lexicon // names that are marked wherever they stand
	Topics  []topic.Own      // topics that are found by their words
}

// WithOwn adds a user's own names and topics; see [Annotator.Replace].
func WithOwn(own Own) Option {
	return func(c *config) { c.own = own }
}

// Observer is told of each stage of each document when it is over, with the
// context of the call, the stage's name and when it began. It must be safe for
// concurrent use, and fast.
type Observer func(ctx context.Context, stage string, start time.Time)

// WithObserver has the stages of every document observed.
func WithObserver(o Observer) Option {
	return func(c *config) { c.observer = o }
}

// WithSegmenter names the engine that serves requests that name none, "gse"
// (the default) or "gojieba".
func WithSegmenter(name string) Option {
	return func(c *config) { c.segmenter = name }
}

// WithGSEWords adds the words of files in gse's dictionary format to the gse
// engine; see [segment.LoadModule] for what that costs.
func WithGSEWords(files ...string) Option {
	return func(c *config) { c.gseWords = files }
}

// WithGoJiebaDictDir names the directory of gojieba's dictionary files. It is
// needed where the program runs on another machine than it was built on.
func WithGoJiebaDictDir(dir string) Option {
	return func(c *config) { c.goJiebaDictDir = dir }
}

// WithMaxContentBytes bounds the content of a document, in bytes of UTF-8.
// n must be positive.
func WithMaxContentBytes(n int) Option {
	return func(c *config) { c.maxContentBytes = n }
}

// RequestOption configures one [Annotator.Annotate].
type RequestOption func(*request)

type request struct {
	segmenter string
	terms     *lexicon.Lexicon
}

// UseSegmenter names the engine that cuts the words of this document.
func UseSegmenter(name string) RequestOption {
	return func(r *request) { r.segmenter = name }
}

// UseTerms marks the terms of l wherever they stand in this document, over
// whatever the text's own evidence says and on top of the terms of [WithOwn].
func UseTerms(l *lexicon.Lexicon) RequestOption {
	return func(r *request) { r.terms = l }
}

func (c *config) check() error {
	if c.maxContentBytes <= 0 {
		return fmt.Errorf("nlp: max content bytes is %d, want more than 0", c.maxContentBytes)
	}
	return nil
}
