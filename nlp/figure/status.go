package figure

import "strings"

// foreseen reports whether the words behind the figure at chunk i say that it
// was what somebody expected.
func (v *view) foreseen(i int) bool {
	after := v.text.Runes[v.chunks[i].End:]
	return len(after) > 0 && after[0] == '的' && anyPrefix(after[1:], "预期", "市场预期", "预测", "市场预测", "分析师预期", "普遍预期", "预估")
}

// status looks back through the sentence for the word that makes the figure
// at chunk i a forecast or a target. 预计 and 目标 reach to the end of the
// sentence, 将 and 应 to the end of their clause.
func (v *view) status(i int, f *Figure) {
	if v.foreseen(i) {
		f.Status = Forecast
		return
	}
	if f.Kind == Percentage && i > 1 && v.word(i-1) == "的" && v.chunks[max(0, v.skipBracket(i-2))].kind == figChunk {
		return // 目标120亿元的45%: how much of it is reached
	}
	clause, timed := true, false
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		c := &v.chunks[j]
		timed = timed || c.kind == timeChunk
		if timed && c.kind == markChunk && (c.mark == '(' || c.mark == '（') {
			return // what a bracket tells of another time
		}
		if c.kind == timeChunk && v.times[c.ref].Prior {
			return
		}
		if c.ends {
			if f.Status == Forecast {
				return
			}
			clause = false
		}
		if !c.is(actualRole | targetRole | forecastRole) {
			continue
		}
		w := c.cue.word
		weak := len(w) == len("将") && !v.foresees(j) || w == "可能" || strings.HasSuffix(w, "预期") || w == "预估"
		if w == "将" && v.disposes(j) {
			continue
		}
		switch {
		case c.is(actualRole) && f.Status == Actual:
			return
		case weak && !clause:
		case c.is(targetRole):
			if v.isPlan(j, w, clause) {
				f.Status = Target
				return
			}
		case c.is(forecastRole):
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

// foresees reports whether the 料 at chunk j is the verb of the sentence:
// 该行料营收达5亿元.
func (v *view) foresees(j int) bool {
	if v.word(j) != "料" {
		return false
	}
	return j == 0 || v.chunks[j-1].kind == markChunk || v.chunks[j-1].kind == nameChunk || v.chunks[j-1].is(firmRole)
}

// prospect returns the status that the words behind a stretch of time to come
// give it: 未来两年，计划研发16个品种.
func (v *view) prospect(i int) Status {
	if !anySuffix(v.text.Runes[:v.chunks[i].Start], "未来", "今后") {
		return Actual
	}
	for j := i + 1; j < len(v.chunks) && j < i+reach && v.chunks[j].kind != figChunk; j++ {
		if c := &v.chunks[j]; c.is(targetRole) {
			return Target
		} else if c.is(forecastRole) {
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
	n := &v.chunks[j+1]
	return n.kind == figChunk || n.kind == nameChunk || n.kind == timeChunk || n.is(firmRole|homeRole) || n.kind == cueChunk && v.word(j+1) == "其"
}

// isLimit reports whether the figure at chunk i is the limit that a rule sets.
func (v *view) isLimit(i int) bool {
	for j := i - 1; j >= 0 && j > i-4; j-- {
		if c := &v.chunks[j]; c.kind == textChunk {
			return v.x.nouns.end(v.runes(j)).limit > 0
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
	if j+1 < len(v.chunks) && v.chunks[j+1].is(reportRole) {
		return true
	}
	if j == 0 || v.chunks[j-1].End != v.chunks[j].Start {
		return false
	}
	p := &v.chunks[j-1]
	return p.kind == textChunk && (p.Len() >= 3 || anySuffix(v.runes(j-1), "年度", "投资", "信托", "资管", "理财", "支持", "持股", "激励", "分红", "保险", "养老")) ||
		p.is(actRole) && j > 1 && v.chunks[j-2].kind == textChunk && v.chunks[j-2].End == p.Start
}
