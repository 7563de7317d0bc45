// Package period reads the time expressions of Chinese news (2021年全年,
// 前三季度, 今年1到10月份, 自9月12日起, 报告期内) and the civil days they cover.
package period

import (
	"time"

	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
)

// Expr is one time expression.
type Expr struct {
	Len  int  // in code points
	Date Date // what it says of the calendar; zero for 目前, 报告期内

	// Clock is set where nothing coarser than a time of day stands.
	Clock bool
	// Year is set where the expression names its year, as 2021年 or 去年 do.
	Year bool
	// Day is set where it names a single day.
	Day bool
	// Vague is set for words such as 目前 that name no calendar time.
	Vague bool
	// Prior is set for the period that another is compared with: 上年同期.
	Prior bool
}

// A Parser recognises time expressions. It is safe for concurrent use.
type Parser struct {
	words *vocab.Table[atom]
}

// NewParser compiles the vocabulary.
func NewParser() *Parser { return &Parser{words: vocab.New(vocabulary())} }

// level orders the parts of an expression from coarse to fine.
type level int8

const (
	none level = iota
	yearLevel
	quarterLevel
	monthLevel
	dayLevel
	partLevel  // 上午, 盘后
	clockLevel // 10点55分
)

// atom is one part of an expression.
type atom struct {
	level level
	date  Date
	alone bool // takes no finer part: 目前, 报告期内
	need  bool // only after a coarser part or before a finer one: 晚
	vague bool
	prior bool
}

// Scan reads the longest time expression that starts at text[0]. before holds
// the text in front of it, of which only the last code points matter.
func (p *Parser) Scan(before, text []rune) (Expr, bool) {
	if len(text) == 0 || !p.promising(text) {
		return Expr{}, false
	}
	s := scan{p: p, before: before, text: text}
	if !s.expression() {
		return Expr{}, false
	}
	return s.out, true
}

// promising turns away most texts that start with a character of a time
// expression.
func (p *Parser) promising(text []rune) bool {
	switch r := text[0]; r {
	case '截':
		return hasPrefix(text, "截至") || hasPrefix(text, "截止")
	case '自', '从', '前', '首', '头', '第', '连', 'F':
		return true
	case '二', '一':
		if len(text) > 4 && text[4] == '年' {
			return true
		}
	default:
		if isDigit(r) {
			return dated(text)
		}
	}
	_, n := p.words.Longest(text)
	return n > 0
}

// scan is the state of one call of Scan.
type scan struct {
	p      *Parser
	before []rune
	text   []rune
	out    Expr
}

func (s *scan) expression() bool {
	at, since := 0, false
	switch s.text[0] {
	case '截': // 截至, 截止
		at = 2
		if hasPrefix(s.text[at:], "到") {
			at++
		}
		at += spaces(s.text[at:])
	case '自', '从':
		at, since = 1, true
	}
	n, ok := s.chain(at)
	if !ok {
		if since && s.text[0] == '自' {
			return s.sinceEvent()
		}
		return false
	}
	at += n
	at = s.rangeEnd(at)
	at = s.bracket(at)
	end := at + suffix(s.text[at:], since)
	if since && end == at {
		return false // 从, 自 belong to what follows
	}
	s.out.Date.Bound = bound(s.text[at:end])
	s.out.Len = end
	return true
}

// chain reads parts from coarse to fine.
func (s *scan) chain(at int) (int, bool) {
	start, last := at, none
	var need bool
	s.out.Clock = true
	for {
		gap := 0
		if last != none {
			gap = spaces(s.text[at:])
		}
		a, n := s.atom(at+gap, last)
		if n == 0 || (last != none && a.level <= last && !(last == partLevel && a.level == partLevel)) {
			break
		}
		if last == none {
			need = a.need
			s.out.Year = a.date.Year != 0 || a.date.Relative
		} else {
			need = false
		}
		at += gap + n
		s.out.Clock = s.out.Clock && a.level >= partLevel && !a.alone
		s.out.Date.merge(a.date)
		s.out.Day = a.level == dayLevel && a.date.Day != 0
		s.out.Vague = a.vague
		s.out.Prior = a.prior
		last = a.level
		if a.alone {
			break
		}
		if m := modifier(s.text[at:], &s.out.Date, last); m > 0 {
			at += m
		}
	}
	return at - start, last != none && !need
}

