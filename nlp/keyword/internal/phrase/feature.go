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

// Features returns the features of c, a candidate of the last call of Find.
// They are valid until the next call.
func (f *Finder) Features(c *Candidate) []uint32 {
	s := f.sideOf(c)
	out := appendStart(f.features[:0], s, int(c.first))
	out = appendEnd(out, s, int(c.last))
	t := f.traits(s, c)
	out = f.appendOwn(out, &t, c)
	out = appendLevel(out, t.level, t.count)
	out = appendRate(out, t.sentences, t.count)
	out = appendTitle(out, t.title, t.super, t.count)
	out = appendPlace(out, t.place, t.quoted, t.relation, t.scripts)
	out = appendRarest(out, t.level, t.rarest, t.words)
	out = appendFirst(out, t.firstLevel, t.words)
	out = appendLast(out, t.lastLevel, t.words)
	out = appendEnds(out, t.firstPOS, t.lastPOS, t.words)
	out = appendLengths(out, t.firstLength, t.lastLength, t.words)
	out = append(out, small(onLength, t.length))
	if t.words > 1 {
		out = appendHead(out, t.head, t.count)
	}
	f.features = out
	return out
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

// traits are the properties of a candidate as a whole that have few values.
type traits struct {
	level, rarest           uint64 // of the phrase, and of its rarest word, plus one: < levels, < rarests
	firstLevel, lastLevel   uint64 // of its first and last word, plus one: < levels
	count, head, sentences  uint64 // buckets; head of the last word, where there are more: < buckets
	words, length           uint64 // < maxWords, < maxLength
	firstLength, lastLength uint64 // < maxLong
	firstPOS, lastPOS       uint64 // < kinds
	place                   uint64 // < places
	super, scripts          uint64 // < 4
	title, quoted           uint64 // < 2
	relation                uint64 // < 4
	pattern                 uint64 // the parts of speech in a row; no bound
}

// The bounds of traits.
const (
	levels    = 32
	rarests   = levels + 1
	buckets   = 13
	maxWords  = 5
	maxLength = 13
	maxLong   = 5
	kinds     = uint64(posBreak) + 1
	places    = 9
)

func (f *Finder) traits(s *side, c *Candidate) traits {
	words := s.words[c.first : c.last+1]
	first, last := &words[0], &words[len(words)-1]
	t := traits{
		level: uint64(f.level(c, words) + 1), rarest: rarests - 1, firstLevel: uint64(first.level + 1), lastLevel: uint64(last.level + 1),
		count: uint64(bucket(c.Count)), sentences: uint64(bucket(f.sentences)),
		words: uint64(min(len(words), maxWords-1)), length: uint64(min(c.Len(), maxLength-1)),
		firstLength: uint64(min(first.len(), maxLong-1)), lastLength: uint64(min(last.len(), maxLong-1)),
		firstPOS: uint64(first.pos), lastPOS: uint64(last.pos),
		place: place(c, f.sentences), super: superBucket(c),
		title: flag(c.inTitle), quoted: flag(c.quoted), relation: flag(c.within)<<1 | flag(c.holds),
		pattern: 1,
	}
	for i := range words {
		w := &words[i]
		t.pattern = t.pattern<<5 | uint64(w.pos)
		t.rarest = min(t.rarest, uint64(w.level+1))
		if w.pos == posLatin || w.pos == posNumber {
			t.scripts |= 1
		} else {
			t.scripts |= 2
		}
	}
	if len(words) > 1 {
		t.head = f.head(last)
	}
	return t
}

// head returns the bucket of the count of a word.
func (f *Finder) head(w *word) uint64 {
	if !w.counted {
		w.counted, w.count = true, 1
		if h := f.find(w.hash); h != nil {
			w.count = uint8(bucket(h.Count))
		}
	}
	return uint64(w.count)
}

// appendOwn appends the features of a candidate that have many values.
func (f *Finder) appendOwn(out []uint32, t *traits, c *Candidate) []uint32 {
	out = append(out, feature(onWhole, c.Hash), feature(onPattern, t.pattern))
	if c.Entity >= 0 {
		out = append(out, small(onEntity, f.entityValue(c)), small(onSalience, f.salience(c)))
	}
	return out
}

func appendLevel(out []uint32, level, count uint64) []uint32 {
	return append(out, small(onCount, count), small(onPhraseLevel, level), small(onLevelCount, level<<8|count))
}

func appendRate(out []uint32, sentences, count uint64) []uint32 {
	return append(out, small(onRate, count<<8|sentences))
}

func appendTitle(out []uint32, title, super, count uint64) []uint32 {
	return append(out, small(onTitle, title), small(onTitleCount, title<<8|count), small(onSuper, super<<4|count))
}

func appendPlace(out []uint32, place, quoted, relation, scripts uint64) []uint32 {
	return append(out, small(onPlace, place), small(onQuoted, quoted), small(onRelation, relation), small(onScript, scripts))
}

// appendRarest appends what the rarest of the words of a phrase says, against
// the phrase itself where it is known and more than the word.
func appendRarest(out []uint32, level, rarest, words uint64) []uint32 {
	out = append(out, small(onRarest, rarest<<4|words))
	if words == 1 {
		return out
	}
	gap := uint64(63)
	if level > 0 {
		gap = rarest - level + 2
	}
	return append(out, small(onCohesion, gap<<4|words))
}

func appendFirst(out []uint32, level, words uint64) []uint32 {
	return append(out, small(onFirstLevel, level<<4|min(words, 2)))
}

func appendLast(out []uint32, level, words uint64) []uint32 {
	return append(out, small(onLastLevel, level<<4|min(words, 2)))
}

func appendEnds(out []uint32, first, last, words uint64) []uint32 {
	return append(out, small(onEnds, first<<16|last<<8|words))
}

func appendLengths(out []uint32, first, last, words uint64) []uint32 {
	return append(out, small(onEndLengths, first<<8|last<<4|words))
}

func appendHead(out []uint32, head, count uint64) []uint32 {
	return append(out, small(onHeadCount, head<<8|count))
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
