package figure

import (
	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// fixed reads the expressions that hold a quantity without a numeral and a
// unit of their own: 一半, 翻两番, 两位数增长, 半年.
func (g *lexer) fixed(text []rune, i int) (quantity, bool) {
	rest := text[i:]
	switch rest[0] {
	case '一', '对', '半', '大':
		return halfOf(text, i)
	case '翻':
		return g.doubling(text, i)
	case '两', '双', '个', '三', '2':
		if q, ok := twoGreat(text, i); ok {
			return q, true
		}
		return places(text, i)
	}
	return quantity{}, false
}

// halfOf reads 一半, 半数 and 半年.
func halfOf(text []rune, i int) (quantity, bool) {
	rest := text[i:]
	switch {
	case hasPrefix(rest, "一半"), hasPrefix(rest, "半数"):
		return percentOf(i, 2, 50, "half"), true
	case hasPrefix(rest, "对折") && i > 0 && text[i-1] == '打', hasPrefix(rest, "半折"):
		return percentOf(i, 2, 50, "discount"), true
	case hasPrefix(rest, "半成") && !tenthsBlocked(rest[2:]):
		return percentOf(i, 2, 5, "tenths"), true
	case rest[0] != '半':
		return quantity{}, false
	}
	var before rune
	if i > 0 {
		before = text[i-1]
	}
	if anyPrefix(rest, "半年", "半个月", "半个小时", "半小时", "半天", "半个世纪") {
		switch before {
		case '上', '下', '前', '后', '大', '多', '年', '月', '天', '时', '个', '每':
			return quantity{}, false
		}
		if anyPrefix(rest, "半年报", "半年度", "半年线", "半年期", "半天内幕") {
			return quantity{}, false
		}
		n := 2
		switch {
		case hasPrefix(rest, "半个世纪"):
			n = 4
		case hasPrefix(rest, "半个小时"):
			n = 4
		case hasPrefix(rest, "半个月"), hasPrefix(rest, "半小时"):
			n = 3
		}
		q := quantity{Span: document.Span{Start: i, End: i + n}, style: number.Han, rule: "half unit"}
		q.low, q.high = apd.New(5, -1), apd.New(5, -1)
		q.unit = unit{kind: Duration, name: string(rest[1:n])}
		return q, true
	}
	if (before == '过' || before == '近' || before == '超') && (len(rest) == 1 || !anyPrefix(rest[1:], "导", "决", "程", "场", "径", "夜", "百")) {
		return percentOf(i, 1, 50, "half"), true
	}
	return quantity{}, false
}

func percentOf(i, n int, value int64, rule string) quantity {
	q := quantity{Span: document.Span{Start: i, End: i + n}, style: number.Han, rule: rule}
	q.low, q.high = apd.New(value, 0), apd.New(value, 0)
	q.unit = unit{kind: Percentage, name: "%"}
	return q
}

// doubling reads 翻番, 翻倍, 翻两番: doubling once adds 100 per cent, twice
// 300.
func (g *lexer) doubling(text []rune, i int) (quantity, bool) {
	rest := text[i:]
	at := 1
	if hasPrefix(rest[at:], "了") {
		at++
	}
	if hasPrefix(rest[at:], "番") || hasPrefix(rest[at:], "倍") {
		q := percentOf(i, at+1, 100, "doubling")
		q.growth = true
		return q, true
	}
	n, ok := g.numbers.Scan(rest[at:])
	if !ok {
		return quantity{}, false
	}
	at += n.Len
	times, err := n.Low.Int64()
	if err != nil || times < 1 || times > 10 || !hasPrefix(rest[at:], "番") {
		return quantity{}, false
	}
	q := percentOf(i, at+1, 100*(1<<times-1), "doubling")
	q.growth = true
	return q, true
}

// twoGreat reads the 两大 of 两大客户, which counts; three and more of it are
// labels (三大业务).
func twoGreat(text []rune, i int) (quantity, bool) {
	rest := text[i:]
	if len(rest) < 3 || !hasPrefix(rest, "两大") || anyPrefix(rest[2:], "会", "家", "步", "队", "块") {
		return quantity{}, false
	}
	q := quantity{Span: document.Span{Start: i, End: i + 2}, style: number.Han, rule: "number and unit"}
	q.low = apd.New(2, 0)
	q.high = q.low
	q.unit = unit{kind: Count, name: "大"}
	return q, true
}

// places reads 两位数 before a word of growth: anything from 10 to 99 per cent.
func places(text []rune, i int) (quantity, bool) {
	rest := text[i:]
	var low, high int64
	n := 3 // characters of each of these words
	switch {
	case anyPrefix(rest, "两位数", "双位数", "2位数"):
		low, high = 10, 99
	case hasPrefix(rest, "个位数"):
		low, high = 1, 9
	case hasPrefix(rest, "三位数"):
		low, high = 100, 999
	default:
		return quantity{}, false
	}
	after := rest[n:]
	if hasPrefix(after, "百分比") {
		n += 3
		after = after[3:]
	} else if hasPrefix(after, "百分点") {
		return quantity{}, false
	}
	if hasPrefix(after, "的") {
		after = after[1:]
	}
	if !anyPrefix(after, "增长", "增幅", "增速", "涨幅", "上涨", "下降", "下滑", "降幅", "跌幅", "同比", "提升") && !changeBefore(text[:i]) {
		return quantity{}, false
	}
	q := percentOf(i, n, low, "digits")
	q.high = apd.New(high, 0)
	q.growth = true
	return q, true
}

// changeBefore reports whether a word of change stands just before.
func changeBefore(before []rune) bool {
	return anySuffix(before, "增长", "增长了", "增速达", "增速为", "同比增长", "上涨", "下降", "增幅达", "增长达")
}

func hedgeComparator(h number.Hedge) Comparator {
	switch h {
	case number.Over:
		return GT
	case number.About:
		return Approx
	case number.AtLeast:
		return GE
	}
	return 0
}
