package figure

// change finds out whether the figure at chunk i is a change, and which way.
func (v *view) change(i int, q *quantity, f *Figure) {
	dir, at := v.changeBefore(i)
	if dir == NoDirection && (f.Kind == Percentage || f.Kind == Multiple) {
		dir = v.changeAfter(i)
	}
	if dir == NoDirection && f.Kind == Percentage {
		if dir = v.sameChange(i); dir == NoDirection {
			dir = v.restatedRate(i)
		}
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
	case PUE, Ratio:
		return
	case Number:
		if q.rule != "round number" {
			return
		}
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
		switch c := &v.chunks[j]; c.kind {
		case cueChunk:
			switch w := v.word(j); w {
			case "低于", "高于", "快于", "慢于", "前值", "预期", "市场预期", "此前", "预估":
				compared = true
			default:
				if c.is(levelRole) && j == v.last+1 {
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

// restatedRate returns the direction of the amount of change that the rate at
// chunk i says again: 下跌21点或1.5%, 下跌100点(0.3%).
func (v *view) restatedRate(i int) Direction {
	p := v.before()
	if p == nil || v.last != i-2 || p.Kind != Index && p.Kind != Money || v.word(i-1) != "或" && !v.follows(i, '(', '（') {
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
		switch c := &v.chunks[j]; {
		case c.kind == nameChunk, c.is(basisRole):
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
		c := &v.chunks[j]
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
			case c.is(levelRole):
				return v.rateNoun(j)
			case c.is(upRole):
				return Up, j
			case c.is(downRole):
				return Down, j
			case c.is(verbRole) && !c.is(linkRole|compareRole|basisRole|forecastRole):
				return NoDirection, j
			}
			switch w := v.word(j); w {
			case "至", "到", "为", "占", "的", "报", "是", "由", "从":
				if dir, at := v.rateNoun(j); dir != NoDirection && w != "的" {
					return dir, at
				}
				if !v.changeNoun(j) {
					return NoDirection, j
				}
			}
		default:
			if !v.joint(j) || j == 0 || v.chunks[j-1].kind != figChunk {
				if v.quantities[v.chunks[i].ref].kind != Count {
					return v.transitive(j)
				}
				return NoDirection, j
			}
		}
	}
	return NoDirection, -1
}

// transitive reads the verb before the noun at chunk j, in 下调利率0.5个百分点,
// and returns its direction and chunk.
func (v *view) transitive(j int) (Direction, int) {
	k := j - 1
	if k >= 0 && v.chunks[k].is(actRole) && v.chunks[k].End == v.chunks[j].Start {
		k-- // 下调存款准备金率
	}
	if k < 0 || v.chunks[j].kind != textChunk || v.chunks[j].number || v.chunks[k].kind != cueChunk || v.chunks[k].End != v.chunks[k+1].Start {
		return NoDirection, j
	}
	switch v.word(k) {
	case "上调", "调升", "提高", "提升", "增加":
		return Up, k
	case "下调", "调降", "降低", "减少", "节约", "节省", "压降", "压缩", "削减", "缩短":
		return Down, k
	}
	return NoDirection, j
}

// rateNoun returns the direction of the rate whose level the words up to chunk
// j tell (跌幅收窄至1%, 经济增长预期下调至5%), and the chunk that names it, or j.
func (v *view) rateNoun(j int) (Direction, int) {
	for k := j; k >= 0 && k > j-8; k-- {
		c := &v.chunks[k]
		switch {
		case c.kind == textChunk && anySuffix(v.runes(k), "经济增长", "增速"):
			return Up, k
		case c.kind != cueChunk && c.kind != timeChunk:
			return NoDirection, j
		case c.is(upRole) && anySuffix(v.runes(k), "幅", "速"):
			return Up, k
		case c.is(downRole) && anySuffix(v.runes(k), "幅"):
			return Down, k
		}
	}
	return NoDirection, j
}

// changeNoun reports whether the link at chunk j follows a noun of change:
// 涨幅为5%.
func (v *view) changeNoun(j int) bool {
	for j--; j >= 0 && (v.chunks[j].kind == cueChunk || v.chunks[j].kind == timeChunk); j-- {
		if v.chunks[j].is(upRole | downRole) {
			return anySuffix(v.runes(j), "幅", "速", "率", "降", "势", "长", "影响", "R")
		}
	}
	return false
}

// joint reports whether chunk j only joins two figures.
func (v *view) joint(j int) bool {
	c := &v.chunks[j]
	switch r := v.text.Runes[c.Start:c.End]; len(r) {
	case 1:
		switch r[0] {
		case '和', '与', '及', '或', '、', '/':
			return true
		}
	case 2:
		return r[0] == '以' && r[1] == '及'
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
	for j < len(v.chunks) && j < i+4 && v.chunks[j].kind == cueChunk && !v.chunks[j].is(upRole|downRole|levelRole) {
		j++
	}
	if j >= len(v.chunks) || v.chunks[j].kind != cueChunk {
		return NoDirection
	}
	if !anySuffix(v.runes(j), "增长", "增幅", "涨幅", "降幅", "跌幅", "增速", "下降", "上涨", "下滑", "提升", "升幅", "减少") {
		return NoDirection
	}
	if j+1 < len(v.chunks) && (v.chunks[j+1].kind == figChunk || v.chunks[j+1].is(linkRole|compareRole|levelRole)) {
		return NoDirection
	}
	if v.chunks[j].is(upRole) {
		return Up
	}
	return Down
}
