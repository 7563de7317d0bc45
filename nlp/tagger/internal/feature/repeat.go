package feature

import (
	"github.com/tiyao/tiyao/nlp/document"
)

// Name is a name that a first reading of an article found.
type Name struct {
	document.Span
	Type int
}

// maxTypes bounds the types that Repeats tells apart.
const maxTypes = 16

// Repeats finds what an article says of a string elsewhere: a name tends to keep
// its type through an article (Krishnan and Manning 2006, "An effective
// two-stage model for exploiting non-local dependencies in named entity
// recognition"), and a long name to be followed by its short form. It keeps its
// buffers: one value serves one goroutine.
type Repeats struct {
	heads    map[uint64]uint32 // first two characters -> lengths of the strings that start so
	known    map[uint64]int    // string -> its place in stats
	stats    []repeat
	found    []occurrence
	seen     [1024 / 64]uint64 // filter on first characters
	spanType map[document.Span]int
}

// repeat is what is known of one string.
type repeat struct {
	tagged [maxTypes]uint16
	sum    uint16           // of tagged
	total  uint16           // occurrences
	part   [maxTypes]uint16 // longer names that it is a part of
}

type occurrence struct {
	document.Span
	id int
}

// Append appends the events that the names found in t bring to its other
// places. The names are in text order and do not overlap.
func (r *Repeats) Append(dst []Event, t *document.Text, names []Name) []Event {
	r.reset()
	for _, n := range names {
		r.learn(t.Runes, n)
	}
	if len(r.stats) == 0 {
		return dst
	}
	for _, p := range t.Paragraphs {
		r.search(t.Runes, p)
	}
	for _, o := range r.found {
		dst = r.describe(dst, o)
	}
	return dst
}

func (r *Repeats) reset() {
	if r.heads == nil {
		r.heads, r.known, r.spanType = map[uint64]uint32{}, map[uint64]int{}, map[document.Span]int{}
	}
	clear(r.heads)
	clear(r.known)
	clear(r.spanType)
	clear(r.seen[:])
	r.stats, r.found = r.stats[:0], r.found[:0]
}

const (
	minRepeat = 2
	maxRepeat = 33
)

// learn notes a name and the parts of it that may stand for it.
func (r *Repeats) learn(runes []rune, n Name) {
	name := runes[n.Start:n.End]
	if len(name) < minRepeat || len(name) > maxRepeat || n.Type >= maxTypes {
		return
	}
	s := r.enter(name)
	s.tagged[n.Type]++
	s.sum++
	r.spanType[n.Span] = n.Type
	for k := minRepeat; k < len(name); k++ {
		r.enter(name[:k]).part[n.Type]++
	}
	for k := 1; k < len(name); k++ {
		if name[k-1] == '·' && len(name)-k >= minRepeat {
			r.enter(name[k:]).part[n.Type]++
		}
	}
}

// enter returns the stats of a string.
func (r *Repeats) enter(s []rune) *repeat {
	h := hashRunes(famDoc, s)
	id, ok := r.known[h]
	if !ok {
		id = len(r.stats)
		r.known[h] = id
		r.stats = append(r.stats, repeat{})
		r.heads[hashRunes(famDoc, s[:2])] |= 1 << (len(s) - 2)
		r.seen[s[0]>>6&15] |= 1 << (s[0] & 63)
	}
	return &r.stats[id]
}

// search finds the known strings in a paragraph, the longest first: those that
// were tagged somewhere before those that are only parts.
func (r *Repeats) search(runes []rune, p document.Span) {
	for i := p.Start; i+1 < p.End; {
		length, id := r.longest(runes[:p.End], i)
		if length == 0 {
			i++
			continue
		}
		r.stats[id].total++
		r.found = append(r.found, occurrence{document.Span{Start: i, End: i + length}, id})
		i += length
	}
}

func (r *Repeats) longest(runes []rune, i int) (length, id int) {
	if c := runes[i]; r.seen[c>>6&15]>>(c&63)&1 == 0 {
		return 0, 0
	}
	h := hashRunes(famDoc, runes[i:i+2])
	lengths := r.heads[h]
	whole := false
	for n := 2; lengths != 0; n++ {
		if lengths&1 != 0 {
			if k, ok := r.known[h]; ok {
				tagged := r.stats[k].sum > 0
				if tagged || !whole {
					length, id, whole = n, k, tagged
				}
			}
		}
		lengths >>= 1
		if i+n >= len(runes) {
			break
		}
		h = mix(h, uint64(runes[i+n]))
	}
	return length, id
}

// describe appends the events of one occurrence.
func (r *Repeats) describe(dst []Event, o occurrence) []Event {
	s := &r.stats[o.id]
	self, isTagged := r.spanType[o.Span]
	others, elsewhere := s.sum, s.total-1
	if isTagged {
		others--
	}
	best, votes := 0, uint16(0)
	for t, n := range s.tagged {
		if isTagged && t == self {
			n--
		}
		if n > votes {
			best, votes = t, n
		}
	}
	ev := Event{Start: int32(o.Start), End: int32(o.End), Shape: Word}
	switch {
	case others > 0:
		share := uint64(4*int(votes)) / uint64(max(elsewhere, votes))
		ev.Key = Key(famDoc, 1, uint64(best), share, uint64(min(votes, 3)))
		dst = append(dst, ev)
		ev.Key = Key(famDoc, 4, uint64(best))
		dst = append(dst, ev)
	case isTagged && elsewhere > 0:
		ev.Key = Key(famDoc, 2, uint64(self), uint64(min(elsewhere, 3)))
		dst = append(dst, ev)
	}
	best, votes = 0, 0
	for t, n := range s.part {
		if n > votes {
			best, votes = t, n
		}
	}
	if votes > 0 {
		ev.Key = Key(famDoc, 3, uint64(best), uint64(min(o.Len(), 5)))
		dst = append(dst, ev)
	}
	return dst
}
