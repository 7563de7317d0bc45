package figure

import (
	"sort"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// wordStarts reports whether a word of the segmentation starts at i, or the
// text has none.
func (v *view) wordStarts(i int) bool {
	ts := v.text.Tokens
	k := sort.Search(len(ts), func(k int) bool { return ts[k].End > i })
	return k == len(ts) || ts[k].Start == i
}

// isVerb reports whether the word that ends at end is a verb of the
// segmenter's dictionary.
func (v *view) isVerb(end int) bool { return v.posBefore(end) == "v" }

// isNoun reports whether it is a noun.
func (v *view) isNoun(end int) bool { return strings.HasPrefix(v.posBefore(end), "n") }

// posBefore returns the part of speech of the word that ends at end.
func (v *view) posBefore(end int) string {
	ts := v.text.Tokens
	k := sort.Search(len(ts), func(k int) bool { return ts[k].End >= end })
	if k < len(ts) && ts[k].End == end {
		return ts[k].POS
	}
	return ""
}

func isQuote(r rune) bool { return r == '“' || r == '”' || r == '"' || r == '*' }

// phraseStart returns the first chunk of the noun phrase that ends at chunk j.
func (v *view) phraseStart(j, start int) int {
	first := j
	for k := j - 1; k >= start && k > j-reach; k-- {
		c := &v.chunks[k]
		adjacent := c.End == v.chunks[k+1].Start
		switch {
		case c.kind == textChunk, c.kind == cueChunk && adjacent && c.is(actRole) && v.chunks[k+1].kind == textChunk,
			c.kind == cueChunk && adjacent && isPartOfNoun(v.word(k)) && k > start && v.chunks[k-1].kind == textChunk:
			first = k
		case c.kind == cueChunk && adjacent && c.is(postRole) && k > start && v.chunks[k-1].kind == textChunk && isDigit(v.runes(k - 1)[0]):
			first = k
		case c.kind == markChunk && (c.mark == '、' || c.mark == '/') && k > start && v.chunks[k-1].kind == textChunk:
		default:
			return first
		}
	}
	return first
}

// isTrade reports whether an action names what it is done with before it:
// 汽车出口, 人民币贷款.
func isTrade(w string) bool {
	switch w {
	case "贷款", "存款", "投资", "亏损", "盈利":
		return true
	}
	return isGoods(w)
}

// isGoods reports whether an action is done with goods.
func isGoods(w string) bool {
	switch w {
	case "出口", "进口", "进出口", "销售", "采购", "生产", "出货":
		return true
	}
	return false
}

// isPartOfNoun reports whether a linking word may stand inside the name of a
// measure: 动力电池累计装车量.
func isPartOfNoun(w string) bool {
	switch w {
	case "累计", "平均", "合计", "总计", "最高", "最低", "实际", "各":
		return true
	}
	return false
}

// widen takes what 占 and 的 tie to the metric, whose first chunk is given.
func (v *view) widen(n *noun, first, start int) {
	for k := first - 1; k >= start && k > first-8; k-- {
		c := &v.chunks[k]
		if c.kind == figChunk || c.kind == markChunk && !isQuote(c.mark) {
			break
		}
		if c.kind == cueChunk && (v.word(k) == "占" || v.word(k) == "占到" || v.word(k) == "约占") {
			n.metric.Start = c.Start
			n.at = k - 1
			if k > start && v.chunks[k-1].kind == textChunk {
				n.metric.Start = v.trim(v.chunks[k-1].Span).Start
				n.at = k - 2
			}
			return
		}
	}
	k := first - 1
	if k <= start || v.chunks[k].kind != cueChunk || v.word(k) != "的" || v.chunks[k-1].kind != textChunk {
		return
	}
	owner := v.phraseStart(k-1, start)
	s := v.trim(span(v.chunks[owner].Span, v.chunks[k-1].Span))
	if anyPrefix(v.text.Runes[s.Start:s.End], "归属", "归母") && n.metric.Len() < 5 {
		n.metric.Start = s.Start
		n.at = owner - 1
		return
	}
	if !isDigit(v.text.Runes[s.Start]) && !anyPrefix(v.text.Runes[s.Start:s.End], "归属") {
		n.owner = s
	}
}

// trim drops words at the ends of a noun phrase that are no part of a name.
func (v *view) trim(s document.Span) document.Span {
	for s.Start < s.End {
		switch v.text.Runes[s.Start] {
		case '此', '该', '这':
			if s.Len() > 3 && strings.ContainsRune("次类项只批种款一些", v.text.Runes[s.Start+1]) && v.wordStarts(s.Start+2) {
				s.Start++
			}
			s.Start++
			continue
		case '其':
			if s.Len() > 1 && strings.ContainsRune("他它余", v.text.Runes[s.Start+1]) {
				break
			}
			s.Start++
			continue
		case ' ', '\u3000', '说', '.', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '那', '所', '被', '以', '将', '把', '和', '与', '及', '、', '而', '但', '并':
			s.Start++
			continue
		}
		break
	}
	for s.End > s.Start {
		n := 0
		if strings.ContainsRune(" 中和与及、从由至要未无会能可", v.text.Runes[s.End-1]) && v.wordStarts(s.End-1) {
			n = 1
		} else if anySuffix(v.text.Runes[s.Start:s.End], "可以", "能够", "日均", "月均", "尚未", "仍有", "仅为", "大致", "预计") {
			n = 2
		}
		if n == 0 {
			break
		}
		s.End -= n
	}
	if k := v.lastGap(s); k > s.Start && s.End-k > 1 {
		s.Start = k // 召回美国汽车 股价跌逾1%
	}
	const longest = 30
	if s.Len() > longest {
		s.Start = s.End - longest
	}
	return s
}

// lastGap returns where the part of s after its last space begins, if the
// space stands between words rather than between all characters.
func (v *view) lastGap(s document.Span) int {
	r := v.text.Runes
	for k := s.End - 1; k > s.Start+1; k-- {
		if r[k] == ' ' {
			if isLatin(r[k-1]) || isLatin(r[k+1]) || isDigit(r[k-1]) || isDigit(r[k+1]) || r[k-2] == ' ' {
				return s.Start
			}
			return k + 1
		}
	}
	return s.Start
}

// nounAt returns the end of the word at i if it is a noun of the segmenter's
// dictionary, else i.
func (v *view) nounAt(i int) int {
	ts := v.text.Tokens
	k := sort.Search(len(ts), func(k int) bool { return ts[k].End > i })
	if k < len(ts) && ts[k].Start == i && strings.HasPrefix(ts[k].POS, "n") {
		return ts[k].End
	}
	return i
}

// verbStart returns where the last word of s begins, if a noun stands before
// it: 工厂复工 is the noun 工厂 and what it does.
func (v *view) verbStart(s document.Span) int {
	ts := v.text.Tokens
	k := sort.Search(len(ts), func(k int) bool { return ts[k].End >= s.End })
	if k < len(ts) && ts[k].Start > s.Start {
		return ts[k].Start
	}
	return s.End
}

// quoted returns the noun that begins with the quotation mark at chunk j:
// 3000家“小巨人”企业.
func (v *view) quoted(j int) document.Span {
	if v.chunks[j].kind != markChunk || v.chunks[j].mark != '“' {
		return document.Span{}
	}
	for k := j + 1; k < len(v.chunks) && k < j+5; k++ {
		if v.chunks[k].kind != markChunk || v.chunks[k].mark != '”' {
			continue
		}
		if end := v.nounAt(v.chunks[k].End); end > v.chunks[k].End {
			return document.Span{Start: v.chunks[j].Start, End: end}
		}
		return span(v.chunks[j+1].Span, v.chunks[k-1].Span)
	}
	return document.Span{}
}

// qualified returns the noun behind a clause of its own with a figure, which
// begins at chunk j: 5家销售收入超过1亿元的企业.
func (v *view) qualified(j int) document.Span {
	k := j
	for k < len(v.chunks) && k < j+5 && (v.chunks[k].kind == cueChunk || v.chunks[k].kind == textChunk) && v.word(k) != "的" {
		k++
	}
	if k < j+2 || k >= len(v.chunks) || v.chunks[k].kind != figChunk {
		return document.Span{}
	}
	for k++; k < len(v.chunks) && v.chunks[k].is(postRole); k++ {
	}
	if k+1 >= len(v.chunks) || v.word(k) != "的" || v.chunks[k+1].kind != textChunk {
		return document.Span{}
	}
	s := v.chunks[k+1].Span
	for k += 2; k+1 < len(v.chunks) && v.chunks[k].kind == cueChunk && v.chunks[k+1].kind == textChunk && v.chunks[k+1].End == s.End+v.chunks[k].Len()+v.chunks[k+1].Len() && s.Len() < 10; k += 2 {
		s.End = v.chunks[k+1].End // 半导体显示企业
	}
	return v.trim(s)
}

// notMeasured begin what stands behind a figure and is not what it measures.
var notMeasured = []string{
	"大关", "关口", "级", "新台阶", "台阶", "水平", "线", "整数", "区间", "高位", "方面", "外", "及", "和", "与", "间", "才", "不等", "并", "但", "而", "开始", "时", "后", "前", "起", "阶段", "来", "里", "中", "内", "之", "已", "又", "也", "至",
}

// nounAfter returns the noun phrase right after the figure.
func (v *view) nounAfter(i int) document.Span {
	none := document.Span{}
	j := i + 1
	if j < len(v.chunks) && v.chunks[j].kind == markChunk && v.chunks[j].mark == '/' && v.chunks[j].Len() > 1 {
		j++ // 5000吨/年的产能
	}
	for j < len(v.chunks) && v.chunks[j].kind == cueChunk && (v.chunks[j].is(postRole) || v.word(j) == "的") {
		j++
	}
	if j >= len(v.chunks) {
		return none
	}
	c := v.chunks[j]
	q := &v.quantities[v.chunks[i].ref]
	if q.kind == Count {
		if s := v.quoted(j); s.Len() > 0 {
			return s
		}
		if s := v.qualified(j); s.Len() > 0 {
			return s
		}
	}
	if c.kind == nameChunk && q.kind == Count && j == i+1 && v.names[c.ref].entity.Type == productType {
		return c.Span
	}
	if c.is(firmRole) && q.kind == Count && q.name != "股" && j == i+1 {
		return c.Span
	}
	if c.is(actRole) {
		if j+1 < len(v.chunks) && v.chunks[j+1].kind == textChunk && v.chunks[j+1].Start == c.End && v.chunks[j+1].Len() <= 4 && q.kind != Money {
			return span(c.Span, v.chunks[j+1].Span)
		}
		return c.Span
	}
	if c.kind != textChunk || v.joint(j) {
		return none
	}
	if j+1 < len(v.chunks) && v.chunks[j+1].is(firmRole) && v.chunks[j+1].Start == c.End {
		c.End = v.chunks[j+1].End // 同类公司
	}
	s := v.trim(c.Span)
	if v.isVerb(s.End) {
		s.End = v.verbStart(s)
	}
	if j+2 < len(v.chunks) && v.word(j+1) == "的" && v.chunks[j+2].kind == textChunk && anyPrefix(v.text.Runes[c.Start:], "与", "对", "在", "被") {
		s = v.trim(v.chunks[j+2].Span)
	}
	if s.Len() == 1 && strings.ContainsRune("未无不", v.text.Runes[s.Start]) {
		return none
	}
	const longest = 16
	if s.Len() > longest || anyPrefix(v.text.Runes[s.Start:s.End], notMeasured...) {
		return none
	}
	return s
}
