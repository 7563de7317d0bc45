package figure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure/number"
	"github.com/tiyao/tiyao/nlp/figure/period"
)

// chunkKind is what a chunk of a sentence is.
type chunkKind uint8

const (
	textChunk chunkKind = iota // words that are nothing below
	markChunk                  // one punctuation mark
	timeChunk                  // a time expression
	nameChunk                  // a mention of an entity
	figChunk                   // a quantity
	cueChunk                   // a cue word
)

// chunk is one part of a sentence. The chunks of a sentence tile it.
type chunk struct {
	document.Span
	cue    *cue  // of a cueChunk, else nil
	ref    int32 // index of the quantity, the time or the mention in the reader
	mark   rune  // of a markChunk, else 0
	roles  role  // of the cue
	kind   chunkKind
	number bool // a textChunk that was a number without a unit
	ends   bool // a markChunk that closes a clause
}

// is reports whether c is a cue that plays one of the parts.
func (c *chunk) is(r role) bool { return c.roles&r != 0 }

// name is a mention with its entity.
type name struct {
	document.Span
	entity *entity.Entity
}

// reader splits one text into chunks. It keeps its memory for the next text.
type reader struct {
	x          *Extractor
	lexer      lexer
	text       *document.Text
	names      []name
	nextName   int
	nextToken  int
	quantities []quantity
	times      []period.Expr
	chunks     []chunk
}

