package figure

import "strings"

// basis finds what a change is measured against.
func (v *view) basis(i int, q *quantity, carried bool, f *Figure) {
	changed := f.Kind == GrowthRate || f.Direction != NoDirection
	found := v.basisBefore(i, changed)
	switch {
	case f.Kind == Multiple:
		if found == VS || i > 0 && v.word(i-1) == "的" {
			f.Basis = VS
		} else if p := v.before(); p != nil && p.Kind == Multiple && v.last == i-2 {
			f.Basis = p.Basis
		}
		return
	case f.Kind == Duration && v.ahead(i):
		f.Basis = VS
		return
	case f.Kind == Percentage && (found == YOY || found == MOM):
		f.Basis = found
		return
	case !changed:
		return
	}
	f.Basis = v.adjusted(found, i, q, carried, f)
	if f.Kind == GrowthRate || f.Kind == PercentagePoint && f.Basis != VS {
		v.article.basis = f.Basis
	}
}

// adjusted settles a basis that the words leave open.
func (v *view) adjusted(found Basis, i int, q *quantity, carried bool, f *Figure) Basis {
	p := v.before()
	switch {
	case found == MOM && strings.ContainsAny(f.Period.Text, "季Q"):
		return QOQ
	case found == YTD && v.wholeYear(f.Period):
		return YOY
	case found != NoBasis:
		return found
	case q.daily:
		return DOD
	case f.Kind == GrowthRate && startsAny(f.Period.Text, "年内", "今年以来", "年初以来", "年初至今") && v.statistical(i):
		return YTD
	case f.Kind == GrowthRate && (strings.HasSuffix(f.Period.Text, "年迄今") || strings.HasSuffix(f.Period.Text, "年至今")):
		return YTD
	case p != nil && v.last == i-2 && v.restatedRate(i) != NoDirection:
		return p.Basis
	case v.stated(i) != NoBasis && !v.daily(i, f):
		return v.stated(i)
	case carried && p != nil && p.Basis != NoBasis && p.Basis != VS:
		return p.Basis
	case v.daily(i, f):
		return DOD
	case f.Kind != Money && f.Kind != Count && v.statistical(i) && v.article.basis != DOD && v.article.basis != VS && v.article.basis != CAGR:
		return v.article.basis
	}
	return NoBasis
}

// stated returns the basis that a clause without figures names since the
// figure before: 环比持平，预期升0.1%.
func (v *view) stated(i int) Basis {
	first := max(0, v.last+1, i-reach)
	if len(v.made) == 1 && v.before().Kind == Count {
		first = max(0, i-reach) // 九个省份同比均增长，其中甲增长64.5%
	}
	for j := i - 1; j >= first; j-- {
		if c := &v.chunks[j]; c.kind == cueChunk && (c.cue.basis == YOY || c.cue.basis == MOM || c.cue.basis == QOQ) {
			return c.cue.basis
		}
	}
	return NoBasis
}

// against returns the basis of the cue at chunk j. A month or a quarter after
// it makes 比上年 another time than the same of the year before.
func (v *view) against(j int) Basis {
	b := v.chunks[j].cue.basis
	if b != YOY || j+1 >= len(v.chunks) || v.chunks[j+1].kind != timeChunk || v.chunks[j+1].Start != v.chunks[j].End || !hasSuffix(v.runes(j), "年") {
		return b
	}
	if strings.HasSuffix(v.named.Text, string(v.runes(j+1))) {
		return YOY // 一季度比上年一季度增长
	}
	return VS
}

// basisBefore returns the basis named in the clause of the figure, the
// nearest first; 与…相比 may stand in the clause before.
func (v *view) basisBefore(i int, changed bool) Basis {
	found := NoBasis
	clause := true
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		c := &v.chunks[j]
		if c.ends {
			if c.mark != ',' || !clause || found != NoBasis || !changed {
				break
			}
			clause = false
			continue
		}
		if c.kind == figChunk && !clause && j > 0 && v.word(j-1) == "的" {
			continue // 较上月的8.6%，降低了0.1%
		}
		if c.kind == figChunk && (!v.joint(j+1) || j != i-2) {
			break
		}
		if !c.is(basisRole) {
			continue
		}
		if !clause {
			if v.word(j) == "相比" {
				return VS
			}
			if v.last > j && anyPrefix(v.runes(j), "较", "比", "相比") && c.cue.basis != VS {
				return c.cue.basis
			}
			continue
		}
		if b := v.against(j); found == NoBasis || found == VS && b != VS {
			found = b
		}
	}
	return found
}

// ahead reports whether the stretch of time at chunk i is a lead over another.
func (v *view) ahead(i int) bool {
	for j := i - 1; j >= 0 && j > i-8 && !v.chunks[j].ends; j-- {
		if w := v.word(j); w == "领先" || w == "落后" {
			return true
		}
	}
	return false
}

// wholeYear reports whether p is one calendar year, or its end.
func (v *view) wholeYear(p Period) bool {
	if strings.Contains(p.Text, "年末") || strings.Contains(p.Text, "年底") {
		return true
	}
	return !p.Start.IsZero() && p.Start.YearDay() == 1 && p.End.Sub(p.Start).Hours() > 360*24
}

// daily reports whether the change at chunk i is a day's move of a price or
// an index.
func (v *view) daily(i int, f *Figure) bool {
	if f.Kind != GrowthRate && f.Kind != Index || f.Unit == "倍" {
		return false
	}
	_, at := v.changeBefore(i)
	if at < 0 {
		return false
	}
	if v.chunks[at].kind == figChunk {
		p := v.before()
		return p != nil && p.Basis == DOD
	}
	for j := i - 1; j >= 0 && j > i-8 && !v.chunks[j].ends; j-- {
		if w := v.word(j); w == "每" || w == "平均" || w == "累计" || w == "周" {
			return false
		}
	}
	w := v.runes(at)
	if f.Kind == Index && anySuffix(w, "下调", "上调", "调升", "调降", "调贬") {
		return true // 中间价下调14点
	}
	if v.word(at) == "下降" || !containsAny(w, "涨", "跌", "升", "飙", "挫", "高开", "低开", "走高", "走低", "拉升", "回落", "降") || containsAny(w, "周", "月", "累", "年", "息", "准") {
		return false
	}
	if strings.ContainsAny(f.Period.Text, "周月季年") && !f.Period.Start.Equal(f.Period.End) {
		return false
	}
	if anySuffix(w, "幅") && f.Subject.Text == "" {
		return false
	}
	m := []rune(f.Metric.Text)
	return len(m) == 0 || containsAny(m, "股价", "期价", "油价", "金价", "铜价", "盘后", "期货", "合约", "个股", "指数", "原油", "黄金", "中间价", "兑", "汇率", "/美元", "/日元", "/人民币", "/欧元", "/英镑")
}

// statistical reports whether the word of change at chunk i's figure is one
// that statistics use in a row without repeating 同比.
func (v *view) statistical(i int) bool {
	_, at := v.changeBefore(i)
	if at < 0 {
		return false
	}
	if v.chunks[at].kind == figChunk {
		return true
	}
	switch v.word(at) {
	case "增长", "下降", "增", "降", "上涨", "下跌", "升", "跌", "涨", "回升", "回落", "增加", "减少", "扩大", "提高", "收窄", "增速", "增幅", "降幅", "涨幅", "提升", "上升", "下滑":
		return true
	}
	return false
}
