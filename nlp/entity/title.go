package entity

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// titles.txt lists the parts that job titles are made of.
//
//go:embed titles.txt
var titlesText string

// titleClass says how a title behaves in the text.
type titleClass int32

const (
	notTitle   titleClass = iota // a word that only looks like a title
	stateTitle                   // an office of state, of a body, a profession
	firmTitle                    // an office in a firm, which may be named earlier
	pressTitle                   // one who made the text
	maxTitle   = 24              // longest title, in runes
)

// title is one job title in a text.
type title struct {
	document.Span
	class titleClass
	head  int // where its head begins
}

// titleLexicon builds titles from their parts: a head (总裁, 部长, 分析师) with
// what stands before it (副, 首席, 财务, 中国区). The heads are a closed list;
// before them any noun may stand.
type titleLexicon struct {
	heads                    *trie // value: titleClass
	modifiers, stops, selves *trie // reversed
}

func newTitleLexicon() *titleLexicon {
	l := &titleLexicon{heads: newTrie(), modifiers: newTrie(), stops: newTrie(), selves: newTrie()}
	l.heads.beginWith('首', '席') // of chiefOfficer
	heads := map[string]titleClass{"FIRM": firmTitle, "HEAD": stateTitle, "PRESS": pressTitle, "NOT": notTitle}
	befores := map[string]*trie{"MOD": l.modifiers, "STOP": l.stops, "SELF": l.selves}
	for _, line := range wordListLines(titlesText) {
		words := strings.Fields(line)
		class, isHead := heads[words[0]]
		before := befores[words[0]]
		if !isHead && before == nil {
			panic(fmt.Sprintf("entity: titles.txt: unknown class %q", words[0]))
		}
		for _, w := range toRunes(words[1:]...) {
			if isHead {
				l.heads.insert(w, int32(class))
			} else {
				before.insertReversed(w)
			}
		}
	}
	return l
}

// find appends to out the titles in sentence s of t, in order. walls are spans,
// in order, that no title may touch: the names in the sentence.
func (l *titleLexicon) find(out []title, t *document.Text, s document.Span, walls []document.Span) []title {
	first := len(out)
	floor, wall := s.Start, -1 // a title begins no earlier; end of the last wall
	for i := s.Start; i < s.End; {
		if len(walls) > 0 && walls[0].Start <= i {
			i, floor, wall = max(i, walls[0].End), max(floor, walls[0].End), walls[0].End
			walls = walls[1:]
			continue
		}
		limit := s.End
		if len(walls) > 0 {
			limit = walls[0].Start
		}
		end, class, ok := l.headAt(t.Runes, i, limit)
		if !ok {
			for i++; i < limit && !l.heads.mayBeginAt(t.Runes, i, limit); i++ {
			}
			continue
		}
		if class != notTitle {
			start := l.extend(t, i, max(floor, end-maxTitle))
			if wall == floor {
				start = l.coordinate(t, start, wall)
			}
			start = withBoard(t.Runes, withoutBoard(t.Runes, start, i), end, max(floor, end-maxTitle))
			if n := len(out); n > first && out[n-1].End == start { // 总统 + 新闻秘书
				start = out[n-1].Start
				out = out[:n-1]
			}
			out = append(out, title{document.Span{Start: start, End: end}, class, i})
			floor = end
		}
		i = end
	}
	return out
}

// headAt returns the end and the class of the head that begins at i: the
// longest word, with the heads that overlap it or follow it directly
// (副总 + 总经理, 主任 + 委员). A head cuts no Latin word.
func (l *titleLexicon) headAt(runes []rune, i, limit int) (int, titleClass, bool) {
	if end := chiefOfficer(runes, i, limit); end > 0 {
		return end, firmTitle, true
	}
	end, class, ok := l.longestHead(runes, i, limit)
	if !ok || class == notTitle {
		return end, class, ok
	}
	for j := i + 1; j <= end && j < limit; j++ {
		if e, c, ok := l.longestHead(runes, j, limit); ok && e > end {
			if c == notTitle {
				return e, notTitle, true
			}
			end, class = e, c
		}
	}
	return end, class, true
}