// begin sorts the mentions of entities for one pass over t.
func (r *reader) begin(t *document.Text, entities []entity.Entity) {
	r.text, r.names, r.nextName, r.nextToken = t, r.names[:0], 0, 0
	for i := range entities {
		for _, m := range entities[i].Mentions {
			if 0 <= m.Start && m.Start < m.End && m.End <= t.Len() {
				r.names = append(r.names, name{m.Span, &entities[i]})
			}
		}
	}
	slices.SortStableFunc(r.names, func(a, b name) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
}

// sentence returns the chunks of s. The slice is valid until the next call.
func (r *reader) sentence(s document.Span) []chunk {
	r.chunks, r.quantities, r.times = r.chunks[:0], r.quantities[:0], r.times[:0]
	r.lexer.numbers.Reset()
	runes := r.text.Runes[:s.End]
	for i := s.Start; i < s.End; {
		named := r.skipNames(i, s.End)
		if named == i {
			n := r.names[r.nextName]
			r.push(chunk{Span: n.Span, kind: nameChunk, ref: int32(r.nextName)})
			i = n.End
			continue
		}
		end := i
		class := r.x.classes.of(runes[i])
		for class == 0 && end < named {
			if end++; end < named {
				class = r.x.classes.of(runes[end])
			}
		}
		if end > i {
			i = r.words(i, end)
		}
		if i < named {
			i = r.next(runes, i, class)
		}
	}
	return r.chunks
}

// skipNames returns where the next name at or after i starts that lies before
// end, or end.
func (r *reader) skipNames(i, end int) int {
	for r.nextName < len(r.names) && (r.names[r.nextName].Start < i || r.names[r.nextName].Start < end && r.names[r.nextName].End > end) {
		r.nextName++
	}
	if r.nextName < len(r.names) && r.names[r.nextName].Start < end {
		return r.names[r.nextName].Start
	}
	return end
}

// next appends the chunk at i, where no name starts but a character of class,
// and returns its end.
func (r *reader) next(runes []rune, i int, class class) int {
	c := runes[i]
	if r.afterSlash(i) {
		if end := r.perUnit(runes, i); end > i {
			return end
		}
	}
	if class&spaceClass != 0 || c == ':' && r.listColon() {
		return i + 1
	}
	if class&markClass != 0 && class&timeClass != 0 { // “十四五”期间
		if e, ok := r.x.periods.Scan(nil, runes[i:]); ok {
			return r.time(e, i)
		}
	}
	if class&markClass != 0 && !signed(runes, i) {
		r.push(chunk{Span: document.Span{Start: i, End: i + 1}, kind: markChunk, mark: c, ends: endsClause(c)})
		return i + 1
	}
	var found *cue
	n := 0
	if class&cueClass != 0 {
		var at **cue
		if at, n = r.x.cues.Longest(runes[i:]); n > 0 {
			if found = *at; found == nil {
				return r.words(i, i+n)
			}
		}
		if n == 1 && !r.aligned(i, i+n) && !(found.roles&(compareRole|upRole|downRole) != 0 && i+1 < len(runes) && number.IsStart(runes[i+1])) {
			n = 0
		}
	}
	if class&timeClass != 0 {
		if e, ok := r.x.periods.Scan(runes[max(0, i-4):i], runes[i:]); ok && !r.insideNumber(runes, i) {
			return r.time(e, i)
		}
	}
	if class&amountClass != 0 {
		if end, ok := r.quantity(runes, i); end > i {
			if ok {
				return end
			}
			return r.words(i, end)
		}
	}
	if n > 0 {
		r.push(chunk{Span: document.Span{Start: i, End: i + n}, kind: cueChunk, cue: found, roles: found.roles})
		return i + n
	}
	if class&latinClass != 0 {
		return r.latin(runes, i)
	}
	return r.words(i, i+1)
}

// time appends the time expression e at i and returns its end.
func (r *reader) time(e period.Expr, i int) int {
	r.times = append(r.times, e)
	r.push(chunk{Span: document.Span{Start: i, End: i + e.Len}, kind: timeChunk, ref: int32(len(r.times) - 1)})
	return i + e.Len
}

// listColon reports whether the colon after the last chunk only opens a list:
// 占比分别为:10%、20%.
func (r *reader) listColon() bool {
	if len(r.chunks) == 0 {
		return false
	}
	p := &r.chunks[len(r.chunks)-1]
	return p.is(linkRole) && !p.is(reportRole)
}

// afterSlash reports whether a figure and a slash stand before i.
func (r *reader) afterSlash(i int) bool {
	k := len(r.chunks) - 1
	return k > 0 && r.chunks[k].mark == '/' && r.chunks[k-1].kind == figChunk && r.chunks[k].End == i
}

// perUnit steps over the 吨 of 8000元/吨, after the slash: it tells of the unit
// only.
func (r *reader) perUnit(runes []rune, i int) int {
	scale := 0
	for i+scale < len(runes) && scale < 2 && strings.ContainsRune("百千万亿", runes[i+scale]) {
		scale++
	}
	u, n := r.x.grammar.units.Longest(runes[i+scale:])
	if n > 0 {
		n += scale // 246台/万人
	}
	if n == 0 && (runes[i] == '年' || runes[i] == '月' || runes[i] == '季') {
		n = 1
	}
	if n == 0 || u != nil && u.kind == Percentage {
		return i
	}
	r.chunks[len(r.chunks)-1].End = i + n
	return i + n
}

func (r *reader) push(c chunk) { r.chunks = append(r.chunks, c) }

// aligned reports whether [start, end) is made of whole words, where the text
// has been segmented: the 占 of 霸占 says nothing. Only cues of one character
// are held to it, since segmenters join longer ones to unknown words.
func (r *reader) aligned(start, end int) bool {
	ts := r.text.Tokens
	for r.nextToken < len(ts) && ts[r.nextToken].End <= start {
		r.nextToken++
	}
	if r.nextToken == len(ts) {
		return true
	}
	if ts[r.nextToken].Start != start && !r.afterName(start) {
		return false
	}
	for k := r.nextToken; k < len(ts) && ts[k].Start < end; k++ {
		if ts[k].End >= end {
			return ts[k].End == end
		}
	}
	return true
}

// afterName reports whether a name ends at i. It then ends a word, whatever the
// segmenter made of its last characters: 电报 in 云岭光电报36.85元.
func (r *reader) afterName(i int) bool { return r.nextName > 0 && r.names[r.nextName-1].End == i }

// words appends running text, joined to running text before it.
func (r *reader) words(start, end int) int {
	if k := len(r.chunks) - 1; k >= 0 && r.chunks[k].kind == textChunk && blanks(r.text.Runes[r.chunks[k].End:start]) == start-r.chunks[k].End {
		r.chunks[k].End = end
		return end
	}
	r.push(chunk{Span: document.Span{Start: start, End: end}, kind: textChunk})
	return end
}

// latin appends a word such as HFO-1234yf or ISO as a whole, so that no digit
// in it is taken for a number.
func (r *reader) latin(runes []rune, i int) int {
	end := i
	if anyPrefix(runes[i:], "http", "www.") {
		for end < len(runes) && runes[end] > ' ' && runes[end] < 0x7f {
			end++
		}
		return r.words(i, end)
	}
	for end < len(runes) {
		c := runes[end]
		if !isLatin(c) && !isDigit(c) {
			joins := c == '-' || c == '.' || c == '&' || c == '+' || c == '/' || c == '_'
			if !joins || end+1 >= len(runes) || !isLatin(runes[end+1]) && !isDigit(runes[end+1]) {
				break
			}
		}
		end++
	}
	return r.words(i, end)
}

// insideNumber reports whether a digit at i continues a number.
func (r *reader) insideNumber(runes []rune, i int) bool {
	return isDigit(runes[i]) && i > 0 && (isDigit(runes[i-1]) || runes[i-1] == '.' || isLatin(runes[i-1]))
}

// quantity appends the quantity at i, if one starts there. Where it returns
// false, the text up to end is no quantity.
func (r *reader) quantity(runes []rune, i int) (end int, ok bool) {
	if !promising(runes[i:]) {
		return i, false
	}
	q, end, ok := r.lexer.scan(runes, i)
	if !ok {
		return end, false
	}
	k := len(r.chunks)
	follows := k >= 2 && r.chunks[k-2].kind == figChunk && r.chunks[k-1].kind == markChunk && r.chunks[k-2].End == i-1
	if ordinal(runes[max(0, i-3):i]) {
		r.push(chunk{Span: document.Span{Start: i, End: q.End}, kind: textChunk, number: true})
		return q.End, true
	}
	if !(filter{runes, follows}).keep(&q) {
		return q.End, false
	}
	q.chunk = k
	r.quantities = append(r.quantities, q)
	r.push(chunk{Span: q.Span, kind: figChunk, ref: int32(len(r.quantities) - 1)})
	return q.End, true
}

// promising turns away most words that start with a character of an amount,
// such as 上市 and 人员, by their second character.
func promising(text []rune) bool {
	if len(text) < 2 {
		return isDigit(text[0])
	}
	next := text[1]
	switch text[0] {
	case '上', '数':
		return number.IsStart(next) && next != '上' && next != '数'
	case '好':
		return next == '几'
	case '人':
		return next == '民'
	case '美', '港', '欧', '日', '韩', '澳', '加':
		return next == '元' || next == '币' || next == '圆' || next == '金' || next == '门'
	case '新':
		return next == '台' || next == '加' || next == '西'
	case '台':
		return next == '币'
	case '英':
		return next == '镑'
	case '翻':
		return next == '番' || next == '倍' || next == '了' || number.IsStart(next)
	case '大', '对', '个', '双':
		return next == '半' || next == '位' || next == '折'
	case '.':
		return isDigit(next)
	case 'U', 'H', 'N', 'A', 'S', 'C', 'R', 'E':
		return !('a' <= next && next <= 'z')
	}
	return true
}

// startsAmount reports whether r may start an amount before its digits.
func startsAmount(r rune) bool {
	switch r {
	case '-', '+', '−', '负', '$', '¥', '￥', '€', '£', '₩', 'U', 'H', 'N', 'A', 'S', 'C', 'R', 'E', '人', '美', '港', '欧', '日', '英', '新', '台', '韩', '澳', '加', '翻', '对', '大', '个', '双':
		return true
	}
	return false
}

func isMark(r rune) bool {
	switch r {
	case '\\', ',', '。', ';', ':', '!', '?', '(', ')', '、', '“', '”', '"', '《', '》', '〈', '〉', '【', '】', '[', ']', '「', '」', '‘', '’', '…', '|', '/', '\n', '（', '）', '，', '；', '：', '—', '-', '~', '·', '*', '{', '}', '<', '>', '=':
		return true
	}
	return false
}

func signed(runes []rune, i int) bool { return runes[i] == '-' && isSign(runes, i) }

// endsClause reports whether the mark c closes a clause.
func endsClause(c rune) bool {
	switch c {
	case ',', '。', ';', ':', '!', '?', '，', '；', '：', '\n', '】', '【', '|', '…':
		return true
	}
	return false
}
