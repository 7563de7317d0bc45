package phrase

import (
	"math/bits"

	"github.com/tiyao/tiyao/nlp/entity"
)

// template numbers the kinds of features.
type template uint64

const (
	// of the start of a candidate: its first word and the word before
	onFirst template = iota + 1
	onPrefix
	onFirstKind
	onLeft
	onLeftPOS
	onLeftJoint

	// of its end: its last word and the word after
	onLast
	onSuffix
	onTail
	onLastKind
	onRight
	onRightPOS
	onRightJoint

	// of the whole
	onWhole
	onLength
	onCount
	onRate
	onPhraseLevel
	onLevelCount
	onTitle
	onTitleCount
	onQuoted
	onPlace
	onSuper
	onEntity
	onSalience
	onRelation
	onPattern
	onEnds
	onRarest
	onFirstLevel
	onLastLevel
	onScript
	onEndLengths
	onCohesion
	onHeadCount
)

// feature returns the 32-bit hash of value under template t.
func feature(t template, value uint64) uint32 {
	h := (value + uint64(t)*0x9e3779b97f4a7c15) * 0xd6e8feb86659fd93
	return uint32(h >> 32)
}

// small is feature for a template with some hundred values at most. All small
// features share the first sixteenth of the weights, which stays in the cache.
func small(t template, value uint64) uint32 { return feature(t, value) >> 4 }

// Weights sums up the weights of features.
type Weights interface {
	Sum(features []uint32) int32
}

// Features returns the features of c, a candidate of the last call of Find.
// They are valid until the next call.
func (f *Finder) Features(c *Candidate) []uint32 {
	s := f.sideOf(c)
	out := appendStart(f.features[:0], s, int(c.first))
	out = appendEnd(out, s, int(c.last))
	f.features = f.appendWhole(out, s, c)
	return f.features
}

// Score returns the sum of w over the features of c, and false instead where
// what stands at its two ends alone adds up to less than floor. The parts of a
// sum that belong to the start or the end of a candidate are kept, as many
// candidates share them; w must be the same for all candidates of an article.
func (f *Finder) Score(c *Candidate, w Weights, floor int32) (int32, bool) {
	s := f.sideOf(c)
	first, last := &s.words[c.first], &s.words[c.last]
	if !first.started {
		f.features = appendStart(f.features[:0], s, int(c.first))
		first.startSum, first.started = w.Sum(f.features), true
	}
	if !last.ended {
		f.features = appendEnd(f.features[:0], s, int(c.last))
		last.endSum, last.ended = w.Sum(f.features), true
	}
	ends := first.startSum + last.endSum
	if ends < floor {
		return 0, false
	}
	f.features = f.appendWhole(f.features[:0], s, c)
	return ends + w.Sum(f.features), true
}

// appendStart appends the features of a candidate that begins with word i.
func appendStart(out []uint32, s *side, i int) []uint32 {
	w := &s.words[i]
	left, leftPOS := neighbour(s, i-1)
	return append(out,
		feature(onFirst, w.hash),
		feature(onPrefix, symbol(s.text.Runes[w.start])),
		small(onFirstKind, uint64(w.pos)<<8|uint64(w.level+1)),
		feature(onLeft, left),
		small(onLeftPOS, uint64(leftPOS)),
		small(onLeftJoint, uint64(leftPOS)<<8|uint64(w.pos)))
}

// appendEnd appends the features of a candidate that ends with word i.
func appendEnd(out []uint32, s *side, i int) []uint32 {
	w := &s.words[i]
	right, rightPOS := neighbour(s, i+1)
	last := symbol(s.text.Runes[w.end-1])
	return append(out,
		feature(onLast, w.hash),
		feature(onSuffix, last),
		feature(onTail, last<<32|symbol(s.text.Runes[max(w.end-2, 0)])),
		small(onLastKind, uint64(w.pos)<<8|uint64(w.level+1)),
		feature(onRight, right),
		small(onRightPOS, uint64(rightPOS)),
		small(onRightJoint, uint64(rightPOS)<<8|uint64(w.pos)))
}

// neighbour returns the identity and part of speech of word i, which may lie
// beyond the text.
func neighbour(s *side, i int) (uint64, pos) {
	if i < 0 || i >= len(s.words) {
		return 1, posBreak
	}
	w := &s.words[i]
	if w.pos == posBreak {
		return uint64(s.text.Runes[w.start]), posBreak
	}
	return w.hash, w.pos
}

