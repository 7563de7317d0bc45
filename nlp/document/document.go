// Package document turns an article as an archive holds it (plain text, HTML,
// Markdown, with or without front matter) into the text that every later stage
// reads, with a map from each offset of that text back to the source.
package document

import (
	"cmp"
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
	Plain    ContentType = iota // the text itself, to the byte
	HTML                        // a page or a part of one; front matter in YAML may precede it
	Markdown                    // CommonMark with tables and HTML inside; front matter may precede it
)

// String returns the name of c.
func (c ContentType) String() string {
	switch c {
	case HTML:
		return "HTML"
	case Markdown:
		return "Markdown"
	default:
		return "plain text"
	}
}

// Source is an article as it was sent or read: the input of the pipeline.
type Source struct {
	ID          string
	Content     string // valid UTF-8 without control characters but white space, shorter than 2 GiB
	Type        ContentType
	Title       string    // empty: taken from the content's front matter or <title>, if any
	PublishTime time.Time // zero: taken from the front matter, if any
	Language    string    // BCP 47; empty: detected
}

// Document is a parsed article. Title and Body are never nil; Title is empty
// where the article has none. All spans in an annotation index Body.
//
// Of a plain source the body is the content itself, byte for byte. Of markup it
// is the text that a reader sees as the article: a line break stands between
// its paragraphs and lines, white space is collapsed as a browser does, and
// what is not the article (links back, share boxes, notices) is left out.
type Document struct {
	ID          string
	Language    string // as given, else "zh-Hans", "zh-Hant", "en" or "und"
	PublishTime time.Time
	Origin      string   // the outlet that a 来源 line or the front matter names; not part of Body
	Tags        []string // of the front matter
	Title       *Text
	Body        *Text

	origin *sourceMap // nil: the body is the content
}

// Reasons for which a source is refused, wrapped in an [InputError].
var (
	ErrInvalidUTF8 = errors.New("not valid UTF-8")
	ErrControl     = errors.New("a control character that is no white space")
	ErrTooLong     = errors.New("2 GiB or longer")
)

// InputError says which field of a [Source] cannot be text, and from where on.
type InputError struct {
	Field  string // "title" or "content"
	Offset int    // in bytes
	Err    error  // ErrInvalidUTF8, ErrControl or ErrTooLong
}

func (e *InputError) Error() string {
	return fmt.Sprintf("%s at byte %d: %v", e.Field, e.Offset, e.Err)
}

func (e *InputError) Unwrap() error { return e.Err }

// Parse reads src. It costs time linear in the length of the content, whatever
// the content is. The error, if any, is an [InputError]: markup is never wrong,
// only text.
func Parse(src Source) (*Document, error) {
	inTitle, err := check("title", src.Title)
	if err != nil {
		return nil, err
	}
	inContent, err := check("content", src.Content)
	if err != nil {
		return nil, err
	}
	d := &Document{ID: src.ID, Language: src.Language, PublishTime: src.PublishTime}
	if src.Type == Plain {
		d.Title, d.Body = newText(src.Title, inTitle), newText(src.Content, inContent)
	} else {
		d.readMarkup(src)
	}
	if d.Language == "" {
		d.Language = d.Body.scripts.language()
	}
	return d, nil
}

// readMarkup fills d from content in HTML or Markdown.
func (d *Document) readMarkup(src Source) {
	meta, start := readFrontMatter(src.Content)
	read := func(trusting bool) *reader {
		r := newReader(src.Content, start, trusting)
		r.wantTitle = src.Title == "" && meta.title == ""
		if src.Type == Markdown {
			r.markdown(start)
		} else {
			r.html(start, len(src.Content))
		}
		r.out.endLine()
		return r
	}
	r := read(true)
	if r.skipping() { // to the end of the article: a box that was never closed
		r = read(false)
	}
	title := cmp.Or(src.Title, meta.title, r.heading, headline(r.pageTitle))
	r.out.dropRepeats(title)
	if d.PublishTime.IsZero() {
		d.PublishTime = meta.time
	}
	if d.PublishTime.IsZero() {
		d.PublishTime = r.time
	}
	d.Origin = cmp.Or(r.out.origin, meta.origin)
	d.Tags = meta.tags
	d.Title, d.Body = NewText(title), NewText(string(r.out.text))
	d.origin = newSourceMap(src.Content, r.out.runs)
}

// FromMarkup reports whether the body was read from markup, so that its offsets
// are not those of the content.
func (d *Document) FromMarkup() bool { return d.origin != nil }

// SourceSpan returns where in the content of its [Source] the text under the
// span s of d.Body stands, counted in the units of e. The part of the content
// that it names reads as that text and nothing else, once its markup is taken
// away. It reports false where no part does: for an empty span, one that crosses
// the end of a line, or one that cuts a character reference in two.
func (d *Document) SourceSpan(s Span, e Encoding) (Span, bool) {
	if s.Start < 0 || s.Start >= s.End || s.End > d.Body.Len() {
		return Span{}, false
	}
	if d.origin == nil {
		return d.Body.SpanIn(s, e), true
	}
	b, ok := d.origin.span(d.Body.SpanIn(s, UTF8))
	if !ok {
		return Span{}, false
	}
	return Span{d.origin.offset(b.Start, e), d.origin.offset(b.End, e)}, true
}

// check returns the number of code points of s, or what keeps it from being
// text.
func check(field, s string) (n int, err error) {
	if len(s) > math.MaxInt32 {
		return 0, &InputError{field, math.MaxInt32, ErrTooLong}
	}
	n, ok := measure(s)
	if ok {
		return n, nil
	}
	if i := forbiddenAt(s); i >= 0 {
		return 0, &InputError{field, i, ErrControl}
	}
	return 0, &InputError{field, invalidAt(s), ErrInvalidUTF8}
}

// measure counts the code points of s. It reports false where s is no valid
// UTF-8 or has a control character that is no white space.
func measure(s string) (n int, ok bool) {
	for i := 0; i < len(s); n++ {
		switch c := s[i]; {
		case isThree(s[i:]):
			i += 3
		case c < utf8.RuneSelf:
			if c < '\t' || c > '\r' && c < ' ' || c == 0x7f {
				return n, false
			}
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || r < 0xa0 && r != 0x85 {
				return n, false
			}
			i += size
		}
	}
	return n, true
}

// forbiddenAt returns where in s the first control character stands that is no
// white space, a sign of binary data or of a wrong encoding, or -1. Those of two
// bytes all begin with 0xc2, which is never the second byte of a character.
func forbiddenAt(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c > 0x7f && c != 0xc2 || c >= ' ' && c < 0x7f:
		case c == 0xc2:
			if i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] < 0xa0 && s[i+1] != 0x85 {
				return i
			}
		case c < '\t' || c > '\r':
			return i
		}
	}
	return -1
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
