package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// builder collects the text of an article from pieces of its source, given in
// order: white space is collapsed, lines that are no part of the article are
// dropped, and a run is kept for every piece.
type builder struct {
	src  string
	text []byte
	runs []run

	open     bool // a line is begun
	line     int  // where it begins in text
	before   int  // length of text before the line and the break that leads to it
	runsThen int  // number of runs before it

	space  Span // white space of the source that waits for more of the line
	spaced bool
	broken bool // a line of the source ends in that space

	link    int  // depth of links around what comes
	plain   bool // the line has letters outside links
	quote   int  // depth of quotations around what comes
	quoted  int  // end of the quotation at the head of the text
	hasText bool // a line outside a quotation was kept

	origin string // of a 来源 line
}

// copy adds the part of the source from from to to as it stands.
func (b *builder) copy(from, to int) {
	for i := from; i < to; {
		j := i
		for j < to && isSpace(b.src[j]) {
			j++
		}
		if j > i {
			b.blank(i, j)
			i = j
		}
		for j < to && !isSpace(b.src[j]) {
			j++
		}
		if j > i {
			b.put(b.src[i:j], i, 0)
			i = j
		}
	}
}

// decoded adds s, for which the source has n bytes of another form at from.
func (b *builder) decoded(s string, from, n int) {
	if isSpace(s[0]) {
		b.blank(from, from+n)
		return
	}
	b.put(s, from, n)
}

// isSpace reports the white space of HTML.
func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
}

// blank notes white space of the source.
func (b *builder) blank(from, to int) {
	if !b.open {
		return
	}
	if !b.spaced {
		b.spaced, b.broken, b.space.Start = true, false, from
	}
	b.space.End = to
	b.broken = b.broken || strings.IndexByte(b.src[from:to], '\n') >= 0
}

// put adds s, which is not blank of HTML: a copy of what the source has at from
// or, if n is not zero, what n bytes there stand for.
func (b *builder) put(s string, from, n int) {
	if !b.open {
		rest := strings.TrimLeftFunc(s, isIndent)
		if rest == "" {
			return
		}
		if n == 0 {
			from += len(s) - len(rest)
			s = rest
		}
		b.begin()
	}
	if b.spaced {
		b.spaced = false
		if !b.broken || !b.joins(s) {
			b.appendSpace()
		}
	}
	if b.link == 0 && !b.plain {
		b.plain = strings.IndexFunc(s, isLetter) >= 0
	}
	b.append(s, from, n)
}

// isIndent reports what writers put at the ends of a paragraph beside space.
func isIndent(r rune) bool { return r == 0x3000 || r == 0xa0 || isBlank(r) }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// joins reports whether a line break of the source between the text so far and
// s means nothing, as between two characters of a script without spaces.
func (b *builder) joins(s string) bool {
	last, _ := utf8.DecodeLastRune(b.text)
	next, _ := utf8.DecodeRuneInString(s)
	return isWide(last) && isWide(next)
}

func isWide(r rune) bool {
	return r >= 0x2e80 && r < 0xac00 || r >= 0xff01 && r <= 0xff60 || r >= 0x20000 && r < 0x40000 || isQuote(r)
}

// isQuote reports the punctuation that Chinese shares with other scripts.
func isQuote(r rune) bool { return r >= 0x2014 && r <= 0x201d || r == '…' }

// begin starts a line.
func (b *builder) begin() {
	b.before, b.runsThen = len(b.text), len(b.runs)
	if len(b.text) > 0 {
		b.text = append(b.text, '\n')
		b.runs = append(b.runs, run{text: int32(b.before), size: 1, src: -1})
	}
	b.open, b.line, b.plain = true, len(b.text), false
}

