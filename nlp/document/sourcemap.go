package document

import "sort"

// run maps a stretch of extracted text to the part of the source that it was
// read from. It ends where the next run begins.
type run struct {
	text int32 // offset of its first byte in the text
	size int32 // its length in the text
	src  int32 // offset of its first byte in the source, -1 for a line break put in
	n    int32 // its length in the source; 0: it is copied byte for byte
}

func (r run) copied() bool { return r.n == 0 && r.src >= 0 }

// mark counts what precedes a multiple of step bytes of the source.
type mark struct{ runes, astral int32 }

// step is the distance of marks: short enough to count from one to any offset
// in no time, long enough that marks take one byte for 64 of the source.
const step = 512

// sourceMap leads from byte offsets of an extracted text to the source.
type sourceMap struct {
	src   string
	runs  []run // tile the text
	marks []mark
}

func newSourceMap(src string, runs []run) *sourceMap {
	m := &sourceMap{src: src, runs: runs, marks: make([]mark, 0, len(src)/step+1)}
	var at mark
	for i := 0; i <= len(src); i += step {
		m.marks = append(m.marks, at)
		at = at.after(src[i:min(i+step, len(src))])
	}
	return m
}

// after returns m moved over s, which may begin and end inside a character.
func (m mark) after(s string) mark {
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			m.runes++
		}
		if s[i] >= 0xf0 {
			m.astral++
		}
	}
	return m
}

// offset returns byte offset i of the source in the units of e.
func (m *sourceMap) offset(i int, e Encoding) int {
	if e == UTF8 {
		return i
	}
	at := m.marks[i/step].after(m.src[i/step*step : i])
	if e == UTF16 {
		return int(at.runes + at.astral)
	}
	return int(at.runes)
}

// span returns the bytes of the source that the bytes s of the text were read
// from, if those are all of them and no more.
func (m *sourceMap) span(s Span) (Span, bool) {
	first := m.find(s.Start)
	last := first
	for m.runs[last].src >= 0 && int(m.runs[last].text+m.runs[last].size) < s.End {
		last++
	}
	a, b := m.runs[first], m.runs[last]
	if b.src < 0 {
		return Span{}, false
	}
	start, end := s.Start-int(a.text), s.End-int(b.text)
	if !a.copied() && start != 0 || !b.copied() && end != int(b.size) {
		return Span{}, false
	}
	if !b.copied() {
		end = int(b.n)
	}
	return Span{int(a.src) + start, int(b.src) + end}, true
}

// find returns the run that holds byte i of the text.
func (m *sourceMap) find(i int) int {
	return sort.Search(len(m.runs), func(k int) bool { return int(m.runs[k].text) > i }) - 1
}
