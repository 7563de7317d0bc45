package figure

import (
	"slices"

	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// quantity is a number with its unit, before what it means is known.
type quantity struct {
	document.Span
	unit
	chunk      int          // where it stands
	low, high  *apd.Decimal // in the base unit
	tail       int          // power of ten of the scale words, as number.Numeral has it
	style      number.Style
	comparator Comparator // from a hedge inside the number; 0 for none
	negative   bool
	growth     bool // a change by its form: 翻番, 两位数增长
	daily      bool // a day's move by its form: the second and third number of a ticker
	bare       bool // no unit stands
	rule       string
}

// grammar holds the words of quantities.
type grammar struct {
	units *vocab.Table[unit]
	heads *vocab.Table[struct{}] // words that begin like a unit but are none
}

// lexer reads quantities. The values of what it reads are valid until the next
// Reset of its numbers.
type lexer struct {
	*grammar
	numbers number.Scanner
}

// scan reads the quantity that starts at text[i], or reports the end of what
// is no quantity and must be stepped over as a whole.
func (g *lexer) scan(text []rune, i int) (q quantity, end int, ok bool) {
	if q, ok := g.fixed(text, i); ok {
		return q, q.End, true
	}
	q, end, ok = g.amount(text, i)
	if !ok {
		return q, end, false
	}
	if r, ok := g.interval(text, q); ok {
		return r, r.End, true
	}
	return q, q.End, true
}

// amount reads currency, sign, number, unit.
func (g *lexer) amount(text []rune, i int) (q quantity, end int, ok bool) {
	at := i
	money, n := unit{}, 0
	if i == 0 || text[i-1] != '/' && text[i-1] != '兑' && text[i-1] != '对' { // 欧元/美元1.08 is a rate
		money, n = currencyPrefix(text[at:])
	}
	at += n
	if n > 0 {
		at += blanks(text[at:])
	}
	if at >= len(text) {
		return q, i, false
	}
	start := at
	if isSign(text, at) {
		q.negative = text[at] == '-' || text[at] == '负' || text[at] == '−'
		at++
	}
	if hasPrefix(text[at:], "零下") {
		q.negative = true
		at += 2
	}
	if at >= len(text) || !number.IsStart(text[at]) {
		return q, i, false
	}
	num, ok := g.numbers.Scan(text[at:])
	if ok && num.Len == 1 && text[at] == '拾' {
		ok = false // 拾起
	}
	at += num.Len
	if !ok {
		return q, at, false
	}
	if n == 0 {
		start = i
	}
	q.Start, q.End = start, at
	if n > 0 && money.kind == Money {
		q.Start = i
	}
	q.tail, q.style = num.Tail, num.Style
	q.comparator = hedgeComparator(num.Hedge)
	q.low, q.high = num.Low, num.High
	q.rule = "number"
	if num.Denominator != nil {
		q.low, q.high = num.Percent()
		q.unit = unit{kind: Percentage, name: "%"}
		q.rule = "fraction"
		return q, q.End, q.low != nil && q.high != nil
	}
	q.bare = true
	if n > 0 {
		q.unit, q.bare, q.rule = money, false, "currency prefix"
	}
	g.unitAfter(text, &q)
	q.sign()
	return q, q.End, true
}

// sign moves a minus into the value.
func (q *quantity) sign() {
	if !q.negative {
		return
	}
	q.low.Neg(q.low)
	if q.high != q.low {
		q.high.Neg(q.high)
	}
	q.low, q.high = q.high, q.low
}

// unitAfter reads the unit of q and what follows it.
func (g *lexer) unitAfter(text []rune, q *quantity) {
	at := q.End + blanks(text[q.End:])
	if at < len(text) && q.style != number.Scale {
		switch text[at] {
		case '成':
			if g.tenths(text, at, q) {
				return
			}
		case '折':
			q.discount(at)
			return
		}
	}
	u, n := g.unitAt(text, at)
	if n == 0 {
		return
	}
	if !q.bare && u.kind != Money {
		return
	}
	q.End = at + n
	if q.bare || n > 1 { // the 元 of 新台币5亿元 repeats the currency
		q.unit = u
	}
	q.bare = false
	if q.rule == "number" {
		q.rule = "number and unit"
	}
	q.shift(u.exp)
	g.half(text, q)
	g.small(text, q)
}

// unitAt reads the unit at text[at].
func (g *grammar) unitAt(text []rune, at int) (unit, int) {
	if at >= len(text) {
		return unit{}, 0
	}
	rest := text[at:]
	u, n := g.units.Longest(rest)
	if n <= 1 && slices.Contains(rest[:min(4, len(rest))], ' ') {
		if v, k := g.spaced(rest); k > 0 {
			return v, k
		}
	}
	if n == 0 {
		return unit{}, 0
	}
	if isLatin(rest[n-1]) && n < len(rest) && (isLatin(rest[n]) || isDigit(rest[n])) {
		return unit{}, 0
	}
	if n == 1 {
		if _, blocked := g.heads.Longest(rest); blocked > 0 {
			return unit{}, 0
		}
	}
	return *u, n
}

// spaced reads a unit whose characters stand apart, as some archives set them:
// 个 百 分 点.
func (g *grammar) spaced(text []rune) (unit, int) {
	var buf [8]rune
	var at [8]int
	n := 0
	for i := 0; i < len(text) && i < 16 && n < len(buf); i++ {
		if text[i] != ' ' {
			buf[n], at[n] = text[i], i
			n++
		}
	}
	u, k := g.units.Longest(buf[:n])
	if k < 2 {
		return unit{}, 0
	}
	return *u, at[k-1] + 1
}

// shift multiplies the value by a power of ten.
func (q *quantity) shift(exp int32) {
	q.low.Exponent += exp
	if q.high != q.low {
		q.high.Exponent += exp
	}
}

// tenths reads 成 as tens of per cent: 三成, 两成半, 三成五.
func (g *lexer) tenths(text []rune, at int, q *quantity) bool {
	limit := apd.New(10, 0)
	if q.high.Cmp(limit) > 0 || q.tail > 0 && q.high.Cmp(limit) != 0 || tenthsBlocked(text[at+1:]) {
		return false
	}
	q.End, q.unit, q.bare, q.rule = at+1, unit{kind: Percentage, name: "%"}, false, "tenths"
	q.shift(1)
	rest := text[at+1:]
	add := int64(0)
	if len(rest) > 0 && rest[0] == '半' {
		add = 5
	} else if b := blanks(rest); b < len(rest) {
		if n, ok := g.numbers.Scan(rest[b:]); ok && n.Len == 1 && n.Style == number.Han && n.Tail == 0 {
			if v, err := n.Low.Int64(); err == nil && v > 0 && v < 10 {
				add = v
				q.End += b
			}
		}
	}
	if add == 0 {
		return true
	}
	q.End++
	return q.add(apd.New(add, 0))
}

// add adds d to both ends of the value.
func (q *quantity) add(d *apd.Decimal) bool {
	_, err := decimals.Add(q.low, q.low, d)
	if err == nil && q.high != q.low {
		_, err = decimals.Add(q.high, q.high, d)
	}
	return err == nil
}

var decimals = apd.BaseContext.WithPrecision(3 * number.MaxDigits)

// discount reads 折: 七五折 and 7.5折 leave 75 per cent of a price.
func (q *quantity) discount(at int) {
	q.End, q.unit, q.bare, q.rule = at+1, unit{kind: Percentage, name: "%"}, false, "discount"
	if q.high.Cmp(apd.New(10, 0)) < 0 {
		q.shift(1)
	}
}

// half reads the 半 of 两年半, and of 一个半月, where it stands inside the unit.
func (g *lexer) half(text []rune, q *quantity) {
	rest := text[q.End:]
	switch {
	case q.kind == Duration && q.name == "年" && hasPrefix(rest, "半") && !hasPrefix(rest, "半导体"):
		q.End++
		q.add(apd.New(5, -1))
	case q.kind == Count && q.name == "个" && (hasPrefix(rest, "半月") || hasPrefix(rest, "半小时") || hasPrefix(rest, "多月") || hasPrefix(rest, "多小时")):
		n := 2
		q.unit = unit{kind: Duration, name: "个月"}
		if rest[1] == '小' {
			n, q.name = 3, "个小时"
		}
		q.End += n
		if rest[0] == '半' {
			q.add(apd.New(5, -1))
		} else {
			q.comparator = GT
		}
	}
}

// smallMoney lists the parts of the units of money, largest first, by the
// power of ten that they are of it.
var smallMoney = []struct {
	code, word string
	exp        int32
}{
	{"CNY", "角", -1}, {"CNY", "毛", -1}, {"CNY", "分", -2}, {"USD", "美分", -2}, {"JPY", "日本銭", -2}, {"JPY", "日本钱", -2},
}

// small reads what follows the unit of money in speech: 五元三毛, 50元6角3分.
func (g *lexer) small(text []rune, q *quantity) {
	if q.kind != Money || q.tail > 0 {
		return
	}
	for _, m := range smallMoney {
		if m.code != q.name {
			continue
		}
		at := q.End
		if hasPrefix(text[at:], "又") {
			at++
		}
		n, ok := g.numbers.Scan(text[at:])
		if !ok || n.Tail > 0 || n.Low.Exponent < 0 || n.High != n.Low || n.Denominator != nil || !hasPrefix(text[at+n.Len:], m.word) {
			continue
		}
		n.Low.Exponent += m.exp
		q.add(n.Low)
		q.End = at + n.Len + len([]rune(m.word))
	}
}

// interval reads 45%-65%, 3至5亿元, 1.66亿元-1.82亿元 after its first number.
func (g *lexer) interval(text []rune, a quantity) (quantity, bool) {
	at := a.End + blanks(text[a.End:])
	word, n := rangeWord(text[at:])
	if n == 0 || word && a.Start > 0 && text[a.Start-1] == '、' || a.comparator != 0 && a.comparator != Approx {
		return a, false
	}
	at += n
	at += blanks(text[at:])
	b, _, ok := g.amount(text, at)
	if !ok || b.style == number.Positional {
		return a, false
	}
	if a.bare && b.bare && a.tail == 0 && b.tail == 0 {
		return a, false
	}
	if !a.bare && (b.bare || b.kind != a.kind || b.name != a.name) {
		return a, false
	}
	if a.bare {
		a.unit, a.bare = b.unit, b.bare
		a.shift(b.exp)
		if a.tail == 0 && b.tail > 0 {
			scaled := *a.low
			scaled.Exponent += int32(b.tail)
			if scaled.Cmp(b.low) < 0 {
				a.shift(int32(b.tail))
			}
		}
	}
	falling := a.low.Cmp(b.high) > 0
	if falling && (word && fromBefore(text, a.Start) || a.negative != b.negative) {
		return a, false
	}
	if word && a.low.Cmp(b.low) <= 0 && fromBefore(text, a.Start) && !spread(text[b.End:]) && a.kind == Percentage {
		return a, false
	}
	a.rule = "range"
	a.End = b.End
	if falling {
		a.low = b.low
	} else {
		a.high = b.high
	}
	a.tail = max(a.tail, b.tail)
	if a.comparator == 0 {
		a.comparator = b.comparator
	}
	a.negative = a.negative || b.negative
	return a, true
}
