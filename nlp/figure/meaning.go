package figure

import "strings"

// figure adds the figure of the quantity at chunk i.
func (v *view) figure(i int) {
	q := v.quantities[v.chunks[i].ref]
	f := Figure{Span: q.Span, Kind: q.kind, Unit: q.unit.name, Rule: q.rule, Comparator: EQ, Status: Actual}
	if f.Kind == 0 {
		f.Kind = Number
	}
	v.comparator(i, q, &f)
	v.change(i, q, &f)
	v.status(i, &f)
	carried := v.attach(i, q, &f)
	v.basis(i, q, carried, &f)
	v.roundKind(i, &f)
	f.setValue(q)
	f.Confidence = confidence(q, &f, carried)
	v.figures = append(v.figures, f)
	v.made = append(v.made, len(v.figures)-1)
	v.last = i
}

// confidence is a coarse judgement of how often figures made this way are
// right in every field.
func confidence(q quantity, f *Figure, carried bool) float64 {
	c := 0.95
	switch q.rule {
	case "number and unit", "range", "currency prefix":
	case "list", "fraction", "tenths", "doubling", "ticker":
		c = 0.9
	default:
		c = 0.75
	}
	if f.Metric.Text == "" || f.Subject.Text == "" {
		c -= 0.1
	}
	if carried {
		c -= 0.05
	}
	return c
}

// setValue writes low and high. A change has its sign in the direction.
func (f *Figure) setValue(q quantity) {
	low, high := q.low, q.high
	if low.Negative && (f.Direction != NoDirection || f.Kind == GrowthRate) {
		low, high = abs(high), abs(low)
		if low.Cmp(high) > 0 {
			low, high = high, low
		}
	}
	f.Low, f.High = low.Text('f'), high.Text('f')
}

// before returns the figure of this sentence that was made last, if any.
func (v *view) before() *Figure {
	if len(v.made) == 0 {
		return nil
	}
	return &v.figures[v.made[len(v.made)-1]]
}

// anchor returns the figure of this sentence whose metric and subject later
// figures share: the last that is no length of time.
func (v *view) anchor() *Figure {
	for k := len(v.made) - 1; k >= 0 && k > len(v.made)-4; k-- {
		if f := &v.figures[v.made[k]]; f.Kind != Duration {
			return f
		}
	}
	return v.before()
}

// word returns the characters of chunk j.
func (v *view) word(j int) string { return string(v.runes(j)) }

// listHead returns the first chunk of the list of figures that chunk i ends,
// as a comparator before a list holds for all of it.
func (v *view) listHead(i int) int {
	for n := 0; i >= 2 && v.chunks[i-2].kind == figChunk && n < reach; n++ {
		if w := v.word(i - 1); w != "、" && w != "/" {
			break
		}
		if v.quantities[v.chunks[i-2].ref].rule != "list" {
			break
		}
		i -= 2
	}
	return i
}

// comparator reads the words around the figure at chunk i that move its value.
func (v *view) comparator(i int, q quantity, f *Figure) {
	if q.comparator != 0 {
		f.Comparator = q.comparator
	}
	if q.rule == "half" && q.Len() == 1 {
		f.Comparator = GT
		if v.text.Runes[q.Start-1] == '近' {
			f.Comparator = Near
		}
	}
	for j := v.listHead(i) - 1; j >= 0 && j > i-8; j-- {
		c := v.chunks[j]
		if c.kind == timeChunk {
			continue
		}
		if c.kind != cueChunk || v.word(j) == "的" {
			break
		}
		if c.cue.is(compareRole) {
			if v.foreseen(i) && anySuffix(v.runes(j), "于", "超过") {
				break // 高于3.6%的预期: the two are compared
			}
			if !v.recently(j, q) && c.cue.comparator != EQ && (f.Comparator == EQ || f.Comparator == q.comparator) {
				f.Comparator = c.cue.comparator
			}
			break
		}
		if c.cue.is(verbRole) && !c.cue.is(linkRole) {
			break
		}
	}
	if rest := v.text.Runes[q.End:]; f.Comparator == EQ && (anyPrefix(rest, "有余", "多来", "多时间", "多的时间") || hasPrefix(rest, "多") && (q.kind == Duration || q.kind == Money) && !anyPrefix(rest, "多元", "多样", "多家", "多个", "多次", "多种", "多数", "多名", "多前")) {
		f.Comparator = GT
	}
	if post := v.postAfter(i, q); post != 0 && (f.Comparator == EQ || f.Comparator == Approx && post != Approx) {
		f.Comparator = post
	}
}

