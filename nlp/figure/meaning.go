package figure

import (
	"github.com/cockroachdb/apd/v3"
)

// figure adds the figure of the quantity at chunk i.
func (v *view) figure(i int) {
	q := v.quantities[v.chunks[i].ref]
	f := Figure{Span: q.Span, Kind: q.kind, Unit: q.unit.name, Rule: q.rule, Comparator: EQ, Status: Actual, Confidence: 0.9}
	if f.Kind == 0 {
		f.Kind = Number
	}
	v.comparator(i, q, &f)
	v.change(i, q, &f)
	v.status(i, &f)
	v.attach(i, q, &f)
	v.basis(i, &f)
	v.value(q, &f)
	v.figures = append(v.figures, f)
	v.made = append(v.made, len(v.figures)-1)
	v.last = i
}

// value writes low and high. A change has its sign in the direction.
func (v *view) value(q quantity, f *Figure) {
	low, high := q.low, q.high
	if low.Negative && (f.Direction != NoDirection || f.Kind == GrowthRate) {
		low, high = new(apd.Decimal).Abs(high), new(apd.Decimal).Abs(low)
		if low.Cmp(high) > 0 {
			low, high = high, low
		}
	}
	f.Low, f.High = low.Text('f'), high.Text('f')
}

// listHead returns the first chunk of the list of figures that chunk i ends,
// as a comparator before a list holds for all of it.
func (v *view) listHead(i int) int {
	for i >= 2 && v.chunks[i-2].kind == figChunk && i > 0 {
		joint := v.text.Slice(v.chunks[i-1].Span)
		if joint != "、" && joint != "/" {
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
		switch v.text.Runes[q.Start-1] {
		case '过', '超':
			f.Comparator = GT
		case '近':
			f.Comparator = Near
		}
	}
	for j := v.listHead(i) - 1; j >= 0 && j > i-8; j-- {
		c := v.chunks[j]
		if c.kind != cueChunk {
			if c.kind == timeChunk {
				continue
			}
			break
		}
		if c.cue.is(compareRole) {
			if v.recently(j, q) || f.Comparator != EQ && c.cue.comparator == EQ {
				break
			}
			if c.cue.comparator != EQ || f.Comparator == 0 {
				f.Comparator = c.cue.comparator
			}
			break
		}
		if c.cue.is(verbRole) && !c.cue.is(linkRole) {
			break
		}
	}
	if j := i + 1; j < len(v.chunks) && v.chunks[j].kind == cueChunk && v.chunks[j].cue.is(postRole) {
		c := v.chunks[j].cue
		if c.post == LE && q.kind != Duration && v.text.Slice(v.chunks[j].Span) == "内" {
			return
		}
		if f.Comparator == EQ || f.Comparator == Approx && c.post != Approx {
			f.Comparator = c.post
		}
	}
}

// recently reports whether the 近 at chunk j means "the last" (近五年), not
// "nearly".
func (v *view) recently(j int, q quantity) bool {
	if q.kind != Duration || v.text.Slice(v.chunks[j].Span) != "近" {
		return false
	}
	if j == 0 {
		return true
	}
	p := v.chunks[j-1]
	return !(p.kind == cueChunk && v.text.Slice(p.Span) != "在" || p.kind == textChunk && anySuffix(v.runes(j-1), "的", "时", "后", "期"))
}

// change finds out whether the figure at chunk i is a change, and which way.
func (v *view) change(i int, q quantity, f *Figure) {
	dir, noun := v.changeBefore(i)
	if dir == NoDirection && (f.Kind == Percentage || f.Kind == Multiple) {
		dir = v.changeAfter(i)
	}
	_ = noun
	switch {
	case q.growth && dir == NoDirection:
		dir = Up
	case dir == NoDirection:
		if q.negative && v.signedChange(i) || v.signedChange(i) && v.text.Runes[q.Start] == '+' {
			dir = Up
		} else {
			return
		}
	}
	if q.low.Negative && q.high.Negative {
		dir = Down
	}
	switch f.Kind {
	case Percentage:
		f.Kind = GrowthRate
	case Multiple:
		f.Kind = GrowthRate
	case Duration, PUE, Ratio, Number:
		return
	}
	f.Direction = dir
}

// signedChange reports whether a signed percentage is a change: it stands in
// brackets behind a name, or after 同比.
func (v *view) signedChange(i int) bool {
	if v.quantities[v.chunks[i].ref].kind != Percentage {
		return false
	}
	for j := i - 1; j >= 0 && j > i-4; j-- {
		c := v.chunks[j]
		switch {
		case c.kind == cueChunk && c.cue.is(basisRole):
			return true
		case c.kind == markChunk && (c.mark == '(' || c.mark == '（' || c.mark == ','):
			continue
		case c.kind == cueChunk:
			continue
		case c.kind == figChunk:
			continue
		case c.kind == nameChunk:
			return true
		}
		return false
	}
	return false
}

// changeBefore looks for a word of rise or fall that governs the figure.
func (v *view) changeBefore(i int) (dir Direction, at int) {
	for j := v.listHead(i) - 1; j >= 0 && j > i-10; j-- {
		c := v.chunks[j]
		switch c.kind {
		case timeChunk:
			continue
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
			if w := v.text.Slice(c.Span); (w == "至" || w == "到" || w == "为" || w == "占" || w == "的" || w == "报") && !v.nounBefore(j) {
				return NoDirection, j
			}
		case figChunk:
			// 分别增长1.3%和1.2%: the second shares the verb of the first.
			if dir, ok := v.shared(j, i); ok {
				return dir, j
			}
			return NoDirection, j
		default:
			if c.kind == markChunk && (c.mark == '、' || c.mark == '/') {
				continue
			}
			if c.kind == textChunk && v.joint(j) {
				continue
			}
			return NoDirection, j
		}
	}
	return NoDirection, -1
}

// nounBefore reports whether the link at chunk j follows a noun of change:
// 涨幅为5%.
func (v *view) nounBefore(j int) bool {
	for j--; j >= 0 && v.chunks[j].kind == cueChunk; j-- {
		c := v.chunks[j]
		if c.cue.is(upRole | downRole) {
			w := v.runes(j)
			return anySuffix(w, "幅", "速", "率", "量", "降", "势")
		}
	}
	return false
}

// joint reports whether chunk j only joins two figures.
func (v *view) joint(j int) bool {
	switch v.text.Slice(v.chunks[j].Span) {
	case "和", "与", "及", "以及", " 和", "或", " 和 ", "和 ", " ":
		return true
	}
	return false
}

// shared returns the direction of the figure at chunk j if the figure at i
// continues a list with it.
func (v *view) shared(j, i int) (Direction, bool) {
	for k := j + 1; k < i; k++ {
		c := v.chunks[k]
		if !(c.kind == textChunk && v.joint(k)) && !(c.kind == markChunk && (c.mark == '、' || c.mark == '/')) {
			return NoDirection, false
		}
	}
	if len(v.made) == 0 || v.last != j {
		return NoDirection, false
	}
	f := v.figures[v.made[len(v.made)-1]]
	return f.Direction, f.Unit == v.quantities[v.chunks[i].ref].name
}

// changeAfter reads a change behind its figure: 20%的增长.
func (v *view) changeAfter(i int) Direction {
	j := i + 1
	for j < len(v.chunks) && j < i+4 && v.chunks[j].kind == cueChunk && !v.chunks[j].cue.is(upRole|downRole) {
		j++
	}
	if j >= len(v.chunks) || v.chunks[j].kind != cueChunk {
		return NoDirection
	}
	if j+1 < len(v.chunks) && v.chunks[j+1].kind == cueChunk && v.chunks[j+1].cue.is(levelRole) {
		return NoDirection
	}
	w := v.runes(j)
	if !anySuffix(w, "增长", "增幅", "涨幅", "降幅", "跌幅", "增速", "下降", "上涨", "下滑", "提升", "升幅", "减少") {
		return NoDirection
	}
	if j+1 < len(v.chunks) && (v.chunks[j+1].kind == figChunk || v.chunks[j+1].kind == cueChunk && v.chunks[j+1].cue.is(linkRole|compareRole)) {
		return NoDirection
	}
	if v.chunks[j].cue.is(upRole) {
		return Up
	}
	return Down
}

// status looks back through the sentence for the word that makes the figure
// at chunk i a forecast or a target.
func (v *view) status(i int, f *Figure) {
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		c := v.chunks[j]
		if c.kind == timeChunk && v.times[c.ref].Prior {
			return
		}
		if c.kind != cueChunk {
			continue
		}
		switch {
		case c.cue.is(targetRole):
			f.Status = Target
			return
		case c.cue.is(forecastRole):
			f.Status = Forecast
			return
		case c.cue.is(actualRole):
			return
		}
	}
}