// rangeEnd reads the second half of 2023年12月29日至2024年1月4日.
func (s *scan) rangeEnd(at int) int {
	if at >= len(s.text) || s.out.Vague {
		return at
	}
	switch s.text[at] {
	case '-', '–', '—', '~', '至', '到':
	default:
		return at
	}
	second := scan{p: s.p, text: s.text}
	n, ok := second.chain(at + 1)
	if !ok || second.out.Clock != s.out.Clock || second.out.Vague {
		return at
	}
	to := second.out.Date
	s.out.Date.To = &to
	s.out.Day = false
	return at + 1 + n
}

// bracket reads a gloss that says which months a 年度 covers.
func (s *scan) bracket(at int) int {
	if at+1 >= len(s.text) || (s.text[at] != '(' && s.text[at] != '（') || at == 0 || s.text[at-1] != '度' {
		return at
	}
	gloss := scan{p: s.p, text: s.text}
	n, ok := gloss.chain(at + 1)
	if !ok || gloss.out.Date.Month == 0 {
		return at
	}
	end := gloss.rangeEnd(at + 1 + n)
	if end >= len(s.text) || (s.text[end] != ')' && s.text[end] != '）') {
		return at
	}
	s.out.Date = gloss.out.Date
	return end + 1
}

// sinceEvent reads 自…以来 around an event that is no date: 自二战以来.
func (s *scan) sinceEvent() bool {
	const longest = 12
	for i := 2; i+1 < len(s.text) && i < longest; i++ {
		switch s.text[i] {
		case ',', '。', ';', '、', '\n', '(':
			return false
		case '以':
			if s.text[i+1] == '来' {
				s.out = Expr{Len: i + 2, Vague: true}
				return true
			}
		}
	}
	return false
}

// suffix returns the length of the words that end an expression.
func suffix(text []rune, since bool) int {
	if len(text) == 0 {
		return 0
	}
	if since && text[0] == '起' {
		return 1
	}
	second := rune(0)
	if len(text) > 1 {
		second = text[1]
	}
	ends := false
	switch text[0] {
	case '之':
		ends = second == '前' || second == '后'
	case '以':
		ends = second == '前' || second == '来' || second == '后'
	case '期':
		ends = second == '间'
	case '至':
		ends = second == '今'
	case '开':
		ends = since && second == '始'
	}
	if ends {
		return 2
	}
	return 0
}

// bound returns what the words that end an expression say of its bounds.
func bound(words []rune) Bound {
	switch string(words) {
	case "以来", "至今":
		return Since
	case "起", "开始":
		return From
	case "之前", "以前":
		return Before
	case "之后", "以后":
		return After
	}
	return Within
}

// modifier reads what narrows the part before it: 底, 初, 中旬.
func modifier(text []rune, d *Date, after level) int {
	if after == dayLevel || after >= partLevel || len(text) == 0 {
		return 0
	}
	part, n := end(text[0]), 1
	if part != Whole {
		if hasPrefix(text, "末端") || hasPrefix(text, "初步") {
			return 0
		}
	} else if len(text) > 1 {
		part, n = third(text[0], text[1]), 2
		if text[0] == '年' {
			part = end(text[1])
		}
	}
	if part == Whole {
		return 0
	}
	d.Part = part
	return n
}

// end returns the part that 底, 末 or 初 names.
func end(r rune) Part {
	switch r {
	case '底', '末':
		return Close
	case '初':
		return Open
	}
	return Whole
}

// third returns the part that 上旬, 中旬 or 下旬 names.
func third(first, second rune) Part {
	if second != '旬' {
		return Whole
	}
	switch first {
	case '上':
		return First
	case '中':
		return Middle
	case '下':
		return Last
	}
	return Whole
}

// Days returns the civil days that e covers, against the day of publication
// (zero where unknown) and the year last named before it (0 where none was).
// Both are zero where the text does not say, and either where the expression
// is open on its side (自…起, …之前).
func (e Expr) Days(published time.Time, year int) (start, end time.Time) {
	if e.Vague || e.Clock {
		return time.Time{}, time.Time{}
	}
	return e.Date.days(published, year)
}