// append adds s and its run.
func (b *builder) append(s string, from, n int) {
	at, size := len(b.text), int32(len(s))
	b.text = append(b.text, s...)
	if k := len(b.runs) - 1; k >= 0 && n == 0 {
		if r := &b.runs[k]; r.copied() && int(r.src+r.size) == from {
			r.size += size
			return
		}
	}
	b.runs = append(b.runs, run{text: int32(at), size: size, src: int32(from), n: int32(n)})
}

// appendSpace adds one space for the white space that waits.
func (b *builder) appendSpace() {
	n := b.space.Len()
	if n == 1 {
		n = 0
	}
	b.append(" ", b.space.Start, n)
}

// shortLine is the length, in code points, under which no writer wraps lines.
const shortLine = 20

// lineLooksFull reports whether a line break of Markdown ends the line, which
// Chinese writers mean it to do, and does not merely wrap it: it follows the end
// of a sentence or a short line.
func (b *builder) lineLooksFull() bool {
	if !b.open {
		return false
	}
	last, _ := utf8.DecodeLastRune(b.text)
	if !isWide(last) {
		return false
	}
	return strings.ContainsRune("。！？；：…”』」）》】", last) || utf8.RuneCount(b.text[b.line:]) < shortLine
}

// separate adds a tab, for which the source has markup only, inside a line.
func (b *builder) separate() {
	if b.open {
		b.spaced = false
		b.runs = append(b.runs, run{text: int32(len(b.text)), size: 1, src: -1})
		b.text = append(b.text, '\t')
	}
}

// endLine ends the line, if one is begun, and drops it if it is no part of the
// article.
func (b *builder) endLine() {
	if !b.open {
		return
	}
	b.open, b.spaced = false, false
	b.trim()
	origin, drop := boilerplate(b.text[b.line:], !b.plain)
	if origin != "" {
		b.origin = origin
	}
	if drop {
		b.text, b.runs = b.text[:b.before], b.runs[:b.runsThen]
		return
	}
	if b.quote == 0 {
		b.hasText = true
	} else if !b.hasText {
		b.quoted = len(b.text)
	}
}

// trim removes blank from the end of the text.
func (b *builder) trim() {
	for len(b.text) > b.line {
		r, n := utf8.DecodeLastRune(b.text)
		if !isIndent(r) {
			return
		}
		last := &b.runs[len(b.runs)-1]
		if !last.copied() {
			n = int(last.size)
		}
		b.text = b.text[:len(b.text)-n]
		if last.size -= int32(n); last.size == 0 {
			b.runs = b.runs[:len(b.runs)-1]
		}
	}
}

// kept reports whether the line that was last ended is part of the text, and
// stands after its first n bytes.
func (b *builder) kept(n int) bool { return b.line < len(b.text) && b.before >= n }

// takeLine removes the line that was last ended and returns it.
func (b *builder) takeLine() string {
	line := string(b.text[b.line:])
	b.text, b.runs = b.text[:b.before], b.runs[:b.runsThen]
	b.quoted = min(b.quoted, len(b.text))
	b.hasText = b.hasText && len(b.text) > 0
	return line
}

// dropHead removes the first n bytes of the text and the line break after them.
func (b *builder) dropHead(n int) {
	n++
	k := 0
	for k < len(b.runs) && int(b.runs[k].text) < n {
		k++
	}
	b.text, b.runs = b.text[n:], b.runs[k:]
	for i := range b.runs {
		b.runs[i].text -= int32(n)
	}
	b.quoted = max(0, b.quoted-n)
}

// dropRepeats removes what stands at the head of the text only to say what
// stands elsewhere: the title, and a digest of what follows.
func (b *builder) dropRepeats(title string) {
	if n := bytes.IndexByte(b.text, '\n'); n >= 0 && sameLetters(string(b.text[:n]), title) {
		b.dropHead(n)
	}
	if b.quoted > 0 && b.quoted < len(b.text) && repeats(string(b.text[:b.quoted]), string(b.text[b.quoted:])) {
		b.dropHead(b.quoted)
	}
}