// basis finds what a change is measured against.
func (v *view) basis(i int, f *Figure) {
	changed := f.Kind == GrowthRate || f.Direction != NoDirection
	found := NoBasis
	var at int
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		c := v.chunks[j]
		if c.ends() && c.mark != ',' || c.ends() && !changed {
			break
		}
		if c.ends() {
			break
		}
		if c.kind == figChunk {
			if _, ok := v.shared(j, i); !ok {
				break
			}
		}
		if c.kind == cueChunk && c.cue.is(basisRole) && (found == NoBasis || found == VS && c.cue.basis != VS) {
			found, at = c.cue.basis, j
		}
	}
	_ = at
	if f.Kind == Multiple {
		if j := i - 1; found == VS || j >= 0 && v.chunks[j].kind == cueChunk && v.text.Slice(v.chunks[j].Span) == "的" {
			f.Basis = VS
		}
		return
	}
	if !changed {
		return
	}
	if found == MOM && v.quarterly(f.Period) {
		found = QOQ
	}
	if found == YTD && v.wholeYear(f.Period) {
		found = YOY
	}
	if found == NoBasis && v.daily(i, f) {
		found = DOD
	}
	if found == NoBasis && v.article.basis != DOD && v.article.basis != VS {
		found = v.article.basis
	}
	f.Basis = found
	if f.Kind == GrowthRate || f.Kind == PercentagePoint {
		v.article.basis = found
	}
}

func (v *view) quarterly(p Period) bool {
	return containsAny([]rune(p.Text), "季", "Q")
}

func (v *view) wholeYear(p Period) bool {
	return !p.Start.IsZero() && p.Start.YearDay() == 1 && p.End.Sub(p.Start).Hours() > 360*24
}

// daily reports whether the change at chunk i is a day's move of a price or
// an index.
func (v *view) daily(i int, f *Figure) bool {
	if f.Kind != GrowthRate || f.Unit != "%" {
		return false
	}
	_, at := v.changeBefore(i)
	if at < 0 {
		return false
	}
	if v.chunks[at].kind == figChunk {
		return len(v.made) > 0 && v.figures[v.made[len(v.made)-1]].Basis == DOD
	}
	w := v.runes(at)
	if !containsAny(w, "涨", "跌", "升", "飙", "挫", "高开", "低开", "走高", "走低", "拉升", "回落", "降") || containsAny(w, "周", "月", "累") {
		return false
	}
	m := []rune(f.Metric.Text)
	return len(m) == 0 || containsAny(m, "股价", "期价", "油价", "金价", "铜价", "盘后", "期货", "合约", "股", "指数")
}
