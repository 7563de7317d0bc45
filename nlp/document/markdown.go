package document

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html/atom"
)

// newMarkdownParser returns a parser of CommonMark with tables but without
// indented code: what Chinese writers indent is prose.
func newMarkdownParser() parser.Parser {
	blocks := []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(indentable{parser.NewParagraphParser()}, 1000),
	}
	transformers := append(parser.DefaultParagraphTransformers(),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200))
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(transformers...),
	)
}

// indentable lets the blocks of a parser begin with an indent.
type indentable struct{ parser.BlockParser }

func (indentable) CanAcceptIndentedLine() bool { return true }

var markdownParser = sync.OnceValue(newMarkdownParser)

// markdown reads the source from start on.
func (r *reader) markdown(start int) {
	for start < len(r.src) {
		tame, wild := nextWild(r.src[start:])
		r.tameMarkdown(start, start+tame)
		start += tame
		r.html(start, start+wild)
		r.out.endLine()
		start += wild
	}
}

// What a stretch of lines without a blank one between them may have and still
// be read as Markdown. The costs of the parser grow with the square of these;
// what has more is no prose and is read as HTML, of which text is a part.
const (
	maxDelimiters = 256 // characters that may begin or end emphasis, code, a link or a tag
	maxContainers = 64  // marks of quotations and lists at the head of a line
)

// nextWild returns the length of what comes in s before the first stretch that
// cannot be read as Markdown, and the length of that.
func nextWild(s string) (tame, wild int) {
	delimiters, containers, begin := 0, 0, 0
	for at := 0; ; {
		l, n := line(s[at:])
		if strings.TrimSpace(l) == "" {
			if delimiters > maxDelimiters || containers > maxContainers {
				return begin, at - begin
			}
			delimiters, containers, begin = 0, 0, at+n
		}
		if n == 0 {
			return len(s), 0
		}
		containers = max(containers, len(l)-len(strings.TrimLeft(l, ">-+*.)0123456789 \t")))
		for i := range len(l) {
			switch l[i] {
			case '*', '_', '[', '!', '`', '<':
				delimiters++
			}
		}
		at += n
	}
}

// tameMarkdown reads a part of the source. It turns Markdown into the elements
// of HTML that it stands for.
func (r *reader) tameMarkdown(from, to int) {
	if from == to {
		return
	}
	source := []byte(r.src[from:to])
	m := &markdownReader{reader: r, start: from, at: from, source: source}
	for n := markdownParser().Parse(text.NewReader(source)); n != nil; {
		if m.enter(n) && n.FirstChild() != nil {
			n = n.FirstChild()
			continue
		}
		for n != nil {
			m.leave(n)
			if n.NextSibling() != nil {
				n = n.NextSibling()
				break
			}
			n = n.Parent()
		}
	}
}

// markdownReader walks the tree of a Markdown document.
type markdownReader struct {
	*reader
	start  int    // where in the content source begins
	source []byte // what the tree was parsed from
	at     int    // end of the content read so far
}

// element returns the element that n stands for.
func element(n ast.Node) atom.Atom {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.FencedCodeBlock:
		return atom.P
	case *ast.Heading:
		return [...]atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}[min(max(n.Level, 1), 6)-1]
	case *ast.Blockquote:
		return atom.Blockquote
	case *ast.List:
		return atom.Ul
	case *ast.ListItem:
		return atom.Li
	case *ast.Link, *ast.AutoLink:
		return atom.A
	case *extast.TableHeader, *extast.TableRow:
		return atom.Tr
	case *extast.TableCell:
		return atom.Td
	}
	return 0
}

