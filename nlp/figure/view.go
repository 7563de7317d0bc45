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

	made  []int  // indices in figures of this sentence's figures
	last  int    // chunk of the figure before the current one, -1 at first
	topic Phrase // the subject of the figure before
	pairs pairing

	named       Period // the period last named
	lasting     Period // the last that holds beyond the sentence
	local       Period // one that holds in one clause only
	localClause int    // where that clause starts
}

// ordinals drops rows of ordinals that share one 第: 第1、4、7天.
func (v *view) ordinals() {
	for k := range v.quantities {
		i := v.quantities[k].chunk
		if i < 2 || v.chunks[i-1].mark != '、' {
			continue
		}
		c, p := &v.chunks[i], &v.chunks[i-2]
		if p.kind == textChunk && p.number && p.End+1 == c.Start {
			c.kind, c.number = textChunk, true
		}
	}
}

// settle decides on quantities without a unit: they take it from the list
// they stand in, or mean something by their context, or are no figures.
func (v *view) settle() {
	v.last = -1
	v.lasting = v.article.period
	v.ordinals()
	v.tickers()
	for k := len(v.quantities) - 1; k >= 0; k-- {
		q := &v.quantities[k]
		i := q.chunk
		if !v.unsettled(q) {
			continue
		}
		if j := v.listNext(i); j > 0 {
			q.inherit(&v.quantities[v.chunks[j].ref])
		} else if q.tail >= 4 {
			v.settleBare(i)
		}
	}
	for k := range v.quantities {
		if q := &v.quantities[k]; v.unsettled(q) {
			v.settleBare(q.chunk)
		}
	}
}

// unsettled reports whether the kind of q is still open.
func (v *view) unsettled(q *quantity) bool {
	return q.bare && q.kind == 0 && v.chunks[q.chunk].kind == figChunk
}

// settleBare turns the number at chunk i into text where it is no figure.
func (v *view) settleBare(i int) {
	if !v.bareFigure(i) {
		v.chunks[i].kind = textChunk
		v.chunks[i].number = true
	}
}

// listNext returns the chunk of the quantity that follows i in a list
// (7100、3150亿元; 0.6和1.0个百分点), or 0.
func (v *view) listNext(i int) int {
	if i+2 >= len(v.chunks) || v.chunks[i+2].kind != figChunk || v.listNumber(i) {
		return 0
	}
	if next := &v.quantities[v.chunks[i+2].ref]; next.kind == 0 || !v.joint(i+1) {
		return 0
	}
	return i + 2
}

// inherit gives q the unit, and where q has none the scale word, of next.
func (q *quantity) inherit(next *quantity) {
	q.unit, q.bare, q.rule = next.unit, next.bare, "list"
	if next.rule == "round number" {
		q.rule = next.rule // its kind is settled with its metric
	}
	q.shift(next.exp)
	if q.tail == 0 && next.tail > 0 && next.style == number.Arabic {
		q.shift(int32(next.tail))
		q.tail = next.tail
	}
}

// noteName remembers the entity at chunk i for what comes after it.
func (v *view) noteName(i int) {
	n := v.names[v.chunks[i].ref]
	switch {
	case n.entity.Type == entity.Company && !v.source(i):
		v.firm = v.namePhrase(n)
	case n.entity.Type == entity.Location && v.namePhrase(n) != v.home:
		v.place = v.namePhrase(n)
	}
}

// runes returns the analysis characters of chunk i.
func (v *view) runes(i int) []rune { return v.text.Runes[v.chunks[i].Start:v.chunks[i].End] }

// clauseStart returns the first chunk of the clause that chunk i is in.
func (v *view) clauseStart(i int) int {
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		if v.chunks[j].ends {
			return j + 1
		}
	}
	return max(0, i-reach)
}

// skipBracket returns the chunk before the bracket that closes at j, -1 where
// nothing stands before it, or j where no bracket closes there.
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

// span returns the range from the start of a to the end of b.
func span(a, b document.Span) document.Span { return document.Span{Start: a.Start, End: b.End} }