// chiefOfficer returns the end of the title 首席…官 that begins at i, whatever
// its field (首席产品和用户生态官), or 0.
func chiefOfficer(runes []rune, i, limit int) int {
	const field = 10 // longest field, in runes
	if runes[i] != '首' || i+2 >= limit || runes[i+1] != '席' {
		return 0
	}
	for j := i + 2; j < min(limit, i+2+field) && unicode.Is(unicode.Han, runes[j]); j++ {
		if runes[j] == '官' && (j+1 == limit || runes[j+1] != '员') {
			return j + 1
		}
	}
	return 0
}

func (l *titleLexicon) longestHead(runes []rune, i, limit int) (int, titleClass, bool) {
	if !l.heads.mayBeginAt(runes, i, limit) || i > 0 && sameRun(runes[i-1], runes[i]) {
		return 0, notTitle, false
	}
	end, v, ok := l.heads.longest(runes, i, limit, func(end int, _ int32) bool {
		return end == len(runes) || !sameRun(runes[end-1], runes[end])
	})
	return end, titleClass(v), ok
}

// extend returns where the title with a head at i begins, floor at the least:
// before the words that modify it.
func (l *titleLexicon) extend(t *document.Text, i, floor int) int {
	for i > floor {
		stop := l.stops.longestBefore(t.Runes, i, floor)
		modifier := l.modifiers.longestBefore(t.Runes, i, floor)
		if modifier > stop {
			i -= modifier
			continue
		}
		if stop > 0 && !l.insideToken(t, i, stop) {
			break
		}
		start, ok := nounBefore(t, i)
		if !ok || start < floor {
			break
		}
		i = start
	}
	return i
}

// withoutBoard returns where a title with a head at i that begins at start
// begins without the board that it is an office in; a committee of the board
// stays.
func withoutBoard(runes []rune, start, i int) int {
	rest, ok := cutPrefix(runes[start:i], boards)
	if ok && !contains(runes[start:i], committee) {
		return i - len(rest)
	}
	return start
}

// boards stand between a firm and an office in it, part of neither.
var boards = toRunes("董事会", "监事会", "董事局")

// withBoard returns where the office in a committee, from start to end, begins
// with the board that the committee is of.
func withBoard(runes []rune, start, end, floor int) int {
	for _, b := range boards {
		if n := start - len(b); n >= floor && hasPrefix(runes[n:start], b) && contains(runes[start:end], committee) {
			return n
		}
	}
	return start
}

var committee = []rune("委员会")

// coordinate returns where the title that begins at i begins with the nouns
// that are coordinated with its first word (工业、矿业和贸易部长), if these reach
// back to the name that ends at wall.
func (l *titleLexicon) coordinate(t *document.Text, i, wall int) int {
	const maxNouns = 12 // runes
	j := i
	for j > wall+1 && i-j <= maxNouns && isListMark(t.Runes[j-1]) {
		k := l.extend(t, j-1, wall)
		if k == j-1 {
			break
		}
		j = k
	}
	if j == wall {
		return j
	}
	return i
}

// isListMark reports whether r joins the nouns of a list.
func isListMark(r rune) bool { return r == '、' || r == '和' || r == '与' || r == '及' }

// insideToken reports whether the n runes before i are only the end of a
// longer noun, and so are not the word they look like.
func (l *titleLexicon) insideToken(t *document.Text, i, n int) bool {
	start, ok := nounBefore(t, i)
	return ok && start < i-n
}

// nounBefore returns the start of the noun that ends at rune i or, where a
// word goes on past i, of that word's part before i.
func nounBefore(t *document.Text, i int) (int, bool) {
	k := sort.Search(len(t.Tokens), func(k int) bool { return t.Tokens[k].End >= i })
	if k == len(t.Tokens) || t.Tokens[k].Start >= i {
		return 0, false
	}
	tok := t.Tokens[k]
	if tok.End > i {
		return tok.Start, true
	}
	switch tok.POS {
	case "n", "nz", "vn", "b", "j", "l", "nt", "ns", "eng":
		return tok.Start, true
	}
	return 0, false
}

// isSelf reports whether runes are a word that stands for the firm in question
// (公司, 该行).
func (l *titleLexicon) isSelf(runes []rune) bool {
	return len(runes) > 0 && l.selves.longestBefore(runes, len(runes), 0) == len(runes)
}

// classify returns the class of a title found by other means.
func (l *titleLexicon) classify(runes []rune) titleClass {
	for i := range runes {
		if end, class, ok := l.headAt(runes, i, len(runes)); ok && end == len(runes) && class != notTitle {
			return class
		}
	}
	return stateTitle
}