// appendWhole appends the features of c as a whole.
func (f *Finder) appendWhole(out []uint32, s *side, c *Candidate) []uint32 {
	words := s.words[c.first : c.last+1]
	first, last := &words[0], &words[len(words)-1]
	count, level := uint64(bucket(c.Count)), f.level(c, words)
	n := uint64(min(len(words), 4))
	pattern, rarest, scripts := uint64(1), int8(31), uint64(0)
	for i := range words {
		pattern = pattern<<5 | uint64(words[i].pos)
		rarest = min(rarest, words[i].level)
		if words[i].pos == posLatin || words[i].pos == posNumber {
			scripts |= 1
		} else {
			scripts |= 2
		}
	}
	out = append(out,
		feature(onWhole, c.Hash),
		small(onLength, uint64(min(c.Len(), 12))),
		small(onCount, count),
		small(onRate, count<<8|uint64(bucket(f.sentences))),
		small(onPhraseLevel, uint64(level+1)),
		small(onLevelCount, uint64(level+1)<<8|count),
		small(onTitle, flag(c.inTitle)),
		small(onTitleCount, flag(c.inTitle)<<8|count),
		small(onQuoted, flag(c.quoted)),
		small(onPlace, place(c, f.sentences)),
		small(onSuper, superBucket(c)<<4|count),
		small(onRelation, flag(c.within)<<1|flag(c.holds)),
		feature(onPattern, pattern),
		small(onEnds, uint64(first.pos)<<16|uint64(last.pos)<<8|n),
		small(onRarest, uint64(rarest+1)<<4|n),
		small(onFirstLevel, uint64(first.level+1)<<4|min(n, 2)),
		small(onLastLevel, uint64(last.level+1)<<4|min(n, 2)),
		small(onScript, scripts),
		small(onEndLengths, uint64(min(first.len(), 4))<<8|uint64(min(last.len(), 4))<<4|n))
	if c.Entity >= 0 {
		out = append(out, small(onEntity, f.entityValue(c)), small(onSalience, f.salience(c)))
	}
	if len(words) > 1 {
		gap := uint64(63)
		if level >= 0 {
			gap = uint64(int(rarest) - level + 2)
		}
		head := 1
		if h := f.find(last.hash); h != nil {
			head = h.Count
		}
		out = append(out, small(onCohesion, gap<<4|n), small(onHeadCount, uint64(bucket(head))<<8|count))
	}
	return out
}

// level returns the document frequency level of c. A phrase is not more
// frequent than its words, so where one of them is unknown, so is the phrase.
func (f *Finder) level(c *Candidate, words []word) int {
	if len(words) == 1 && words[0].len() == c.Len() {
		return int(words[0].level)
	}
	for i := range words {
		if words[i].level < 0 && words[i].pos != posConnector {
			return -1
		}
	}
	return f.background.Level(c.Hash)
}

// bucket maps a count to a step of a rough logarithmic scale.
func bucket(n int) int {
	if n <= 4 {
		return n
	}
	return min(2+bits.Len(uint(n)), 12)
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// place says where in the article c first occurs.
func place(c *Candidate, sentences int) uint64 {
	switch {
	case c.InTitle:
		return 0
	case c.sentence < 6:
		return 1 + uint64(max(c.sentence, 0))
	case int(c.sentence)*2 < sentences:
		return 7
	}
	return 8
}

// superBucket says what share of c's occurrences are part of one longer phrase.
func superBucket(c *Candidate) uint64 {
	switch {
	case c.Count == 0 || c.super == 0:
		return 0
	case int(c.super) >= c.Count:
		return 3
	case 2*int(c.super) >= c.Count:
		return 2
	}
	return 1
}

func (f *Finder) entityValue(c *Candidate) uint64 {
	e := &f.entities[c.Entity]
	return uint64(e.Type)<<2 | 1 | flag(e.Name == f.Text(c))<<1
}

// salience says how much of the article is about the entity that c names: by
// its share of all mentions, which every resolver knows.
func (f *Finder) salience(c *Candidate) uint64 {
	e := &f.entities[c.Entity]
	share := 8 * len(e.Mentions) / max(len(f.mentions), 1)
	return uint64(1+share)<<8 | uint64(bucket(len(e.Mentions)))<<4 | flag(e.Type == entity.Location)
}
