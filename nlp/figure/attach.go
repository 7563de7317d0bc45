package figure

import (
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// noun is what stands before a figure: the phrase that names what is
// measured, and what the search for it came upon.
type noun struct {
	metric document.Span
	owner  document.Span // the phrase before the 的 of the metric: 新能源汽车的渗透率
	at     int           // chunk where the search for the subject goes on
	joined bool          // an earlier figure of the same clause came first
	act    bool          // the metric is an action: 净流入
}

// attach finds metric, subject and period of the figure at chunk i, and
// reports whether the metric is that of the figure before it.
func (v *view) attach(i int, q *quantity, f *Figure) (carried bool) {
	start := v.clauseStart(i)
	n := v.nounBefore(i, start, q)
	after := v.nounAfter(i)
	subject, found := v.clauseSubject(i, start, q, &n)
	carried = v.setMetric(i, start, q, n, after, found, f)
	p := v.anchor()
	switch {
	case q.kind == Count && i >= 2 && v.word(i-1) == "等" && v.chunks[i-2].kind == nameChunk:
		// 甲、乙等3家公司: the count is of those named.
	case p != nil && (n.joined && n.metric.Len() == 0 || carried && !found):
		f.Subject = p.Subject
	case p != nil && !found && v.shareOf(f.Metric):
		f.Subject = v.wholeOf(p)
	case found:
		f.Subject = subject
	default:
		f.Subject = v.sentenceSubject(start)
	}
	f.Period = v.periodOf(i, start, q)
	if after.Len() > 0 && f.Metric.Span == after && f.Period.Text == v.article.period.Text && q.kind == Count {
		f.Period = v.named // things counted do not take the time of another sentence
	}
	v.pair(i, start, f, carried)
	if !v.isNarrow(f.Subject) {
		v.topic = f.Subject
	}
	return carried
}

// clauseSubject finds the subject inside the clause of the figure, and moves
// what belongs to it out of the metric in n.
func (v *view) clauseSubject(i, start int, q *quantity, n *noun) (subject Phrase, found bool) {
	subject, found = v.subjectBefore(*n, start)
	if p, trade := v.partner(*n, start); p.Text != "" {
		subject, found = p, true
		n.metric = trade
	}
	if holder, metric := v.holder(*n); holder.Len() > 0 && (!found || v.isPlace(subject) && v.text.Runes[n.metric.End-1] != '量') {
		subject, found = v.phrase(holder), true
		n.metric = metric
	}
	if part := v.sharers(i, q, *n); part.Len() > 0 && !found {
		subject, found = v.phrase(part), true
	}
	if index := v.indexName(*n); index.Len() > 0 {
		subject, found = v.phrase(index), true
		n.metric = document.Span{}
	}
	return subject, found
}

// setMetric chooses the metric of the figure at chunk i between the nouns
// before and after it and the metric of the figure before; named says that the
// clause names a subject.
func (v *view) setMetric(i, start int, q *quantity, n noun, after document.Span, named bool, f *Figure) (carried bool) {
	if q.kind == Duration {
		f.Metric = v.lengthOf(n, after)
		return false
	}
	p := v.anchor()
	act := document.Span{}
	if q.name == "股" {
		act = v.actBefore(n, i, start)
	}
	switch {
	case act.Len() > 0:
		f.Metric = v.phrase(act)
	case v.prefersAfter(q, n, after, f):
		f.Metric = v.phrase(after)
	case n.metric.Len() > 0:
		f.Metric = v.phrase(n.metric)
	case p != nil && n.joined:
		f.Metric, carried = p.Metric, true
	case !named:
		f.Metric, carried = v.metricOfClauseBefore(start)
		if p == nil && f.Metric.Text == "" && v.restated(i) {
			f.Metric, carried = v.metric, true
		}
	}
	if f.Metric.Text != "" {
		v.metric = f.Metric
	}
	return carried
}

// sharers returns those a share is of, behind it: 80%的美国受访者.
func (v *view) sharers(i int, q *quantity, n noun) document.Span {
	if q.kind != Percentage || n.metric.Len() > 0 || i+3 >= len(v.chunks) || v.word(i+1) != "的" ||
		v.chunks[i+2].kind != nameChunk || v.chunks[i+3].kind != textChunk || v.chunks[i+3].Start != v.chunks[i+2].End {
		return document.Span{}
	}
	return v.trim(span(v.chunks[i+2].Span, v.chunks[i+3].Span))
}

// shareOf reports whether a metric is a share of something: 占总装车量.
func (v *view) shareOf(m Phrase) bool { return strings.HasPrefix(m.Text, "占") }

// wholeOf returns what has a share, after the figure p of its amount: the
// people counted, or the subject of p.
func (v *view) wholeOf(p *Figure) Phrase {
	if p.Kind == Count && p.Unit != "股" && p.Metric.Text != "" && v.isNarrow(p.Metric) {
		return p.Metric
	}
	return p.Subject
}

// isNarrow reports whether a subject is a common noun, which holds for its own
// clause only, rather than a name or a word that stands for one.
func (v *view) isNarrow(p Phrase) bool {
	switch p.Text {
	case "", "我国", "全国", "公司", "中方":
		return false
	}
	return p.EntityID == ""
}

// actBefore returns the action that a number of shares is the amount of:
// 减持公司股份不超过100万股. It is empty where the shares are counted as such.
func (v *view) actBefore(n noun, i, start int) document.Span {
	if anySuffix(v.text.Runes[n.metric.Start:n.metric.End], "股本", "数量", "股数", "数") {
		return document.Span{}
	}
	for j := i - 1; j >= start && j > i-8 && v.chunks[j].kind != figChunk; j-- {
		if c := &v.chunks[j]; c.is(actRole) {
			return c.Span
		}
	}
	return document.Span{}
}

// restated reports whether the figure at chunk i goes on about the measure of
// the sentence before, of which it gives a rate: 一季度同比增长5.3%.
func (v *view) restated(i int) bool {
	b := v.basisBefore(i, false)
	return b == YOY || b == MOM || b == QOQ
}

// metricOfClauseBefore returns the metric of a clause without a noun of its
// own: that of the figure before, or, where the clause before states no figure
// (猪肉价格保持低位，同比下降43.2%), its first noun.
func (v *view) metricOfClauseBefore(start int) (Phrase, bool) {
	p := v.anchor()
	if start == 0 || v.chunks[start-1].mark != ',' {
		if p == nil {
			return Phrase{}, false
		}
		return p.Metric, true
	}
	from := v.clauseStart(start - 1)
	for j := start - 2; j >= from; j-- {
		if v.chunks[j].kind == figChunk && p != nil {
			return p.Metric, true
		}
	}
	for j := from; j < start-1; j++ {
		if c := &v.chunks[j]; c.kind == textChunk && c.Len() > 1 {
			if !v.turns(j+1, start-1) {
				break
			}
			return v.phrase(v.trim(c.Span)), false
		}
	}
	if p == nil {
		return Phrase{}, false
	}
	return p.Metric, true
}

// turns reports whether a word of change or state stands in the chunks from
// first to last.
func (v *view) turns(first, last int) bool {
	for j := first; j < last; j++ {
		if c := &v.chunks[j]; c.kind == cueChunk && (c.is(upRole|downRole) || v.word(j) == "保持" || v.word(j) == "创" || v.word(j) == "创下" || v.word(j) == "继续") {
			return true
		}
	}
	return false
}

// prefersAfter reports whether the noun behind the figure names what it
// measures rather than the one before.
func (v *view) prefersAfter(q *quantity, n noun, after document.Span, f *Figure) bool {
	if after.Len() == 0 {
		return false
	}
	m := v.text.Runes[n.metric.Start:n.metric.End]
	if len(m) == 0 {
		return f.Direction == NoDirection && q.kind != Multiple && !n.joined
	}
	if q.kind == Count && q.name != "股" {
		return v.x.nouns.end(m).counted == 0
	}
	return f.Direction == NoDirection && (len(m) == 1 || v.isVerb(n.metric.End))
}

// lengthOf returns the metric of a length of time: the noun behind it
// (38年的研发经验) or a word for terms before it (期限182天).
func (v *view) lengthOf(n noun, after document.Span) Phrase {
	if n.act || v.x.nouns.end(v.text.Runes[n.metric.Start:n.metric.End]).length > 0 {
		return v.phrase(n.metric)
	}
	return v.phrase(after)
}

// nounBefore walks back from the figure at chunk i over the words that link
// it to a noun.
func (v *view) nounBefore(i, start int, q *quantity) noun {
	var n noun
	preposed := false
	j := v.listHead(i) - 1
	for ; j >= start; j-- {
		if k := v.skipBracket(j); k != j {
			j = k + 1
			continue
		}
		c := &v.chunks[j]
		if c.kind == timeChunk || c.kind == markChunk && isQuote(c.mark) || c.kind == textChunk && (v.isLevel(j) || v.eachUnit(j)) {
			continue
		}
		if v.joint(j) && j > start && v.chunks[j-1].kind == figChunk {
			continue
		}
		if c.kind != cueChunk || c.is(actRole) || !v.links(c) {
			break
		}
		switch v.word(j) {
		case "对", "其", "以", "用", "把", "被", "向", "给":
			preposed = true
		case "的":
			if q.kind == Multiple {
				return v.comparedNoun(j, start)
			}
		}
	}
	n.at = j
	if j < start {
		return n
	}
	c := &v.chunks[j]
	if c.kind == figChunk {
		n.joined = true
		return n
	}
	if preposed || c.kind != textChunk && !c.is(actRole) {
		return n
	}
	first := v.phraseStart(j, start)
	n.act = c.kind == cueChunk
	if n.act && !isTrade(v.word(j)) {
		first = j
	}
	n.metric = v.trim(span(v.chunks[first].Span, c.Span))
	n.at = first - 1
	v.widen(&n, first, start)
	return n
}

// comparedNoun returns the noun that is compared in 产量是去年的3倍, given the
// chunk of the 的.
func (v *view) comparedNoun(j, start int) noun {
	for k := j - 1; k > start; k-- {
		switch v.word(k) {
		case "是", "为", "相当于", "达到", "达":
			if c := &v.chunks[k-1]; c.kind == textChunk {
				first := v.phraseStart(k-1, start)
				return noun{metric: v.trim(span(v.chunks[first].Span, c.Span)), at: first - 1}
			}
		}
	}
	return noun{at: j, joined: true}
}

// eachUnit reports whether the text at chunk j is only the unit that an amount
// is per: 每平方米.
func (v *view) eachUnit(j int) bool {
	t := v.runes(j)
	if hasPrefix(t, "每") {
		t = t[1:]
	} else if j == 0 || v.word(j-1) != "每" {
		return false
	}
	_, n := v.x.grammar.units.Longest(t)
	return n > 0 && n == len(t)
}

// isLevel reports whether the text at chunk j only marks a level reached
// (万亿大关) or is a particle.
func (v *view) isLevel(j int) bool {
	switch v.word(j) {
	case "大关", "关口", "整数关口", "自", "已", "来", "里", "有", "是", "也", "第", "等", "间", "每股", "每吨":
		return true
	}
	return false
}

// links reports whether a cue may stand between a figure and its noun.
func (v *view) links(c *chunk) bool {
	if c.is(firmRole | homeRole | cityRole | reportRole) {
		return false
	}
	return !c.is(verbRole) || c.is(linkRole|upRole|downRole|basisRole|forecastRole|targetRole)
}
