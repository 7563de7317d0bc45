package figure

import (
	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/figure/number"
)

// bareFigure gives the number without a unit at chunk i the kind that its
// context shows, and reports false where it is no figure.
func (v *view) bareFigure(i int) bool {
	q := &v.quantities[v.chunks[i].ref]
	if q.style == number.Positional || v.listNumber(i) {
		return false
	}
	if q.tail >= 4 {
		return v.roundFigure(i, q)
	}
	if q.style != number.Arabic || v.follows(i, '(', '（') && q.low.Exponent == 0 {
		return false
	}
	if v.continues(i, q) {
		return true
	}
	compared, linked := false, false
	j := v.bareHead(i) - 1
	for ; j >= 0 && j > i-12 && (v.chunks[j].kind == cueChunk || v.chunks[j].kind == timeChunk) && !v.chunks[j].is(firmRole|homeRole|cityRole); j-- {
		c := &v.chunks[j]
		compared = compared || c.is(compareRole)
		linked = linked || c.is(compareRole|levelRole|linkRole|upRole|downRole)
	}
	if compared && v.next(i, "关口", "整数关口", "大关", "一线") {
		q.unit, q.rule = unit{kind: Number}, "level"
		return true
	}
	if j < 0 || v.chunks[j].kind != textChunk && v.chunks[j].kind != markChunk {
		return false
	}
	if v.chunks[j].kind == markChunk {
		if v.chunks[j].mark != ')' && v.chunks[j].mark != '”' || j == 0 {
			return false
		}
		if j = v.skipBracket(j); j < 0 || v.chunks[j].kind != textChunk {
			return false
		}
	}
	if j == v.bareHead(i)-1 && q.low.Exponent == 0 {
		return false // 指数2022: a name
	}
	m := v.runes(j)
	if v.x.nouns.end(m).bare == 0 && !(compared && q.low.Exponent < 0) {
		return false
	}
	if !linked && q.low.Exponent == 0 {
		return false
	}
	q.rule = "bare number"
	q.unit = unit{kind: bareKind(m)}
	if q.kind == Money {
		q.name = "CNY"
	}
	return true
}

// continues reports whether the number at chunk i goes on about the number
// before it (PUE由1.45降至1.12; 46.1，预期45.5), of which it then has the unit,
// or is the level that a rate led to (上涨0.3%至0.7193).
func (v *view) continues(i int, q *quantity) bool {
	linked := false
	for j := i - 1; j >= 0 && j > i-8; j-- {
		switch c := &v.chunks[j]; c.kind {
		case timeChunk:
		case markChunk:
			if c.mark != ',' {
				return false
			}
		case cueChunk:
			if c.is(firmRole | homeRole | cityRole | actRole | postRole) {
				return false
			}
			w := v.word(j)
			linked = linked || c.is(levelRole|forecastRole|actualRole) || w == "至" || w == "到" || w == "报"
		case figChunk:
			p := &v.quantities[c.ref]
			if linked && p.bare && p.rule == "bare number" {
				q.unit, q.rule = p.unit, p.rule
				return true
			}
			if linked && p.kind == Percentage && q.low.Exponent < 0 && !v.within(j+1, i, forecastRole|actualRole) {
				q.unit, q.rule = unit{kind: Number}, "bare number"
				return true
			}
			return false
		default:
			return false
		}
	}
	return false
}

// within reports whether a cue of one of the roles stands in the chunks from
// first to before last.
func (v *view) within(first, last int, roles role) bool {
	for j := first; j < last; j++ {
		if c := &v.chunks[j]; c.is(roles) {
			return true
		}
	}
	return false
}

// bareHead returns the first of a row of numbers without units that chunk i
// continues: 6.3515、6.3512.
func (v *view) bareHead(i int) int {
	for n := 0; n < 4 && i >= 2 && v.joint(i-1) && v.chunks[i-2].kind == figChunk && v.quantities[v.chunks[i-2].ref].bare; n++ {
		i -= 2
	}
	return i
}

// bareKind returns the kind of a number without a unit by its metric.
func bareKind(metric []rune) Kind {
	switch {
	case containsAny(metric, "PUE", "电能利用效率", "电源使用效率", "能源利用效率", "能源使用效率"):
		return PUE
	case anySuffix(metric, "容积率", "比率", "比值", "盈亏比", "系数", "流动比率", "速动比率"):
		return Ratio
	case anySuffix(metric, "股价", "收盘价"):
		return Money
	}
	return Number
}

