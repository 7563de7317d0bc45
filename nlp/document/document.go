// Package document turns an article as an archive holds it (plain text, HTML,
// Markdown, with or without front matter) into the text that every later stage
// reads, with a map from each offset of that text back to the source.
package document

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

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
	Content     string // valid UTF-8 without NUL, shorter than 2 GiB
	Type        ContentType
	Title       string    // empty: taken from the content's front matter or <title>, if any
	PublishTime time.Time // zero: taken from the front matter, if any
	Language    string    // BCP 47; empty: detected
}

// Document is a parsed article. Title and Body are never nil; Title is empty
// where the article has none. All spans in an annotation index Body.
//
// Of a plain source the body is the content itself, byte for byte.
type Document struct {
	ID          string
	Language    string
	PublishTime time.Time
	Title       *Text
	Body        *Text

}

// Reasons for which a source is refused, wrapped in an [InputError].
var (
	ErrInvalidUTF8 = errors.New("not valid UTF-8")
	ErrNUL         = errors.New("contains a NUL character")
	ErrTooLong     = errors.New("2 GiB or longer")
)

// InputError says which field of a [Source] cannot be text, and from where on.
type InputError struct {
	Field  string // "title" or "content"
	Offset int    // in bytes
	Err    error  // ErrInvalidUTF8, ErrNUL or ErrTooLong
}

func (e *InputError) Error() string {
	return fmt.Sprintf("%s at byte %d: %v", e.Field, e.Offset, e.Err)
}

func (e *InputError) Unwrap() error { return e.Err }

// Parse reads src. It costs time linear in the length of the content, whatever
// the content is. The error, if any, is an [InputError]: markup is never wrong,
// only text.
func Parse(src Source) (*Document, error) {
	if err := check("title", src.Title); err != nil {
		return nil, err
	}
	if err := check("content", src.Content); err != nil {
		return nil, err
	}
	d := &Document{ID: src.ID, Language: src.Language, PublishTime: src.PublishTime}
	d.Title = NewText(src.Title)
	d.Body = NewText(src.Content)
	return d, nil
}

// check reports what keeps s from being text.
func check(field, s string) error {
	if len(s) > math.MaxInt32 {
		return &InputError{field, math.MaxInt32, ErrTooLong}
	}
	if i := strings.IndexByte(s, 0); i >= 0 {
		return &InputError{field, i, ErrNUL}
	}
	if !utf8.ValidString(s) {
		return &InputError{field, invalidAt(s), ErrInvalidUTF8}
	}
	return nil
}

// invalidAt returns where the first byte of s stands that is not UTF-8.
func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return i
		}
	}
	return len(s)
}
