package feature

import (
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// Kinds is the number of kinds of stretches that characters propose: names, and
// job titles.
const Kinds = 2

// Proposal is a stretch that may be a name.
type Proposal struct {
	document.Span
	P [Kinds]float32 // its probability as a name of each kind, by the characters alone
}

// Propose adds a stretch as one of a kind to proposals, which come by their
// first position.
func Propose(proposals []Proposal, s document.Span, kind int, p float32) []Proposal {
	for k := len(proposals) - 1; k >= 0 && proposals[k].Start == s.Start; k-- {
		if proposals[k].End == s.End {
			proposals[k].P[kind] = p
			return proposals
		}
	}
	n := Proposal{Span: s}
	n.P[kind] = p
	return append(proposals, n)
}

// top is the probability as the likelier kind.
func (p *Proposal) top() float32 { return max(p.P[0], p.P[1]) }

func (p *Proposal) compare(q *Proposal) int {
	if p.Start != q.Start {
		return p.Start - q.Start
	}
	return p.End - q.End
}

// Article knows what an article says of its strings: a name tends to be one
// through an article and to keep its type (Krishnan and Manning 2006, "An
// effective two-stage model for exploiting non-local dependencies in named
// entity recognition"), and a long name to be followed by its short form. It
// keeps its buffers: one value serves one goroutine.
type Article struct {
	heads map[uint64]uint32 // first two characters -> lengths of the strings that start so
	known map[uint64]int32  // string -> its place in stats
	stats []stat
	ids   []int32 // of the proposals' strings, -1 for none
	seen  [1024 / 64]uint64
	extra []Proposal
}

// stat is what is known of one string.
type stat struct {
	sure  int32        // proposals that are likelier a name than not
	total int32        // occurrences
	part  [Kinds]int32 // likely longer names that begin with it
	whole int32        // likely shorter names that it begins with
}

const (
	minEcho = 2
	maxEcho = 33
	likely  = 0.5

	maxRival = 40 // how far before or after a stretch a rival may start
)

// Read takes the proposals for an article and returns them, in text order, with
// the other occurrences of the likely ones. They are the ones that ID and
// AppendEvidence speak of.
func (a *Article) Read(t *document.Text, proposals []Proposal) []Proposal {
	a.reset()
	for i := range proposals {
		if p := &proposals[i]; p.top() >= likely && p.Len() >= minEcho && p.Len() <= maxEcho {
			s := a.enter(t.Runes[p.Start:p.End])
			s.sure++
		}
	}
	if len(a.stats) > 0 {
		for _, s := range t.Sentences {
			a.search(t.Runes, s)
		}
	}
	proposals = a.merge(proposals)
	a.ids = slices.Grow(a.ids[:0], len(proposals))[:len(proposals)]
	for i := range proposals {
		a.ids[i] = -1
		if id, ok := a.known[hashRunes(famEcho, t.Runes[proposals[i].Start:proposals[i].End])]; ok {
			a.ids[i] = id
		}
	}
	a.relate(t, proposals)
	return proposals
}

func (a *Article) reset() {
	if a.heads == nil {
		a.heads, a.known = map[uint64]uint32{}, map[uint64]int32{}
	}
	clear(a.heads)
	clear(a.known)
	clear(a.seen[:])
	a.stats, a.extra = a.stats[:0], a.extra[:0]
}

func (a *Article) enter(s []rune) *stat {
	h := hashRunes(famEcho, s)
	id, ok := a.known[h]
	if !ok {
		id = int32(len(a.stats))
		a.known[h] = id
		a.stats = append(a.stats, stat{})
		a.heads[hashRunes(famEcho, s[:2])] |= 1 << (len(s) - 2)
		a.seen[s[0]>>6&15] |= 1 << (s[0] & 63)
	}
	return &a.stats[id]
}

// search finds the other places of the strings in a sentence.
func (a *Article) search(runes []rune, s document.Span) {
	for i := s.Start; i+1 < s.End; i++ {
		if c := runes[i]; a.seen[c>>6&15]>>(c&63)&1 == 0 {
			continue
		}
		h := hashRunes(famEcho, runes[i:i+2])
		lengths := a.heads[h]
		for n := 2; lengths != 0; n++ {
			if lengths&1 != 0 {
				if id, ok := a.known[h]; ok {
					a.stats[id].total++
					a.extra = append(a.extra, Proposal{Span: document.Span{Start: i, End: i + n}})
				}
			}
			lengths >>= 1
			if i+n >= s.End {
				break
			}
			h = mix(h, uint64(runes[i+n]))
		}
	}
}

// merge adds the occurrences found and returns all proposals in text order,
// each stretch once.
func (a *Article) merge(proposals []Proposal) []Proposal {
	proposals = append(proposals, a.extra...)
	slices.SortFunc(proposals, func(p, q Proposal) int { return p.compare(&q) })
	out := proposals[:0]
	for _, p := range proposals {
		if n := len(out) - 1; n >= 0 && out[n].Span == p.Span {
			for k := range p.P {
				out[n].P[k] = max(out[n].P[k], p.P[k])
			}
			continue
		}
		out = append(out, p)
	}
	return out
}

// relate notes which likely names are part of others.
func (a *Article) relate(t *document.Text, proposals []Proposal) {
	for i := range proposals {
		p := &proposals[i]
		if p.top() < likely || p.Len() <= minEcho || p.Len() > maxEcho {
			continue
		}
		kind := 0
		if p.P[1] > p.P[0] {
			kind = 1
		}
		name := t.Runes[p.Start:p.End]
		h := hashRunes(famEcho, name[:1])
		for k := 1; k < len(name); k++ {
			if k >= minEcho {
				if id, ok := a.known[h]; ok {
					a.stats[id].part[kind]++
					if a.ids[i] >= 0 {
						a.stats[a.ids[i]].whole++
					}
				}
			}
			h = mix(h, uint64(name[k]))
		}
	}
}

// ID numbers the strings of proposals that are likely names somewhere; it is -1
// for others.
func (a *Article) ID(i int) int32 { return a.ids[i] }

// bucket is the logit of a probability in whole steps.
func bucket(p float32) uint64 {
	if p < 0.02 {
		return 0
	}
	x := math.Log(float64(p) / (1.0001 - float64(p)))
	return uint64(int(math.Floor(x*1.5)) + 20)
}

// AppendEvidence appends the keys of what is known of proposal i: its
// probability, those of its rivals, and what the article says of its string.
func (a *Article) AppendEvidence(dst []uint64, proposals []Proposal, i int) []uint64 {
	p := &proposals[i]
	n := uint64(min(p.Len(), 5))
	name, title := bucket(p.P[0]), bucket(p.P[1])
	dst = append(dst, Key(famProb, 1, name), Key(famProb, 2, title), Key(famProb, 3, name, n))
	for relation, q := range rivals(proposals, i) {
		if q > 0 {
			dst = append(dst, Key(famRival, uint64(relation), bucket(q)))
		}
	}
	if id := a.ids[i]; id >= 0 {
		s := &a.stats[id]
		others, share := uint64(s.sure), uint64(0)
		if p.top() >= likely {
			others--
		}
		if s.total > 1 {
			share = min(4*others/uint64(s.total-1), 4)
		}
		dst = append(dst, Key(famEcho, 1, min(others, 3), share), Key(famEcho, 2, uint64(min(s.total, 4)), n))
		if s.part[0]+s.part[1] > 0 {
			dst = append(dst, Key(famPart, 1, uint64(min(s.part[0], 2)), uint64(min(s.part[1], 2))), Key(famPart, 2, n, min(others, 2)))
		}
		if s.whole > 0 {
			dst = append(dst, Key(famWhole, min(others, 2)))
		}
	}
	return dst
}

// rivals returns the probabilities of the likeliest stretches that cross
// proposal i, hold it, share its start or share its end.
func rivals(proposals []Proposal, i int) (most [4]float32) {
	p := &proposals[i]
	see := func(q *Proposal) {
		relation := 0
		switch {
		case q.Start <= p.Start && q.End >= p.End:
			relation = 1
		case q.Start == p.Start:
			relation = 2
		case q.End == p.End:
			relation = 3
		}
		most[relation] = max(most[relation], q.top())
	}
	for k := i - 1; k >= 0 && proposals[k].Start > p.Start-maxRival; k-- {
		if proposals[k].End > p.Start {
			see(&proposals[k])
		}
	}
	for k := i + 1; k < len(proposals) && proposals[k].Start < p.End && proposals[k].Start < p.Start+maxRival; k++ {
		see(&proposals[k])
	}
	return most
}
