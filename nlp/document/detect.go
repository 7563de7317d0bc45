package document

import (
	"bytes"
	"errors"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// ErrUnknownEncoding says that bytes are text neither in UTF-8 nor in GB18030.
var ErrUnknownEncoding = errors.New("neither UTF-8 nor Chinese in GB18030")

// Decode returns the text of a file: UTF-8, with or without byte order mark, or
// else GB18030 (of which GBK and GB 2312 are part), if what it says then looks
// like Chinese. Otherwise the error is [ErrUnknownEncoding].
func Decode(file []byte) (string, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if utf8.Valid(file) {
		return string(file), nil
	}
	if !looksGB(file) {
		return "", ErrUnknownEncoding
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", ErrUnknownEncoding
	}
	return string(decoded), nil
}

// looksGB reports whether nine of ten double bytes are characters of GB 2312,
// which has all that Simplified Chinese commonly writes: in both bytes the high
// bit is set. In Big5 or Shift JIS every second one is not.
func looksGB(file []byte) bool {
	common, rare := 0, 0
	for i := 0; i < len(file); i++ {
		if file[i] < 0x80 {
			continue
		}
		if i++; i < len(file) && file[i] >= 0xa1 && file[i-1] >= 0xa1 && file[i-1] <= 0xf7 {
			common++
		} else {
			rare++
		}
	}
	return common > 9*rare
}

// DetectType guesses how content is marked up, from the name of its file and,
// where that says nothing, from how it begins.
func DetectType(name, content string) ContentType {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".shtml", ".xhtml":
		return HTML
	case ".md", ".markdown", ".mdown":
		return Markdown
	case ".txt", ".text":
		return Plain
	}
	if _, start := readFrontMatter(content); start > 0 {
		return Markdown
	}
	head := strings.TrimLeft(strings.TrimPrefix(content, "\ufeff"), " \t\r\n")
	tag, ok := strings.CutPrefix(head, "<")
	if !ok {
		return Plain
	}
	if strings.HasPrefix(tag, "!--") || len(tag) >= 8 && strings.EqualFold(tag[:8], "!doctype") {
		return HTML
	}
	n := 0
	for n < len(tag) && n < 12 && isASCIIWord(rune(tag[n])) {
		n++
	}
	if isElement(strings.ToLower(tag[:n])) {
		return HTML
	}
	return Plain
}

// isElement reports an element that a page or an article may begin with.
func isElement(name string) bool {
	tag := atom.Lookup([]byte(name))
	return isBlock(tag) || isRawText(tag) || tag == atom.Span || tag == atom.Strong || tag == atom.Meta
}
