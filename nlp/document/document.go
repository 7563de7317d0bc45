// Package document turns an article as an archive holds it (plain text, HTML,
// Markdown, with or without front matter) into the text that every later stage
// reads, with a map from each offset of that text back to the source.
package document

import "time"

// ContentType says how the content of a [Source] is marked up.
type ContentType int

// The content types a [Source] may have.
const (
	Plain ContentType = iota
	HTML
	Markdown
)

// Source is an article as it was sent or read: the input of the pipeline.
type Source struct {
	ID          string
	Content     string // valid UTF-8
	Type        ContentType
	Title       string    // empty: taken from the content's front matter or <title>, if any
	PublishTime time.Time // zero: taken from the front matter, if any
	Language    string    // BCP 47; empty: detected
}

// Document is a parsed article. Title and Body are never nil; Title is empty
// where the article has none. All spans in an annotation index Body.
type Document struct {
	ID          string
	Language    string
	PublishTime time.Time
	Title       *Text
	Body        *Text
}
