package figure

import "github.com/tiyao/tiyao/nlp/document"

// pairing is the row of things that a row of figures belongs to, one each:
// A、B分别增长1%和2%.
type pairing struct {
	parts []part
	next  int // part of the figure to come
	last  int // chunk of the figure that took the part before
}

// part is one member of the row.
type part struct {
	metric  Phrase
	subject Phrase
}

// pair gives the figure at chunk i the metric and subject of its own position
// where 分别 stands before it, and goes on with the same row in the clauses
// that follow with as many figures.
func (v *view) pair(i, start int, f *Figure, carried bool) {
	first, n := v.row(i)
	if i != first {
		if p := &v.pairs; p.last == i-2 && p.next < len(p.parts) {
			v.take(i, f)
		}
		return
	}
	if n < 2 {
		return
	}
	if at := v.respectively(i, start); at >= 0 {
		parts := v.members(start, at, n)
		if parts == nil {
			parts = v.nameRow(at, i, n) // 分别购买A和B72%、70%的股份
		}
		if parts != nil {
			v.pairs = pairing{parts: parts}
		}
	} else if !carried && v.pairs.last < start {
		return
	}
	if len(v.pairs.parts) == n {
		v.pairs.next = 0
		v.take(i, f)
	}
}

// take gives f the next part of the row.
func (v *view) take(i int, f *Figure) {
	p := v.pairs.parts[v.pairs.next]
	if p.metric.Text != "" {
		f.Metric = p.metric
	}
	if p.subject.Text != "" {
		f.Subject = p.subject
	}
	v.pairs.next++
	v.pairs.last = i
}

// row returns the first chunk and the length of the row of figures that chunk i
// is in: the figures joined by 和 or 、 to each other.
func (v *view) row(i int) (first, n int) {
	const longest = 8
	first = i
	for k := 0; first >= 2 && v.chunks[first-2].kind == figChunk && v.joint(first-1) && k < longest; k++ {
		first -= 2
	}
	n = 1
	for k := first; k+2 < len(v.chunks) && v.chunks[k+2].kind == figChunk && v.joint(k+1) && n < longest; k += 2 {
		n++
	}
	return first, n
}

// respectively returns the chunk of the 分别 that governs the figure at i, or -1.
func (v *view) respectively(i, start int) int {
	for j := i - 1; j >= start && j > i-reach; j-- {
		switch v.word(j) {
		case "分别", "分别为", "分别达", "分别达到":
			return j
		}
		if v.chunks[j].kind == figChunk {
			return -1
		}
	}
	return -1
}

// members returns the n coordinated things named before 分别 at chunk at.
func (v *view) members(start, at, n int) []part {
	end := at
	for end > start && (v.chunks[end-1].kind == cueChunk && !v.chunks[end-1].is(actRole) || v.chunks[end-1].kind == timeChunk) {
		end--
	}
	if end == start && start > 0 {
		// The row stands in the clause before: A和B价格，同比分别….
		end = start - 1
		start = v.clauseStart(end)
	}
	if end <= start {
		return nil
	}
	if names := v.listedNames(start, end, n); names != nil {
		return names
	}
	if names := v.nameRow(start, end, n); names != nil {
		return names
	}
	last := end - 1
	if c := &v.chunks[last]; isGoods(v.word(last)) && c.kind == cueChunk && last > start && v.chunks[last-1].kind == textChunk {
		return v.actors(start, last, n)
	}
	if v.chunks[last].kind != textChunk {
		return nil
	}
	first := v.phraseStart(last, start)
	s := v.trim(span(v.chunks[first].Span, v.chunks[last].Span))
	if ms := v.twin(s, n); ms != nil {
		return ms
	}
	spans := v.split(s)
	if len(spans) != n {
		return nil
	}
	return v.rowParts(spans)
}

