package figure

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

const productType = entity.Product

// subjectBefore looks in the clause before n for an entity, a word that
// stands for one, or the phrase that owns the metric.
func (v *view) subjectBefore(n noun, start int) (Phrase, bool) {
	if p, ok := v.nameIn(start, n.at); ok {
		return p, true
	}
	if n.owner.Len() > 1 && !v.nameInSentence(start) {
		return v.phrase(n.owner), true
	}
	if p, ok := v.doer(n, start); ok {
		return p, true
	}
	if n.act && n.at >= start && v.chunks[n.at].kind == textChunk {
		if s := v.trim(v.chunks[n.at].Span); s.Len() > 1 {
			return v.phrase(s), true
		}
	}
	return Phrase{}, false
}

// doer returns the noun that begins the clause before 完成 or 实现 and the
// metric: 铁路 in 其中，铁路完成货运量3亿吨.
func (v *view) doer(n noun, start int) (Phrase, bool) {
	if n.metric.Len() == 0 || n.at <= start || v.word(n.at) != "完成" && v.word(n.at) != "实现" {
		return Phrase{}, false
	}
	j := n.at - 1
	for j > start && v.chunks[j].is(linkRole) {
		j--
	}
	s := v.trim(v.chunks[j].Span)
	if v.chunks[j].kind != textChunk || j > start && !v.chunks[j-1].ends && v.word(j-1) != "其中" || s.Len() < 2 || s.Len() > 8 || !v.isNoun(s.End) {
		return Phrase{}, false
	}
	return v.phrase(s), true
}

// partner returns the other side of a trade, 欧盟 in 对欧盟出口, and the trade.
func (v *view) partner(n noun, start int) (partner Phrase, trade document.Span) {
	if m := n.metric; m.Len() == 0 || v.text.Runes[m.End-1] != '口' {
		return Phrase{}, trade
	}
	for _, w := range []string{"进出口", "出口", "进口"} {
		if hasSuffix(v.text.Runes[n.metric.Start:n.metric.End], w) {
			trade = document.Span{Start: n.metric.End - len([]rune(w)), End: n.metric.End}
			break
		}
	}
	if trade.Len() == 0 {
		return Phrase{}, trade
	}
	for j := n.at; j >= start; j-- {
		if v.chunks[j].kind != cueChunk || v.word(j) != "对" {
			continue
		}
		if next := &v.chunks[j+1]; next.kind == nameChunk && next.End == trade.Start {
			return v.namePhrase(v.names[next.ref]), trade
		}
		if s := v.trim(document.Span{Start: v.chunks[j].End, End: trade.Start}); s.Len() > 1 {
			return v.phrase(s), trade
		}
	}
	return Phrase{}, trade
}

// nameInSentence reports whether an earlier clause of the sentence names a
// subject.
func (v *view) nameInSentence(start int) bool {
	_, ok := v.nameIn(max(0, start-reach), start-1)
	return ok
}

// nameIn returns the entity, or the word that stands for one, which the
// chunks from first to last are about: the nearest to last that is no object
// of a verb or a preposition, and a place only where nothing else is named.
func (v *view) nameIn(first, last int) (Phrase, bool) {
	place, object := -1, -1
	for j := last; j >= first && j > last-reach; j-- {
		c := &v.chunks[j]
		if c.is(firmRole|homeRole|cityRole) && !v.governed(j, first) {
			if v.tail(j) {
				if containsAny(v.runes(j-1), "一家", "一个", "多家") {
					continue // 成立一家全资子公司
				}
				return v.phrase(span(v.chunks[j-1].Span, c.Span)), true
			}
			return v.standIn(j), true
		}
		if c.kind == textChunk && v.isIndex(v.runes(j)) {
			return v.phrase(v.trim(c.Span)), true
		}
		if c.kind != nameChunk || v.source(j) {
			continue
		}
		switch {
		case v.governed(j, first):
			if object < 0 && v.names[c.ref].entity.Type != entity.Location {
				object = j
			}
		case v.names[c.ref].entity.Type == entity.Location:
			place = j
		default:
			return v.namePhrase(v.names[v.chunks[v.firstOfList(j, first)].ref]), true
		}
	}
	if place >= 0 {
		return v.namePhrase(v.names[v.chunks[place].ref]), true
	}
	if object >= 0 {
		return v.namePhrase(v.names[v.chunks[object].ref]), true
	}
	return Phrase{}, false
}

