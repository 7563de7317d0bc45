package figure

import "strings"

// noteTime remembers the time at chunk i for the figures after it.
func (v *view) noteTime(i int) {
	e := &v.times[v.chunks[i].ref]
	p := Period{Phrase: v.phrase(v.chunks[i].Span)}
	p.Start, p.End = e.Days(v.doc.PublishTime, v.year)
	if e.Year && !p.Start.IsZero() {
		v.year = p.Start.Year()
	}
	start := v.clauseStart(i)
	switch {
	case v.base(i):
		// 比2020年下降: the time that the figure is measured against.
	case e.Prior || v.attributive(i) || v.earlier(i):
		v.local, v.localClause = p, start
		if i+1 < len(v.chunks) && v.chunks[i+1].ends {
			v.localClause = i + 2
		}
	case v.weakTime(i):
	default:
		v.named = p
		v.local = Period{}
		if !e.Vague && !e.Day && !e.Clock {
			v.lasting = p
		}
	}
}

// earlier reports whether the time at chunk i is that of a value which stands
// beside the one the sentence is about: 2.2%，7月终值2.6%.
func (v *view) earlier(i int) bool {
	return len(v.made) > 0 && v.named.Text != "" && i+1 < len(v.chunks) && v.chunks[i+1].Start == v.chunks[i].End &&
		anyPrefix(v.text.Runes[v.chunks[i].End:], "终值", "初值", "修正值")
}

// base reports whether the time at chunk i is what a change is measured
// against.
func (v *view) base(i int) bool {
	if i == 0 || i+1 < len(v.chunks) && v.word(i+1) == "的" {
		return false
	}
	if j := i - 1; v.chunks[j].kind == cueChunk || v.chunks[j].kind == markChunk && j > 0 && v.follows(i, '(', '（') {
		if v.chunks[j].kind == markChunk {
			j-- // 较上一个工作日(5月25日)
		}
		if c := &v.chunks[j]; c.is(basisRole) && anyPrefix(v.runes(j), "较", "比", "相比") {
			return true
		}
	}
	switch v.word(i - 1) {
	case "较", "比", "高于", "低于", "相比", "与":
		return true
	}
	return false
}

// attributive reports whether the time at chunk i only describes a noun or an
// event of its own clause: 延续去年以来的态势, 是2021年3月以来首次.
func (v *view) attributive(i int) bool {
	if i+1 < len(v.chunks) && v.word(i+1) == "的" || anyPrefix(v.runes(i), "第", "连续第") && anySuffix(v.runes(i), "月", "日", "年", "周", "天") {
		return true
	}
	if v.next(i, "新高", "新低", "最高", "最低", "最大", "最小", "首次", "高点", "低点") {
		return true // 创2020年以来新低
	}
	if i == 0 || v.chunks[i-1].kind != cueChunk {
		return false
	}
	switch v.word(i - 1) {
	case "是", "创", "创下", "为", "自", "超过", "于":
		return true
	}
	return false
}

// weakTime reports whether the time at chunk i dates the news rather than
// what it tells: 9月9日消息, 晚间公告.
func (v *view) weakTime(i int) bool {
	if e := v.times[v.chunks[i].ref]; !e.Day && !e.Clock && !anyPrefix(v.runes(i), "近日", "日前", "今日", "当天", "周", "今天", "昨日") {
		return false
	}
	for j := i + 1; j < len(v.chunks) && j <= i+6; j++ {
		c := &v.chunks[j]
		if c.kind == figChunk || c.ends && (c.mark != ',' || j > i+1) {
			return false
		}
		if c.is(reportRole) || c.kind == textChunk && anyPrefix(v.runes(j), "消息", "讯", "电") {
			return true
		}
	}
	return false
}

// noteLength remembers the length of time at chunk i as the period of the
// figures after it, where its neighbours make it one: 未来两年, 连续三年.
func (v *view) noteLength(i int) {
	s := v.chunks[i].Span
	runes := v.text.Runes
	marked := false
	for _, w := range []string{"自…起的", "未来", "过去", "最近", "今后", "连续", "近"} {
		n := len([]rune(w))
		if hasSuffix(runes[max(0, s.Start-n):s.Start], w) {
			s.Start -= n
			marked = true
			break
		}
	}
	for _, w := range []string{"之内", "以内", "间", "内", "以来", "来"} {
		if hasPrefix(runes[s.End:], w) {
			s.End += len([]rune(w))
			marked = true
			break
		}
	}
	if marked {
		v.local, v.localClause = Period{Phrase: v.phrase(s)}, v.clauseStart(i)
		if v.clauseBare(i) {
			v.named = v.local
		}
	}
}

// clauseBare reports whether nothing but the length of time at chunk i stands
// in its clause, as in 未来两年，….
func (v *view) clauseBare(i int) bool {
	return i+1 < len(v.chunks) && v.chunks[i+1].ends && i-v.clauseStart(i) <= 1
}

// periodOf returns the time expression that the figure holds for.
func (v *view) periodOf(i, start int, q *quantity) Period {
	if q.kind == Duration {
		return Period{}
	}
	if v.local.Text != "" && v.localClause == start {
		return v.local
	}
	for j := i - 1; j >= start && j > i-reach; j-- {
		if v.chunks[j].kind == cueChunk && (v.word(j) == "前值" || v.word(j) == "前一值") {
			return Period{}
		}
	}
	if v.named.Text != "" {
		return v.named
	}
	if p := v.article.period; q.kind != Index || !strings.ContainsAny(p.Text, "年季财") {
		return p // the level of an index is a day's
	}
	return Period{}
}