// enter reads n up to its children and reports whether they are to be read.
func (m *markdownReader) enter(n ast.Node) bool {
	m.open(element(n), false)
	switch n := n.(type) {
	case *ast.Text:
		m.inline(n)
	case *ast.AutoLink:
		m.autoLink(string(n.Label(m.source)))
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			m.tag(n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop)
		}
	case *ast.HTMLBlock:
		m.htmlBlock(n)
	case *ast.FencedCodeBlock:
		for i := range n.Lines().Len() {
			s := n.Lines().At(i)
			m.copy(s.Start, s.Stop)
			m.out.endLine()
		}
	case *ast.Image:
		return false
	}
	return true
}

func (m *markdownReader) leave(n ast.Node) {
	if tag := element(n); tag != 0 {
		m.endTag(tag)
	}
}

// markup reads a part of the source as HTML.
func (m *markdownReader) markup(from, to int) {
	m.html(m.start+from, m.start+to)
	m.at = m.start + to
}

// tag reads one tag of HTML inside running text. A tokenizer is made only for
// one that has attributes that matter.
func (m *markdownReader) tag(from, to int) {
	raw := m.src[m.start+from : m.start+to]
	tag := tagName(raw)
	switch {
	case tag == 0 || isBlock(tag) || mayHide(raw):
		m.markup(from, to)
	case raw[1] == '/':
		m.endTag(tag)
	default:
		m.open(tag, hiddenElement(tag) && (m.trusting || isRawText(tag)))
	}
	m.at = m.start + to
}

// copy reads a part of the source as it stands.
func (m *markdownReader) copy(from, to int) {
	if m.skipped == 0 {
		m.out.copy(m.start+from, m.start+to)
	}
	m.at = m.start + to
}

// htmlBlock reads a block of HTML: at once, where nothing but indents stands
// between its lines, else line by line.
func (m *markdownReader) htmlBlock(n *ast.HTMLBlock) {
	from, to := -1, 0
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		if from >= 0 && strings.TrimSpace(string(m.source[to:s.Start])) != "" {
			m.markup(from, to)
			from = -1
		}
		if from < 0 {
			from = s.Start
		}
		to = s.Stop
	}
	if n.HasClosure() {
		if from < 0 {
			from = n.ClosureLine.Start
		}
		to = n.ClosureLine.Stop
	}
	if from >= 0 {
		m.markup(from, to)
	}
}

// inline reads running text, and the line break after it.
func (m *markdownReader) inline(n *ast.Text) {
	if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
		m.copy(n.Segment.Start, n.Segment.Stop)
	} else {
		m.escaped(m.start+n.Segment.Start, m.start+n.Segment.Stop)
	}
	m.at = m.start + n.Segment.Stop
	switch {
	case m.skipped > 0:
	case n.HardLineBreak() || n.SoftLineBreak() && m.out.lineLooksFull():
		m.out.endLine()
	case n.SoftLineBreak():
		if i := strings.IndexByte(m.src[m.at:], '\n'); i >= 0 {
			m.out.blank(m.at, m.at+i+1)
		}
	}
}

// escaped reads text with backslashes and character references, and leaves out
// the asterisks of emphasis that CommonMark does not see as such because a
// Chinese letter follows: **增长三成。**其中.
func (m *markdownReader) escaped(from, to int) {
	for from < to {
		s := m.src[from:to]
		i := strings.IndexAny(s, `\*`)
		if i < 0 {
			m.text(from, to)
			return
		}
		m.text(from, from+i)
		from, s = from+i, s[i:]
		switch {
		case s[0] == '*':
			n := len(s) - len(strings.TrimLeft(s, "*"))
			if n == 1 {
				m.text(from, from+1)
			}
			from += n
		case len(s) > 1 && util.IsPunct(s[1]):
			if m.skipped == 0 {
				m.out.decoded(s[1:2], from, 2)
			}
			from += 2
		default:
			m.text(from, from+1)
			from++
		}
	}
}

// autoLink reads an address in <>, of which the tree does not say where it is.
func (m *markdownReader) autoLink(label string) {
	if i := strings.Index(m.src[m.at:], label); i >= 0 {
		m.copy(m.at-m.start+i, m.at-m.start+i+len(label))
	}
}
