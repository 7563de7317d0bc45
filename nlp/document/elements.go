package document

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// tagName returns the name of the tag that raw begins with.
func tagName(raw string) atom.Atom {
	var name [16]byte // longer than any name
	raw = strings.TrimPrefix(raw[1:], "/")
	for i := range len(raw) {
		c := raw[i]
		if isUpper(c) {
			c += 'a' - 'A'
		}
		if !isASCIIWord(rune(c)) {
			if c > ' ' && c != '/' && c != '>' {
				return 0
			}
			return atom.Lookup(name[:i])
		}
		if i == len(name) {
			return 0
		}
		name[i] = c
	}
	return 0
}

// hiddenElement reports an element whose content is not text of the article.
func hiddenElement(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title,
		atom.Iframe, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Svg, atom.Math, atom.Map,
		atom.Button, atom.Select, atom.Textarea, atom.Nav, atom.Footer,
		atom.Noembed, atom.Noframes, atom.Rp, atom.Rt, atom.Datalist:
		return true
	}
	return false
}

// isRawText reports an element whose content is no markup.
func isRawText(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Iframe, atom.Textarea, atom.Noembed, atom.Noframes:
		return true
	}
	return false
}

// isVoid reports an element that has no content.
func isVoid(tag atom.Atom) bool {
	switch tag {
	case 0, atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isBlock reports an element that begins and ends a paragraph.
func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Pre, atom.Xmp,
		atom.Table, atom.Tr, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot,
		atom.Blockquote, atom.Center, atom.Figure, atom.Figcaption, atom.Address, atom.Details, atom.Summary,
		atom.Article, atom.Section, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Main,
		atom.Form, atom.Fieldset, atom.Legend, atom.Option, atom.Html, atom.Head, atom.Body, atom.Title:
		return true
	}
	return false
}

// headingLevel returns the level of a heading, 1 to 6.
func headingLevel(tag atom.Atom) int {
	return int(tag.String()[1] - '0')
}
