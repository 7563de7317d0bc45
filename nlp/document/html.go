package document

import (
	"bytes"
	"html"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// reader reads the markup of one article into a builder. Its state lives
// through all pieces of HTML that a Markdown document has.
type reader struct {
	src string
	out *builder

	trusting bool // elements that are not read are taken to be closed
	skip     atom.Atom
	skipped  int // depth of elements named skip around what comes; 0: text is read
	pre      int // depth of preformatted elements

	wantTitle bool
	level     int    // of the heading around what comes; 0: none
	headingAt int    // the length of text before it
	heading   string // the first that can be the title
	inTitle   bool
	pageTitle string
	time      time.Time
}

func newReader(src string, start int, trusting bool) *reader {
	size := (len(src) - start) * 3 / 4
	return &reader{src: src, trusting: trusting, out: &builder{src: src, text: make([]byte, 0, size)}}
}

// skipping reports whether a box is open whose content is not read.
func (r *reader) skipping() bool { return r.skipped > 0 && r.trusting }

// html reads the part of the source from from to to.
func (r *reader) html(from, to int) {
	z := nethtml.NewTokenizer(strings.NewReader(r.src[from:to]))
	for at := from; ; {
		kind := z.Next()
		end := at + len(z.Raw())
		switch kind {
		case nethtml.ErrorToken:
			if at < to && r.src[at] == '<' && strings.IndexByte(r.src[at:to], '>') < 0 {
				r.text(at, to) // a mark of prose that nothing closes
			}
			return
		case nethtml.TextToken:
			r.text(at, end)
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			r.startTag(z, at, end)
		case nethtml.EndTagToken:
			r.endTag(tagName(r.src[at:end]))
		}
		at = end
	}
}

// text adds text of HTML with its character references decoded.
func (r *reader) text(from, to int) {
	if r.inTitle {
		r.pageTitle += html.UnescapeString(r.src[from:to])
	}
	if r.skipped > 0 {
		return
	}
	if r.pre > 0 {
		r.preformatted(from, to)
		return
	}
	for from < to {
		amp := strings.IndexByte(r.src[from:to], '&')
		if amp < 0 {
			r.out.copy(from, to)
			return
		}
		r.out.copy(from, from+amp)
		from += amp
		s, n := decodeReference(r.src[from:to])
		if s == "" {
			r.out.copy(from, from+1)
			n = 1
		} else {
			r.out.decoded(s, from, n)
		}
		from += n
	}
}

// preformatted adds text whose line breaks count.
func (r *reader) preformatted(from, to int) {
	pre := r.pre
	r.pre = 0
	for from < to {
		end := to
		if i := strings.IndexByte(r.src[from:to], '\n'); i >= 0 {
			end = from + i
		}
		r.text(from, end)
		if end < to {
			r.out.endLine()
		}
		from = end + 1
	}
	r.pre = pre
}

// decodeReference decodes the character reference that s begins with and
// returns its length; "" if s begins with a bare ampersand.
func decodeReference(s string) (decoded string, n int) {
	n = 1
	for n < len(s) && n < 40 && (s[n] == '#' && n == 1 || isASCIIWord(rune(s[n]))) {
		n++
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	decoded = html.UnescapeString(s[:n])
	if decoded == s[:n] {
		return "", 0
	}
	// A reference without semicolon may end before the letters do: &ltb is <b.
	for len(decoded) > 1 && n > 1 && s[n-1] != ';' && decoded[len(decoded)-1] == s[n-1] && len(decoded) > len(firstRune(decoded)) {
		decoded, n = decoded[:len(decoded)-1], n-1
	}
	return decoded, n
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// startTag acts on the start tag that stands from at to end.
func (r *reader) startTag(z *nethtml.Tokenizer, at, end int) {
	tag := tagName(r.src[at:end])
	if tag == 0 && isProse(r.src[at:end]) {
		r.text(at, end)
		return
	}
	hidden := hiddenElement(tag) && (r.trusting || isRawText(tag))
	more := isBlock(tag) || tag == atom.Meta || mayHide(r.src[at:end])
	var about, content string
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch {
		case tag != atom.Meta:
			hidden = hidden || r.trusting && hides(tag, key, val)
		case string(key) == "content":
			content = string(val)
		case string(key) == "name" || string(key) == "property":
			about = strings.ToLower(string(val))
		}
	}
	switch about {
	case "article:published_time", "publishdate", "pubdate", "publish_time":
		r.time, _ = ParseTime(content)
	}
	r.open(tag, hidden)
}

// isProse reports whether what reads as a tag of an unknown element is a mark
// in prose, as in 市盈率<PE的公司>: it has no attributes, but letters of no
// markup.
func isProse(raw string) bool {
	return strings.IndexByte(raw, '=') < 0 && strings.LastIndexByte(raw, '<') == 0 && strings.IndexFunc(raw, isWide) >= 0
}

// mayHide reports whether a tag has attributes that hides looks for in any
// element. It saves decoding the attributes of all others.
func mayHide(raw string) bool {
	return strings.Contains(raw, "hidden") || strings.Contains(raw, "display")
}

// hides reports an attribute that says that its element shows no text of the
// article.
func hides(tag atom.Atom, key, val []byte) bool {
	switch string(key) {
	case "hidden":
		return true
	case "style":
		return bytes.Contains(val, []byte("display")) && bytes.Contains(bytes.ReplaceAll(val, []byte(" "), nil), []byte("display:none"))
	case "class", "id":
		return isBlock(tag) && tag != atom.Body && tag != atom.Html && hiddenBox(val)
	}
	return false
}

// open enters an element.
func (r *reader) open(tag atom.Atom, hidden bool) {
	if r.skipped > 0 {
		switch {
		case tag == r.skip && tag != atom.P:
			r.skipped++
		case r.skip == atom.P && isBlock(tag): // ends it, though no end tag does
			r.skipped = 0
			r.open(tag, hidden)
		}
		return
	}
	if isBlock(tag) {
		r.out.endLine()
	}
	if hidden && !isVoid(tag) {
		r.skip, r.skipped = tag, 1
		r.inTitle = tag == atom.Title && r.pageTitle == ""
		return
	}
	switch tag {
	case atom.Br:
		r.out.endLine()
	case atom.Td, atom.Th:
		r.out.separate()
	case atom.A:
		r.out.link = 1 // links do not nest
	case atom.Pre, atom.Xmp:
		r.pre++
	case atom.Blockquote:
		r.out.quote++
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.beginHeading(headingLevel(tag))
	}
}

// endTag leaves an element.
func (r *reader) endTag(tag atom.Atom) {
	if r.skipped > 0 {
		if tag == r.skip {
			r.skipped--
			r.inTitle = false
		}
		return
	}
	if isBlock(tag) {
		r.out.endLine()
	}
	switch tag {
	case atom.Br: // </br> is read as <br>
		r.out.endLine()
	case atom.A:
		r.out.link = 0
	case atom.Pre, atom.Xmp:
		r.pre = max(0, r.pre-1)
	case atom.Blockquote:
		r.out.quote = max(0, r.out.quote-1)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.endHeading()
	}
}

func (r *reader) beginHeading(level int) {
	r.level, r.headingAt = level, len(r.out.text)
}

// endHeading takes the line that just ended for the title if it is a heading,
// the article has no title yet, and the heading is the first text or of the
// first level.
func (r *reader) endHeading() {
	level := r.level
	r.level = 0
	if level == 0 || !r.wantTitle || !r.out.kept(r.headingAt) {
		return
	}
	if level == 1 || r.headingAt == 0 {
		r.heading = r.out.takeLine()
		r.wantTitle = false
	}
}