// foreseen reports whether the words behind the figure at chunk i say that it
// was what somebody expected.
func (v *view) foreseen(i int) bool {
	return v.next(i, "的预期", "的市场预期", "的预测", "的市场预测", "的分析师预期", "的普遍预期", "的预估")
}

// postAfter returns the comparator behind the figure at chunk i, or 0. One
// short noun may stand between: 20万人口以上.
func (v *view) postAfter(i int, q quantity) Comparator {
	j := i + 1
	if q.kind == Number && j+1 < len(v.chunks) && v.chunks[j].kind == textChunk && v.chunks[j].Len() == 2 {
		j++
	}
	if j >= len(v.chunks) || v.chunks[j].kind != cueChunk || !v.chunks[j].cue.is(postRole) {
		return 0
	}
	if v.word(j) == "内" && q.kind != Duration {
		return 0
	}
	return v.chunks[j].cue.post
}

// recently reports whether the 近 at chunk j means "the last" (近五年), not
// "nearly".
func (v *view) recently(j int, q quantity) bool {
	if q.kind != Duration || v.word(j) != "近" {
		return false
	}
	if j == 0 {
		return true
	}
	p := v.chunks[j-1]
	switch p.kind {
	case cueChunk:
		w := v.word(j - 1)
		return w == "在" || p.cue.is(prepRole)
	case textChunk:
		return !anySuffix(v.runes(j-1), "时", "后", "期", "了")
	}
	return true
}

// change finds out whether the figure at chunk i is a change, and which way.
func (v *view) change(i int, q quantity, f *Figure) {
	dir, at := v.changeBefore(i)
	if dir == NoDirection && (f.Kind == Percentage || f.Kind == Multiple) {
		dir = v.changeAfter(i)
	}
	if dir == NoDirection && f.Kind == Percentage {
		dir = v.sameChange(i)
	}
	if dir == NoDirection {
		if q.low.IsZero() && q.high.IsZero() {
			if q.growth {
				f.Kind = max(f.Kind, GrowthRate)
			}
			return
		}
		signed := q.kind == Percentage && v.signedChange(i) && (q.negative || v.text.Runes[q.Start] == '+')
		if !q.growth && !signed {
			return
		}
		dir = Up
	}
	if q.low.Negative && q.high.Negative {
		dir = Down
	}
	switch f.Kind {
	case Percentage, Multiple:
		if at >= 0 && v.word(at) == "减持" {
			return // a stake, not a rate of change
		}
		f.Kind = GrowthRate
	case Duration:
		if w := v.runes(max(at, 0)); !anySuffix(w, "缩短", "延长", "增加", "减少", "增长", "提前") {
			return // 连涨3天
		}
	case PUE, Ratio, Number:
		return
	}
	f.Direction = dir
}

// sameChange returns the direction of the rate before the figure at chunk i,
// where that goes on about it: 增速由9.6%提高到100.7%, 增长2.4%，低于此前预测的3.1%.
func (v *view) sameChange(i int) Direction {
	p := v.before()
	if p == nil || p.Kind != GrowthRate || p.Unit != "%" {
		return NoDirection
	}
	compared := false
	for j := i - 1; j > v.last; j-- {
		switch c := v.chunks[j]; c.kind {
		case cueChunk:
			switch w := v.word(j); w {
			case "低于", "高于", "快于", "慢于", "前值", "预期", "市场预期", "此前", "预估":
				compared = true
			default:
				if c.cue.is(levelRole) && j == v.last+1 {
					compared = v.wasRate(v.last)
				}
			}
		case timeChunk:
		case markChunk:
			if c.mark != ',' {
				return NoDirection
			}
		default:
			return NoDirection
		}
	}
	if !compared {
		return NoDirection
	}
	return p.Direction
}

// wasRate reports whether the figure at chunk i has a noun of change for its
// measure (增速由9.6%), so that a level reached is one too.
func (v *view) wasRate(i int) bool {
	_, at := v.changeBefore(i)
	return at >= 0 && v.chunks[at].kind == cueChunk && anySuffix(v.runes(at), "速", "幅")
}