// tail reports whether the 公司 at chunk j only ends a longer noun: 基金公司.
func (v *view) tail(j int) bool {
	return j > 0 && v.chunks[j].is(firmRole) && v.chunks[j-1].kind == textChunk && v.chunks[j-1].End == v.chunks[j].Start && v.chunks[j-1].Len() > 1 && !v.isVerb(v.chunks[j-1].End)
}

// standIn resolves 公司, 我国 and 本市.
func (v *view) standIn(j int) Phrase {
	p := v.phrase(v.chunks[j].Span)
	var known Phrase
	switch c := &v.chunks[j]; {
	case c.is(firmRole):
		known = v.firm
		if known.Text == "" {
			known = v.headline
		}
	case c.is(homeRole):
		known = v.home
	default:
		known = v.place
	}
	if known.Text != "" {
		return known
	}
	return p
}

// governed reports whether the chunk at j is the object of a preposition or a
// verb.
func (v *view) governed(j, first int) bool {
	if j <= first {
		return false
	}
	c := &v.chunks[j-1]
	if c.kind != cueChunk {
		return c.kind == textChunk && v.word(j-1) == "和" && v.governed(j-1, first)
	}
	if w := v.word(j - 1); w == "了" || w == "对" {
		return true
	}
	return c.is(prepRole) || c.is(verbRole) && !c.is(linkRole|forecastRole|targetRole) && v.namedBefore(j-1, first)
}

// namedBefore reports whether an entity stands before chunk j.
func (v *view) namedBefore(j, first int) bool {
	for j--; j >= first; j-- {
		if v.chunks[j].kind == nameChunk {
			return true
		}
	}
	return false
}

// firstOfList returns the first name of the list A、B that ends at chunk j.
func (v *view) firstOfList(j, first int) int {
	for j-2 >= first && v.chunks[j-2].kind == nameChunk && v.word(j-1) == "、" {
		j -= 2
	}
	return j
}

// source reports whether the entity at chunk j only tells the news: 据…报道,
// 国家统计局发布.
func (v *view) source(j int) bool {
	e := v.names[v.chunks[j].ref].entity
	if j > 0 && v.chunks[j-1].kind == cueChunk {
		if w := v.word(j - 1); w == "据" || w == "根据" {
			return true
		}
	}
	if j+1 < len(v.chunks) && v.chunks[j+1].is(forecastRole) && e.Type != entity.Location {
		return v.otherAfter(j, entity.Company, entity.Location)
	}
	if e.Type == entity.Company && !v.speaks(j, 1) {
		return false
	}
	if e.Type == entity.Company {
		return v.otherAfter(j, entity.Company)
	}
	return v.speaks(j, 6)
}

// speaks reports whether a word of saying follows chunk j within n chunks.
func (v *view) speaks(j, n int) bool {
	for k := j + 1; k < len(v.chunks) && k <= j+n; k++ {
		c := &v.chunks[k]
		if c.ends || c.kind == figChunk {
			return c.kind == markChunk && c.mark == ':'
		}
		if c.is(reportRole) {
			return true
		}
	}
	return false
}

// otherAfter reports whether another entity of one of the types follows chunk j
// in the clause or, for a company, in the sentence, so that the first only
// speaks of it.
func (v *view) otherAfter(j int, types ...entity.Type) bool {
	e := v.names[v.chunks[j].ref].entity
	clause := true
	for k := j + 1; k < len(v.chunks) && k < j+reach; k++ {
		c := &v.chunks[k]
		clause = clause && !c.ends && c.kind != figChunk
		if c.kind != nameChunk {
			continue
		}
		o := v.names[c.ref].entity
		if o != e && slices.Contains(types, o.Type) && (clause || o.Type == entity.Company) {
			return true
		}
	}
	return false
}

