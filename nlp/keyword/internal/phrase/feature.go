package phrase

import (
	"math/bits"

	"github.com/tiyao/tiyao/nlp/entity"
)

// template numbers the kinds of features.
type template uint32

const (
	onWhole template = iota + 1
	onFirst
	onLast
	onSuffix
	onPattern
	onEnds
	onLeft
	onRight
	onLeftPOS
	onRightPOS
	onLength
	onCount
	onRate
	onPhraseLevel
	onRarest
	onLastLevel
	onFirstLevel
	onCohesion
	onSuper
	onPlace
	onTitle
	onQuoted
	onEntity
	onSalience
	onRelation
	onScript
	onTitleCount
	onLevelCount
	onHeadCount
	onEndLengths
	onFirstKind
	onLastKind
	onPrefix
	onTail
	onLeftJoint
	onRightJoint
)

// feature returns the 32-bit hash of value under template t.
func feature(t template, value uint64) uint32 {
	h := (value + uint64(t)*0x9e3779b97f4a7c15) * 0xd6e8feb86659fd93
	h ^= h >> 32
	return uint32((h * 0xd6e8feb86659fd93) >> 32)
}

// Features returns the features of c, a candidate of the last call of Find.
// They are valid until the next call.
func (f *Finder) Features(c *Candidate) []uint32 {
	s := f.sideOf(c)
	out := f.features[:0]
	put := func(t template, v uint64) { out = append(out, feature(t, v)) }

	count := bucket(c.Count)
	level := f.background.Level(c.Hash)
	length := min(c.Len(), 12)
	put(onWhole, c.Hash)
	put(onLength, uint64(length))
	put(onCount, uint64(count))
	put(onRate, uint64(count)<<8|uint64(bucket(f.sentences)))
	put(onPhraseLevel, uint64(level+1))
	put(onLevelCount, uint64(level+1)<<8|uint64(count))
	put(onTitle, flag(c.inTitle))
	put(onTitleCount, flag(c.inTitle)<<8|uint64(count))
	put(onQuoted, flag(c.quoted))
	put(onPlace, uint64(place(c, f.sentences)))
	put(onSuper, superBucket(c)<<4|uint64(count))
	put(onEntity, f.entityValue(c))
	put(onSalience, f.salience(c))
	put(onRelation, flag(c.within)<<1|flag(c.holds))
	out = f.context(s, c, out)
	if c.first <= c.last && int(c.last) < len(s.words) && c.first >= 0 {
		out = f.shape(s, c, level, out)
	}
	f.features = out
	return out
}

// context appends the features of what stands around c.
func (f *Finder) context(s *side, c *Candidate, out []uint32) []uint32 {
	left, right := uint64(1), uint64(1)
	leftPOS, rightPOS := posBreak, posBreak
	if i := int(c.first) - 1; i >= 0 && i < len(s.words) {
		left, leftPOS = neighbour(s, i), s.words[i].pos
	}
	if i := int(c.last) + 1; i > 0 && i < len(s.words) {
		right, rightPOS = neighbour(s, i), s.words[i].pos
	}
	return append(out,
		feature(onLeft, left), feature(onRight, right),
		feature(onLeftPOS, uint64(leftPOS)), feature(onRightPOS, uint64(rightPOS)),
		feature(onLeftJoint, uint64(leftPOS)<<8|uint64(posAt(s, c.first))),
		feature(onRightJoint, uint64(rightPOS)<<8|uint64(posAt(s, c.last))))
}

func posAt(s *side, i int32) pos {
	if i < 0 || int(i) >= len(s.words) {
		return posOther
	}
	return s.words[i].pos
}

func neighbour(s *side, i int) uint64 {
	w := &s.words[i]
	if w.pos == posBreak {
		return uint64(s.text.Runes[w.start])
	}
	return w.hash
}

// shape appends the features of the tokens of c.
func (f *Finder) shape(s *side, c *Candidate, level int, out []uint32) []uint32 {
	words := s.words[c.first : c.last+1]
	first, last := &words[0], &words[len(words)-1]
	pattern, rarest, latin, han := uint64(1), int8(31), false, false
	for i := range words {
		pattern = pattern<<5 | uint64(words[i].pos)
		rarest = min(rarest, words[i].level)
		if words[i].pos == posLatin || words[i].pos == posNumber {
			latin = true
		} else {
			han = true
		}
	}
	runes := s.text.Runes[c.Start:c.End]
	out = append(out,
		feature(onFirst, first.hash), feature(onLast, last.hash),
		feature(onSuffix, symbol(runes[len(runes)-1])),
		feature(onPattern, pattern),
		feature(onEnds, uint64(first.pos)<<16|uint64(last.pos)<<8|uint64(min(len(words), 5))),
		feature(onRarest, uint64(rarest+1)<<4|uint64(min(len(words), 4))),
		feature(onFirstLevel, uint64(first.level+1)<<4|uint64(min(len(words), 2))),
		feature(onLastLevel, uint64(last.level+1)<<4|uint64(min(len(words), 2))),
		feature(onScript, flag(latin)<<1|flag(han)),
		feature(onEndLengths, uint64(min(first.len(), 4))<<8|uint64(min(last.len(), 4))<<4|uint64(min(len(words), 4))),
		feature(onFirstKind, uint64(first.pos)<<8|uint64(first.level+1)),
		feature(onLastKind, uint64(last.pos)<<8|uint64(last.level+1)),
		feature(onPrefix, symbol(runes[0])),
		feature(onTail, symbol(runes[len(runes)-1])<<32|symbol(runes[max(len(runes)-2, 0)])))
	if len(words) > 1 {
		gap := uint64(int(rarest) - level + 2)
		if level < 0 {
			gap = 63
		}
		out = append(out, feature(onCohesion, gap<<4|uint64(min(len(words), 4))))
		head := 1
		if h := f.find(last.hash); h != nil {
			head = h.Count
		}
		out = append(out, feature(onHeadCount, uint64(bucket(head))<<8|uint64(bucket(c.Count))))
	}
	return out
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
func place(c *Candidate, sentences int) int {
	switch {
	case c.InTitle:
		return 0
	case c.sentence < 6:
		return 1 + int(c.sentence)
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
	if c.Entity < 0 {
		return 0
	}
	e := &f.entities[c.Entity]
	v := uint64(e.Type)<<2 | 1
	if len(e.Mentions) > 0 && e.Name == f.Text(c) {
		v |= 2
	}
	return v
}

// salience says how much of the article is about the entity that c names: by
// its share of all mentions, which every resolver knows.
func (f *Finder) salience(c *Candidate) uint64 {
	if c.Entity < 0 {
		return 0
	}
	e := &f.entities[c.Entity]
	share := 8 * len(e.Mentions) / max(len(f.mentions), 1)
	v := uint64(1+share)<<8 | uint64(bucket(len(e.Mentions)))<<4
	if e.Type == entity.Location {
		v |= 1
	}
	return v
}