// signedChange reports whether a signed percentage is a change: it stands in
// brackets behind a name, or after 同比.
func (v *view) signedChange(i int) bool {
	for j := i - 1; j >= 0 && j > i-5; j-- {
		switch c := v.chunks[j]; {
		case c.kind == nameChunk, c.kind == cueChunk && c.cue.is(basisRole):
			return true
		case c.kind == cueChunk, c.kind == figChunk:
		case c.kind == markChunk && (c.mark == '(' || c.mark == '（' || c.mark == ','):
		default:
			return false
		}
	}
	return false
}

// changeBefore looks for a word of rise or fall that governs the figure, and
// returns the chunk that decided.
func (v *view) changeBefore(i int) (dir Direction, at int) {
	for j := v.listHead(i) - 1; j >= 0 && j > i-reach; j-- {
		c := v.chunks[j]
		switch c.kind {
		case timeChunk:
		case markChunk:
			if k := v.skipBracket(j); k != j {
				j = k + 1
			} else if !v.joint(j) || j == 0 || v.chunks[j-1].kind != figChunk {
				return NoDirection, j
			}
		case figChunk:
			// 分别增长1.3%和1.2%: the second shares the verb of the first.
			return v.shared(j, i), j
		case cueChunk:
			switch {
			case c.cue.is(levelRole):
				return NoDirection, j
			case c.cue.is(upRole):
				return Up, j
			case c.cue.is(downRole):
				return Down, j
			case c.cue.is(verbRole) && !c.cue.is(linkRole|compareRole|basisRole|forecastRole):
				return NoDirection, j
			}
			switch v.word(j) {
			case "至", "到", "为", "占", "的", "报", "是", "由", "从":
				if !v.changeNoun(j) {
					return NoDirection, j
				}
			}
		default:
			if !v.joint(j) || j == 0 || v.chunks[j-1].kind != figChunk {
				return NoDirection, j
			}
		}
	}
	return NoDirection, -1
}

// changeNoun reports whether the link at chunk j follows a noun of change:
// 涨幅为5%.
func (v *view) changeNoun(j int) bool {
	for j--; j >= 0 && (v.chunks[j].kind == cueChunk || v.chunks[j].kind == timeChunk); j-- {
		if v.chunks[j].cue.is(upRole | downRole) {
			return anySuffix(v.runes(j), "幅", "速", "率", "降", "势", "长", "影响", "R")
		}
	}
	return false
}

// joint reports whether chunk j only joins two figures.
func (v *view) joint(j int) bool {
	switch v.word(j) {
	case "和", "与", "及", "以及", "或", "、", "/":
		return true
	}
	return false
}

// shared returns the direction of the figure at chunk j if the figure at i
// continues a list with it.
func (v *view) shared(j, i int) Direction {
	if f := v.before(); j == i-2 && v.joint(i-1) && f != nil && v.last == j && alike(f.Unit, v.quantities[v.chunks[i].ref].name) {
		return f.Direction
	}
	return NoDirection
}

// alike reports whether two units may stand in one row of figures:
// 分别增长1.1倍和64.5%.
func alike(a, b string) bool {
	rate := func(u string) bool { return u == "%" || u == "倍" }
	return a == b || rate(a) && rate(b)
}

// changeAfter reads a change behind its figure: 20%的增长.
func (v *view) changeAfter(i int) Direction {
	j := i + 1
	for j < len(v.chunks) && j < i+4 && v.chunks[j].kind == cueChunk && !v.chunks[j].cue.is(upRole|downRole|levelRole) {
		j++
	}
	if j >= len(v.chunks) || v.chunks[j].kind != cueChunk {
		return NoDirection
	}
	if !anySuffix(v.runes(j), "增长", "增幅", "涨幅", "降幅", "跌幅", "增速", "下降", "上涨", "下滑", "提升", "升幅", "减少") {
		return NoDirection
	}
	if j+1 < len(v.chunks) && (v.chunks[j+1].kind == figChunk || v.chunks[j+1].kind == cueChunk && v.chunks[j+1].cue.is(linkRole|compareRole|levelRole)) {
		return NoDirection
	}
	if v.chunks[j].cue.is(upRole) {
		return Up
	}
	return Down
}