// sentenceSubject looks for the subject in the earlier clauses of the
// sentence, then in what came before it.
func (v *view) sentenceSubject(start int) Phrase {
	if v.topic.Text != "" {
		return v.topic
	}
	var object Phrase
	for n := 0; start > 0 && n < 4; n++ {
		end := start - 1
		start = v.clauseStart(end)
		switch p, ok := v.nameIn(start, end-1); {
		case ok && !v.byAgent(p):
			return p
		case ok && object.Text == "":
			object = p
		}
		if p, ok := v.introduced(start, end); ok {
			return p
		}
	}
	switch {
	case object.Text != "":
		return object
	case v.subject.Text != "":
		return v.subject
	case v.headline.Text != "":
		return v.headline
	case v.home.Text != "":
		return v.home
	}
	return v.firm
}

// byAgent reports whether 由 or 被 stands before the name p, so that the clause
// tells of somebody else: 由甲兼任总裁.
func (v *view) byAgent(p Phrase) bool {
	return !p.InTitle && anySuffix(v.text.Runes[:p.Start], "由", "被")
}

// introduced returns the thing that a clause without figures is about: 地块
// in 地块为商业用地，出让面积….
func (v *view) introduced(start, end int) (Phrase, bool) {
	if start+1 < end && v.chunks[start].kind == textChunk && v.chunks[start+1].kind == cueChunk {
		if w := v.word(start + 1); w == "为" || w == "是" {
			if s := v.trim(v.chunks[start].Span); s.Len() > 1 && s.Len() < 12 {
				return v.phrase(s), true
			}
		}
	}
	return Phrase{}, false
}

// leave carries what the sentence said over to the next.
func (v *view) leave() {
	v.article.period = v.named
	if v.lasting.Text != "" {
		v.article.period = v.lasting
	}
	if v.topic.Text != "" {
		v.subject = v.topic
		return
	}
	for start := 0; start < len(v.chunks) && start < reach; {
		end := start
		for end < len(v.chunks) && !v.chunks[end].ends {
			end++
		}
		if p, ok := v.nameIn(start, end-1); ok {
			v.subject = p
			return
		}
		start = end + 1
	}
}

// indexName returns the name of a market index that stands as the noun before
// a figure: 上证指数跌0.82%.
func (v *view) indexName(n noun) document.Span {
	if v.isIndex(v.text.Runes[n.metric.Start:n.metric.End]) {
		return n.metric
	}
	return document.Span{}
}

// isIndex reports whether a phrase ends in the name of a market index.
func (v *view) isIndex(m []rune) bool {
	end := v.x.nouns.end(m)
	return end.index > 0 && end.measure == 0
}

// holder splits a metric such as 光缆线路总长度 into the thing and its measure.
func (v *view) holder(n noun) (thing, metric document.Span) {
	m := v.text.Runes[n.metric.Start:n.metric.End]
	longest := v.x.nouns.end(m).attribute
	if longest == 0 {
		return thing, metric
	}
	cut := n.metric.End - longest
	for _, w := range []string{"累计", "最低", "最高", "预定", "平均"} {
		if hasSuffix(v.text.Runes[n.metric.Start:cut], w) {
			cut -= len([]rune(w))
		}
	}
	if cut-n.metric.Start < 2 || m[0] == '占' {
		return thing, metric
	}
	thing = document.Span{Start: n.metric.Start, End: cut}
	if n.owner.Len() > 0 {
		if thing.Len() < 4 {
			return n.owner, n.metric // 新能源汽车的市场渗透率
		}
		thing.Start = n.owner.Start // 新备案的保险产品预定利率
	}
	return thing, document.Span{Start: cut, End: n.metric.End}
}

// isPlace reports whether p names a place or a country rather than a firm or
// a thing of its own.
func (v *view) isPlace(p Phrase) bool {
	if p.Text == v.home.Text || p.Text == "我国" || p.Text == "全国" {
		return true
	}
	for i := range v.entities {
		if v.entities[i].ID == p.EntityID {
			return v.entities[i].Type == entity.Location
		}
	}
	return len(p.Text) > 0 && p.EntityID == ""
}