// actors returns the n things whose action is the cue at chunk act:
// 外商投资企业、国有企业进出口.
func (v *view) actors(start, act, n int) []part {
	first := v.phraseStart(act-1, start)
	spans := v.split(v.trim(span(v.chunks[first].Span, v.chunks[act-1].Span)))
	if len(spans) != n {
		return nil
	}
	var ps []part
	for _, s := range spans {
		ps = append(ps, part{metric: v.phrase(v.chunks[act].Span), subject: v.phrase(s)})
	}
	return ps
}

// listedNames returns the n entities that the clauses before list as 甲、乙、丙等,
// where the clause of 分别 has a metric only.
func (v *view) listedNames(start, end, n int) []part {
	for k := 0; k < 2 && start > 0; k++ {
		for j := start; j < end; j++ {
			if v.chunks[j].kind == nameChunk {
				return nil
			}
		}
		end = start - 1
		start = v.clauseStart(end)
		if ps := v.nameRow(start, end, n); ps != nil {
			return ps
		}
	}
	return nil
}

// nameRow returns a row of n entities, with the metric that follows it.
func (v *view) nameRow(start, end, n int) []part {
	for j := end - 1; j >= start; j-- {
		if v.chunks[j].kind != nameChunk {
			continue
		}
		var ps []part
		k := j
		for {
			ps = append([]part{{subject: v.namePhrase(v.names[v.chunks[k].ref])}}, ps...)
			if k-2 < start || v.chunks[k-2].kind != nameChunk || !v.joint(k-1) {
				break
			}
			k -= 2
		}
		if len(ps) != n {
			return nil
		}
		return ps
	}
	return nil
}

// twin splits 产销 into 产 and 销.
func (v *view) twin(s document.Span, n int) []part {
	if n != 2 || s.Len() < 2 {
		return nil
	}
	tail := s.End - 2
	switch string(v.text.Runes[tail:s.End]) {
	case "产销", "量价", "涨跌", "收支":
	default:
		return nil
	}
	ms := []part{{metric: v.phrase(document.Span{Start: tail, End: tail + 1})}, {metric: v.phrase(document.Span{Start: tail + 1, End: s.End})}}
	return ms
}

// split cuts a phrase at 、, 和, 与, 及.
func (v *view) split(s document.Span) []document.Span {
	var out []document.Span
	start := s.Start
	for k := s.Start; k < s.End; k++ {
		n := 0
		switch v.text.Runes[k] {
		case '、', '和', '与', '及':
			n = 1
		case '以':
			if k+1 < s.End && v.text.Runes[k+1] == '及' {
				n = 2
			}
		}
		if n == 0 || k == start {
			continue
		}
		out = append(out, document.Span{Start: start, End: k})
		k += n - 1
		start = k + 1
	}
	return append(out, document.Span{Start: start, End: s.End})
}

// rowParts tells subjects from metrics in a row of phrases. Where only the
// last names a measure (甲制造业、乙制造业增加值占比), the phrases are subjects
// and the measure is common to all.
func (v *view) rowParts(spans []document.Span) []part {
	first, last := spans[0], spans[len(spans)-1]
	tail := 2
	if first.Len() == 2 {
		tail = 1 // 在岸、离岸人民币
	}
	if first.Len() > tail {
		end := v.text.Runes[first.End-tail : first.End]
		for k := last.Start; k+tail < last.End; k++ {
			if !hasPrefix(v.text.Runes[k:], string(end)) {
				continue
			}
			metric := document.Span{Start: k + tail, End: last.End}
			if metric.Len() < 2 {
				break
			}
			var ps []part
			for i, s := range spans {
				if i == len(spans)-1 {
					s.End = metric.Start
				}
				ps = append(ps, part{metric: v.phrase(metric), subject: v.phrase(s)})
			}
			return ps
		}
	}
	var ps []part
	for _, s := range spans {
		ps = append(ps, part{metric: v.phrase(s)})
	}
	return ps
}
