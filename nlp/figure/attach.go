package figure

import (
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// attach finds metric, subject and period of the figure at chunk i.
func (v *view) attach(i int, q quantity, f *Figure) {
	start := v.clauseStart(i)
	m, at := v.metricBefore(i, start)
	if m.Len() > 0 {
		f.Metric = v.phrase(m)
	}
	subject, ok := v.subjectBefore(at, start)
	after := v.nounAfter(i)
	switch {
	case q.kind == Count && after.Len() > 0 && !v.countMetric(m):
		f.Metric = v.phrase(after)
	case m.Len() == 0 && after.Len() > 0 && q.kind != Duration && f.Direction == NoDirection:
		f.Metric = v.phrase(after)
	case m.Len() == 0 && !ok && len(v.made) > 0:
		f.Metric = v.figures[v.made[len(v.made)-1]].Metric
	}
	if q.kind == Duration && m.Len() == 0 {
		f.Metric = Phrase{}
	}
	switch {
	case ok:
		f.Subject = subject
	case v.subject1.Text != "":
		f.Subject = v.subject1
	default:
		f.Subject = v.sentenceSubject(i)
	}
	v.subject1 = f.Subject
	f.Period = v.periodOf(i, start, q)
}

// metricBefore returns the noun phrase before the figure that names what is
// measured, and the chunk where the search for the subject goes on.
func (v *view) metricBefore(i, start int) (document.Span, int) {
	j := v.listHead(i) - 1
	for ; j >= start; j-- {
		if k := v.skipBracket(j); k != j {
			j = k + 1
			continue
		}
		c := v.chunks[j]
		if c.kind == timeChunk {
			continue
		}
		if c.kind == cueChunk && !c.cue.is(firmRole|homeRole|cityRole|reportRole) && (!c.cue.is(verbRole) || c.cue.is(linkRole|upRole|downRole|basisRole|forecastRole|targetRole)) {
			continue
		}
		if c.kind == markChunk && (c.mark == '“' || c.mark == '”' || c.mark == '*') {
			continue
		}
		if c.kind == textChunk && v.blank(j) {
			continue
		}
		break
	}
	if j < start || v.chunks[j].kind != textChunk {
		return document.Span{}, j
	}
	end := v.chunks[j].Span
	first := j
	for k := j - 1; k >= start; k-- {
		c := v.chunks[k]
		if c.kind == textChunk || c.kind == markChunk && c.mark == '、' && k > start && v.chunks[k-1].kind == textChunk {
			if c.kind == textChunk {
				first = k
			}
			continue
		}
		break
	}
	m := v.trim(span(v.chunks[first].Span, end))
	return m, first - 1
}

func (v *view) blank(j int) bool {
	for _, r := range v.runes(j) {
		if r != ' ' && r != '\u3000' {
			return false
		}
	}
	return true
}

// trim drops words at the head of a noun phrase that are no part of a name.
func (v *view) trim(s document.Span) document.Span {
	for s.Start < s.End {
		r := v.text.Runes[s.Start]
		switch r {
		case ' ', '\u3000', '内', '其', '该', '此', '每', '这', '那', '所', '被', '以', '将', '把', '中', '和', '与', '及', '、':
			s.Start++
			continue
		}
		break
	}
	for s.End > s.Start && (v.text.Runes[s.End-1] == ' ' || v.text.Runes[s.End-1] == '\u3000') {
		s.End--
	}
	const longest = 24
	if s.Len() > longest {
		s.Start = s.End - longest
	}
	return s
}

// countMetric reports whether the phrase before a count is what it counts:
// 建设项目数超1.5万个.
func (v *view) countMetric(m document.Span) bool {
	if m.Len() == 0 {
		return false
	}
	return anySuffix(v.text.Runes[m.Start:m.End], "数", "数量", "量", "人口", "订单", "总数", "人数", "户数", "病例", "规模")
}

// nounAfter returns the noun phrase right after the figure.
func (v *view) nounAfter(i int) document.Span {
	j := i + 1
	for j < len(v.chunks) && v.chunks[j].kind == cueChunk && (v.chunks[j].cue.is(postRole) || v.text.Slice(v.chunks[j].Span) == "的") {
		j++
	}
	if j >= len(v.chunks) || v.chunks[j].kind != textChunk || v.blank(j) || v.joint(j) {
		return document.Span{}
	}
	s := v.trim(v.chunks[j].Span)
	const longest = 16
	if s.Len() > longest {
		return document.Span{}
	}
	return s
}

// subjectBefore looks back from chunk j to the start of the clause for an
// entity or a word that stands for one.
func (v *view) subjectBefore(j, start int) (Phrase, bool) {
	for ; j >= start; j-- {
		c := v.chunks[j]
		switch {
		case c.kind == nameChunk && !v.source(j):
			return v.namePhrase(v.names[c.ref]), true
		case c.kind == cueChunk && c.cue.is(firmRole):
			if p := v.firmPhrase(); p.Text != "" {
				return p, true
			}
			return v.phrase(c.Span), true
		case c.kind == cueChunk && c.cue.is(homeRole):
			if v.home.Text != "" {
				return v.home, true
			}
			return v.phrase(c.Span), true
		case c.kind == cueChunk && c.cue.is(cityRole):
			if v.place.Text != "" {
				return v.place, true
			}
			return v.phrase(c.Span), true
		}
	}
	return Phrase{}, false
}

func (v *view) firmPhrase() Phrase {
	if v.firm.Text != "" {
		return v.firm
	}
	return v.headline
}

// source reports whether the entity at chunk j only tells the news: 据…报道,
// 国家统计局发布.
func (v *view) source(j int) bool {
	e := v.names[v.chunks[j].ref].entity
	if e.Type == entity.Company {
		return false
	}
	if e.Type == entity.Person {
		return true
	}
	if j > 0 && v.chunks[j-1].kind == cueChunk {
		if w := v.text.Slice(v.chunks[j-1].Span); w == "据" || w == "根据" {
			return true
		}
	}
	for k := j + 1; k < len(v.chunks) && k <= j+4; k++ {
		c := v.chunks[k]
		if c.ends() || c.kind == figChunk {
			return false
		}
		if c.kind == cueChunk && c.cue.is(reportRole) {
			return true
		}
	}
	return false
}

// sentenceSubject looks for the subject in the earlier clauses of the
// sentence, the paragraph and the title.
func (v *view) sentenceSubject(i int) Phrase {
	if p, ok := v.subjectBefore(i-1, max(0, i-reach)); ok {
		return p
	}
	if v.subject.Text != "" {
		return v.subject
	}
	return v.headline
}

// periodOf returns the time expression that the figure holds for.
func (v *view) periodOf(i, start int, q quantity) Period {
	if q.kind == Duration {
		return Period{}
	}
	if v.time1.Text != "" {
		return v.time1
	}
	return v.article.period
}