// roundFigure keeps a number that ends in 万 or more: 突破万亿, 20万. Its kind
// is settled when its metric is known.
func (v *view) roundFigure(i int, q *quantity) bool {
	q.unit, q.rule = unit{kind: Number}, "round number"
	if q.style != number.Scale {
		return true
	}
	if v.next(i, "目标", "大关", "关口", "规模", "人口", "级规模", "元级") {
		return true
	}
	return i > 0 && v.chunks[i-1].is(compareRole|levelRole) || q.comparator != 0 && !q.bare
}

// listNumber reports whether the number at chunk i numbers a paragraph: 4、.
func (v *view) listNumber(i int) bool {
	if i > 1 || i+1 >= len(v.chunks) || v.chunks[i+1].kind != markChunk || v.chunks[i+1].mark != '、' {
		return false
	}
	start := v.chunks[i].Start
	return start == 0 || v.text.Runes[start-1] == '\n' || i == 0
}

// follows reports whether one of the marks stands right before chunk i.
func (v *view) follows(i int, marks ...rune) bool {
	if i == 0 || v.chunks[i-1].kind != markChunk {
		return false
	}
	for _, m := range marks {
		if v.chunks[i-1].mark == m {
			return true
		}
	}
	return false
}

// next reports whether the text after chunk i starts with one of the words.
func (v *view) next(i int, words ...string) bool {
	return anyPrefix(v.text.Runes[v.chunks[i].End:], words...)
}

// tickers reads (4.880,-0.06,-1.21%) after a share's name: price, move of the
// day, rate of the day.
func (v *view) tickers() {
	for k := range v.quantities {
		i := v.quantities[k].chunk - 1
		if i+6 >= len(v.chunks) || !v.follows(i+1, '(', '（') {
			continue
		}
		var qs [3]*quantity
		for k := range qs {
			c := &v.chunks[i+1+2*k]
			if c.kind != figChunk || !v.follows(i+3+2*k, ',', ')', '，', '）') && k < 2 {
				break
			}
			qs[k] = &v.quantities[c.ref]
		}
		if qs[0] == nil || qs[1] == nil || qs[2] == nil || !qs[0].bare || !qs[1].bare || qs[2].kind != Percentage {
			continue
		}
		for k, q := range qs {
			q.rule = "ticker"
			if k < 2 {
				q.unit, q.bare = unit{kind: Money, name: "CNY"}, false
			}
			q.growth = k > 0
			q.daily = k > 0
		}
	}
}

// roundKind settles whether a round number without a unit is money.
func (v *view) roundKind(i int, f *Figure) {
	if f.Rule != "round number" || f.Kind != Number {
		return
	}
	m := []rune(f.Metric.Text)
	money := containsAny(m, "收入", "营收", "利润", "净利", "金额", "市值", "规模", "投资", "资产", "贷款", "成本", "费用", "投入", "出口", "进口", "成交额", "销售额", "融资", "产值", "总额", "资金", "营业额", "薪", "存款", "余额", "诈骗", "奖", "价", "罚", "债", "捐", "资本", "现金", "票房", "募集", "基金", "增资", "股权", "估值", "授信", "赔", "分红", "回购", "发行", "预算", "税", "补贴", "订单金额", "财富", "身家", "GDP", "生产总值", "经济总量", "交易额", "流水", "保费", "获利", "套现", "涉案", "欠款", "负债", "亏", "盈利", "注资", "斥资", "耗资", "身家") ||
		v.next(i, "目标", "级", "大关", "市场", "产业", "赛道", "市值", "规模", "资金", "兑付", "收购", "入股", "投资", "融资", "买入", "买来", "债务") && !v.next(i, "级用户", "大关用户")
	if !money || containsAny(m, "人数", "用户", "人口", "销量", "订单", "数量", "户数", "产量") {
		return
	}
	f.Kind, f.Unit = Money, "CNY"
	for k := len(v.made) - 1; k >= 0; k-- {
		if p := v.figures[v.made[k]]; p.Kind == Money {
			f.Unit = p.Unit
			break
		}
	}
}

// abs returns the size of d.
func abs(d *apd.Decimal) *apd.Decimal { return new(apd.Decimal).Abs(d) }
