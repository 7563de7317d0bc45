package figure

import "slices"

// figure adds the figure of the quantity at chunk i.
func (v *view) figure(i int) {
	q := &v.quantities[v.chunks[i].ref]
	v.figures = append(v.figures, Figure{Span: q.Span, Kind: q.kind, Unit: q.unit.name, Rule: q.rule, Comparator: EQ, Status: Actual})
	f := &v.figures[len(v.figures)-1]
	if f.Kind == 0 {
		f.Kind = Number
	}
	v.comparator(i, q, f)
	v.change(i, q, f)
	v.status(i, f)
	carried := v.attach(i, q, f)
	v.basis(i, q, carried, f)
	v.roundKind(i, f)
	v.setValue(f, q)
	f.Confidence = confidence(q, f, carried)
	v.made = append(v.made, len(v.figures)-1)
	v.last = i
}

// confidence is a coarse judgement of how often figures made this way are
// right in every field.
func confidence(q *quantity, f *Figure, carried bool) float64 {
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

// value says where in the decimals of an article the values of a figure end.
type value struct{ low, high int }

// setValue notes low and high for f, the next figure. A change has its sign in
// the direction.
func (a *article) setValue(f *Figure, q *quantity) {
	low, high := q.low, q.high
	if low.Negative && (f.Direction != NoDirection || f.Kind == GrowthRate) {
		low, high = abs(high), abs(low)
		if low.Cmp(high) > 0 {
			low, high = high, low
		}
	}
	a.decimals = low.Append(a.decimals, 'f')
	end := value{len(a.decimals), len(a.decimals)}
	if low != high {
		a.decimals = high.Append(a.decimals, 'f')
		end.high = len(a.decimals)
	}
	a.values = append(a.values, end)
}

// result returns the figures with their values, which share one string.
func (a *article) result() []Figure {
	if len(a.values) == 0 {
		return nil
	}
	out, decimals, at := slices.Concat(slices.Concat(a.done...), a.figures), string(a.decimals), 0
	for i, end := range a.values {
		f := &out[i]
		f.Low = decimals[at:end.low]
		f.High = f.Low
		if end.high > end.low {
			f.High = decimals[end.low:end.high]
		}
		at = end.high
	}
	return out
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

// longestWord is the length of the longest word that a rule asks for by itself.
const longestWord = 4

// word returns the characters of chunk j if they may be a word that a rule asks
// for, else nothing.
func (v *view) word(j int) string {
	c := &v.chunks[j]
	switch {
	case c.kind == cueChunk:
		return c.cue.word
	case c.Len() > longestWord:
		return ""
	}
	return string(v.text.Runes[c.Start:c.End])
}

// listHead returns the first chunk of the list of figures that chunk i ends,
// as a comparator before a list holds for all of it.
func (v *view) listHead(i int) int {
	for n := 0; i >= 2 && v.chunks[i-2].kind == figChunk && n < reach; n++ {
		if r := v.runes(i - 1); len(r) != 1 || r[0] != '、' && r[0] != '/' {
			break
		}
		if r := v.quantities[v.chunks[i-2].ref].rule; r != "list" && r != "round number" {
			break
		}
		i -= 2
	}
	return i
}

// comparator reads the words around the figure at chunk i that move its value.
func (v *view) comparator(i int, q *quantity, f *Figure) {
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
		c := &v.chunks[j]
		if c.kind == timeChunk {
			continue
		}
		if c.kind != cueChunk || v.word(j) == "的" {
			break
		}
		if c.is(compareRole) {
			if v.foreseen(i) && anySuffix(v.runes(j), "于", "超过") {
				break // 高于3.6%的预期: the two are compared
			}
			if !v.recently(j, q) && c.cue.comparator != EQ && (f.Comparator == EQ || f.Comparator == q.comparator) {
				f.Comparator = c.cue.comparator
			}
			break
		}
		if c.is(verbRole) && !c.is(linkRole) {
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

// postAfter returns the comparator behind the figure at chunk i, or 0. One
// short noun may stand between: 20万人口以上.
func (v *view) postAfter(i int, q *quantity) Comparator {
	j := i + 1
	if q.kind == Number && j+1 < len(v.chunks) && v.chunks[j].kind == textChunk && v.chunks[j].Len() == 2 {
		j++
	}
	if j >= len(v.chunks) || !v.chunks[j].is(postRole) {
		return 0
	}
	if v.word(j) == "内" && q.kind != Duration {
		return 0
	}
	return v.chunks[j].cue.post
}

// recently reports whether the 近 at chunk j means "the last" (近五年), not
// "nearly".
func (v *view) recently(j int, q *quantity) bool {
	if q.kind != Duration || v.word(j) != "近" {
		return false
	}
	if j == 0 {
		return true
	}
	p := &v.chunks[j-1]
	switch p.kind {
	case cueChunk:
		w := v.word(j - 1)
		return w == "在" || p.is(prepRole)
	case textChunk:
		return !anySuffix(v.runes(j-1), "时", "后", "期", "了")
	}
	return true
}