// status looks back through the sentence for the word that makes the figure
// at chunk i a forecast or a target. 预计 and 目标 reach to the end of the
// sentence, 将 and 应 to the end of their clause.
func (v *view) status(i int, f *Figure) {
	if v.foreseen(i) {
		f.Status = Forecast
		return
	}
	if f.Kind == Percentage && i > 1 && v.word(i-1) == "的" && v.chunks[i-2].kind == figChunk {
		return // 目标120亿元的45%: how much of it is reached
	}
	clause, timed := true, false
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		c := v.chunks[j]
		timed = timed || c.kind == timeChunk
		if timed && c.kind == markChunk && (c.mark == '(' || c.mark == '（') {
			return // what a bracket tells of another time
		}
		if c.kind == timeChunk && v.times[c.ref].Prior {
			return
		}
		if c.ends() {
			if f.Status == Forecast {
				return
			}
			clause = false
		}
		if c.kind != cueChunk {
			continue
		}
		w := v.word(j)
		weak := len(w) == len("将") || w == "可能" || strings.HasSuffix(w, "预期") || w == "预估"
		if w == "将" && v.disposes(j) {
			continue
		}
		switch {
		case c.cue.is(actualRole) && f.Status == Actual:
			return
		case weak && !clause:
		case c.cue.is(targetRole):
			if v.isPlan(j, w, clause) {
				f.Status = Target
				return
			}
		case c.cue.is(forecastRole):
			f.Status = Forecast
			if !clause {
				return
			}
		}
	}
	if f.Status == Actual && f.Kind == Duration {
		f.Status = v.prospect(i)
	}
	if f.Status == Actual && (v.next(i, "目标", "的目标", "计划目标") || v.isLimit(i)) {
		f.Status = Target
	}
}

// prospect returns the status that the words behind a stretch of time to come
// give it: 未来两年，计划研发16个品种.
func (v *view) prospect(i int) Status {
	if !anySuffix(v.text.Runes[:v.chunks[i].Start], "未来", "今后") {
		return Actual
	}
	for j := i + 1; j < len(v.chunks) && j < i+reach && v.chunks[j].kind != figChunk; j++ {
		if c := v.chunks[j]; c.kind == cueChunk && c.cue.is(targetRole) {
			return Target
		} else if c.kind == cueChunk && c.cue.is(forecastRole) {
			return Forecast
		}
	}
	return Actual
}

// disposes reports whether the 将 at chunk j takes an object (将股份质押)
// rather than telling the future.
func (v *view) disposes(j int) bool {
	if j+1 >= len(v.chunks) {
		return false
	}
	n := v.chunks[j+1]
	return n.kind == figChunk || n.kind == nameChunk || n.kind == timeChunk || n.kind == cueChunk && n.cue.is(firmRole|homeRole) || n.kind == cueChunk && v.word(j+1) == "其"
}

// isLimit reports whether the figure at chunk i is the limit that a rule sets.
func (v *view) isLimit(i int) bool {
	for j := i - 1; j >= 0 && j > i-4; j-- {
		if c := v.chunks[j]; c.kind == textChunk {
			return v.x.nouns.tail(v.runes(j), limitNoun) > 0
		} else if c.kind != cueChunk {
			return false
		}
	}
	return false
}

// isPlan reports whether the word of planning at chunk j governs what follows,
// rather than being a part of a name: 国家安全计划开支.
func (v *view) isPlan(j int, w string, clause bool) bool {
	switch w {
	case "计划", "规划", "要求":
		return !v.partOfPlan(j)
	case "目标":
		return clause
	}
	return true
}

// partOfPlan reports whether the 计划 at chunk j is a noun rather than a verb:
// 信用贷款支持计划, 计划显示.
func (v *view) partOfPlan(j int) bool {
	if j+1 < len(v.chunks) && v.chunks[j+1].kind == cueChunk && v.chunks[j+1].cue.is(reportRole) {
		return true
	}
	if j == 0 || v.chunks[j-1].End != v.chunks[j].Start {
		return false
	}
	p := v.chunks[j-1]
	return p.kind == textChunk && (p.Len() >= 3 || anySuffix(v.runes(j-1), "信托", "资管", "理财", "支持", "持股", "激励", "分红", "保险", "养老")) ||
		p.kind == cueChunk && p.cue.is(actRole) && j > 1 && v.chunks[j-2].kind == textChunk && v.chunks[j-2].End == p.Start
}
