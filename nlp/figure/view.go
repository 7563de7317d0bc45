package figure

import (
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// reach bounds how many chunks an attachment looks back or ahead, so that the
// cost of a sentence stays linear in its length.
const reach = 48

// view is one sentence while its figures are attached.
type view struct {
	*article
	chunks []chunk

	made     []int // indices in figures of this sentence's figures
	last     int   // chunk of the figure before the current one, -1 at first
	subject1 Phrase
	time1    Period // the period last named in this sentence
}

// settle decides on quantities without a unit: they take it from the list
// they stand in, or mean something by their context, or are no figures.
func (v *view) settle() {
	v.last = -1
	for i := len(v.chunks) - 1; i >= 0; i-- {
		c := v.chunks[i]
		if c.kind != figChunk {
			continue
		}
		q := &v.quantities[c.ref]
		if !q.bare {
			continue
		}
		if j := v.listNext(i); j > 0 {
			v.inherit(q, &v.quantities[v.chunks[j].ref])
			continue
		}
		if v.ticker(i) || v.bareFigure(i) {
			continue
		}
		v.chunks[i].kind = textChunk
	}
}

// listNext returns the chunk of the quantity that follows i in a list
// (7100、3150亿元; 0.6和1.0个百分点), or 0.
func (v *view) listNext(i int) int {
	if i+2 >= len(v.chunks) || v.chunks[i+2].kind != figChunk {
		return 0
	}
	if v.quantities[v.chunks[i+2].ref].bare && v.quantities[v.chunks[i+2].ref].kind == 0 {
		return 0
	}
	joint := v.chunks[i+1]
	switch v.text.Slice(joint.Span) {
	case "、", "和", "与", "及", "以及", "或", "/":
		return i + 2
	}
	return 0
}

// inherit gives q the unit, and where q has none the scale word, of next.
func (v *view) inherit(q, next *quantity) {
	q.unit = next.unit
	q.rule = "list"
	q.bare = next.bare
	if q.tail == 0 && next.tail > 0 && next.style == number.Arabic {
		q.shift(int32(next.tail))
		q.tail = next.tail
	}
	if q.kind == Percentage || q.kind == PercentagePoint {
		return
	}
}

// ticker reads (4.880,-0.06,-1.21%) after a share's name: price, move, rate.
func (v *view) ticker(i int) bool {
	return false
}

// noteName remembers the entity at chunk i for what comes after it.
func (v *view) noteName(i int) {
	n := v.names[v.chunks[i].ref]
	if n.entity.Type == entity.Company {
		v.firm = v.namePhrase(n)
	}
}

// noteTime remembers the time at chunk i.
func (v *view) noteTime(i int) {
	e := v.times[v.chunks[i].ref]
	p := Period{Phrase: v.phrase(v.chunks[i].Span)}
	p.Start, p.End = e.Days(v.doc.PublishTime, v.year)
	if e.Year && !p.Start.IsZero() {
		v.year = p.Start.Year()
	}
	if e.Prior || v.weakTime(i) {
		return
	}
	v.time1 = p
}

// weakTime reports whether the time at chunk i dates the news rather than
// what it tells: 9月9日消息, 晚间公告.
func (v *view) weakTime(i int) bool {
	for j := i + 1; j < len(v.chunks) && j <= i+6; j++ {
		c := v.chunks[j]
		if c.ends() || c.kind == figChunk {
			return false
		}
		if c.kind == cueChunk && c.cue.is(reportRole) {
			return true
		}
	}
	return false
}

// leave carries what the sentence said over to the next.
func (v *view) leave() {
	if v.time1.Text != "" {
		v.period = v.time1
	}
	if v.subject1.Text != "" {
		v.subject = v.subject1
	}
}

// slice returns the analysis characters of chunk i.
func (v *view) runes(i int) []rune { return v.text.Runes[v.chunks[i].Start:v.chunks[i].End] }

// clauseStart returns the first chunk of the clause that chunk i is in.
func (v *view) clauseStart(i int) int {
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		if v.chunks[j].ends() {
			return j + 1
		}
	}
	return max(0, i-reach)
}

// skipBracket returns the chunk before the bracket that closes at j, or j
// where none does.
func (v *view) skipBracket(j int) int {
	if v.chunks[j].kind != markChunk || (v.chunks[j].mark != ')' && v.chunks[j].mark != '）') {
		return j
	}
	for k := j - 1; k >= 0 && k > j-reach; k-- {
		if v.chunks[k].kind == markChunk && (v.chunks[k].mark == '(' || v.chunks[k].mark == '（') {
			return k - 1
		}
	}
	return j
}

func span(a, b document.Span) document.Span { return document.Span{Start: a.Start, End: b.End} }
