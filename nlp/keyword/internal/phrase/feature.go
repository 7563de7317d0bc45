package phrase

import (
	"math/bits"

	"github.com/tiyao/tiyao/nlp/entity"
)

// template numbers the kinds of features.
type template uint64

const (
	// of one word, or one character, by the part that it plays at an end
	onWord template = iota + 1
	onChar
)

// The parts that a word plays: the first or last of a candidate, or the one
// before or after it. A character begins or ends a candidate.
const (
	asFirst = iota
	asLast
	asBefore
	asAfter
)

const (
	// of the start of a candidate: its first word and the word before
	onFirstKind template = iota + 3
	onLeftPOS
	onLeftJoint

	// of its end: its last word and the word after
	onTail
	onLastKind
	onRightPOS
	onRightJoint

	// of the whole
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
	onInner
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

// LogWeights is the binary logarithm of the number of weights.
const LogWeights = 18

// played is the feature that value plays a part. The weights of all four stand
// side by side, as a text asks for them together.
func played(t template, value uint64, part uint32) uint32 {
	return feature(t, value)&^(3<<(32-LogWeights)) | part<<(32-LogWeights)
}

// Features returns the features of c, a candidate of the last call of Find.
// They are valid until the next call.
func (f *Finder) Features(c *Candidate) []uint32 {
	s := f.sideOf(c)
	out := appendStart(f.features[:0], s, int(c.first))
	out = appendEnd(out, s, int(c.last))
	words := s.words[c.first : c.last+1]
	var t traits
	f.outline(&t, c)
	t.inspect(c, words)
	count, length := uint64(t.count), uint64(t.words)
	level := uint64(t.level)
	if t.lookUp {
		level = uint64(f.background.Level(c.Hash) + 1)
	}
	head, end := &words[0], &words[len(words)-1]
	if c.entity >= 0 {
		out = f.appendEntity(out, c)
	}
	if t.words > 2 {
		out = appendInner(out, uint64(words[1].pos), uint64(words[len(words)-2].pos), length)
	}
	out = appendLevel(out, level, count)
	out = appendRate(out, uint64(bucket(f.sentences)), count)
	out = appendTitle(out, flag(c.inTitle), uint64(t.super), count)
	out = appendPlace(out, uint64(t.place), flag(c.quoted), uint64(t.relation), uint64(t.scripts))
	out = appendRarest(out, level, uint64(t.rarest), length)
	out = appendFirst(out, uint64(head.level+1), length)
	out = appendLast(out, uint64(end.level+1), length)
	out = appendEnds(out, uint64(head.pos), uint64(end.pos), length)
	out = appendLengths(out, short(head), short(end), length)
	out = append(out, small(onLength, uint64(t.length)))
	if t.words > 1 {
		out = appendHead(out, f.head(s, c.last), count)
	}
	f.features = out
	return out
}

// appendStart appends the features of a candidate that begins with word i.
func appendStart(out []uint32, s *side, i int) []uint32 {
	w := &s.words[i]
	left, leftPOS := neighbour(s, i-1)
	return append(out,
		played(onWord, w.hash, asFirst),
		played(onChar, symbol(s.text.Runes[w.start]), asFirst),
		small(onFirstKind, uint64(w.pos)<<8|uint64(w.level+1)),
		played(onWord, left, asBefore),
		small(onLeftPOS, uint64(leftPOS)),
		small(onLeftJoint, uint64(leftPOS)<<8|uint64(w.pos)))
}

// appendEnd appends the features of a candidate that ends with word i.
func appendEnd(out []uint32, s *side, i int) []uint32 {
	w := &s.words[i]
	right, rightPOS := neighbour(s, i+1)
	end := symbol(s.text.Runes[w.end-1])
	return append(out,
		played(onWord, w.hash, asLast),
		played(onChar, end, asLast),
		feature(onTail, tail(s.text.Runes, w.end)),
		small(onLastKind, uint64(w.pos)<<8|uint64(w.level+1)),
		played(onWord, right, asAfter),
		small(onRightPOS, uint64(rightPOS)),
		small(onRightJoint, uint64(rightPOS)<<8|uint64(w.pos)))
}

// tail returns the identity of the two characters before end.
func tail(runes []rune, end int32) uint64 {
	return symbol(runes[end-1])<<32 | symbol(runes[max(end-2, 0)])
}

// beyond is the identity of what stands before the first word and after the last.
const beyond = 1

// neighbour returns the identity and part of speech of word i, which may lie
// beyond the text.
func neighbour(s *side, i int) (uint64, pos) {
	if i < 0 || i >= len(s.words) {
		return beyond, posBreak
	}
	return s.words[i].hash, s.words[i].pos
}

// traits are properties of a candidate as a whole that have few values.
type traits struct {
	level    uint8 // of the phrase, plus one, where it is known without the background: < levels
	lookUp   bool  // the background has to tell the level
	rarest   uint8 // level of its rarest word, plus one: < rarests
	count    uint8 // < buckets
	words    uint8 // < maxWords
	length   uint8 // < maxLength
	place    uint8 // < places
	super    uint8 // < 4
	scripts  uint8 // < 4
	relation uint8 // < 4
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

// outline sets the traits of c that take no look at its words.
func (f *Finder) outline(t *traits, c *Candidate) {
	*t = traits{
		count: uint8(bucket(int(c.count))),
		words: uint8(min(c.last-c.first+1, maxWords-1)), length: uint8(min(c.len(), maxLength-1)),
		place: place(c, f.sentences), super: superBucket(c), relation: uint8(flag(c.within)<<1 | flag(c.holds)),
	}
}

// inspect sets the traits of c that its words tell.
func (t *traits) inspect(c *Candidate, words []word) {
	rarest, all := uint8(rarests-1), marks(0)
	for i := range words {
		w := &words[i]
		rarest = min(rarest, uint8(w.level+1))
		all |= w.marks
	}
	t.rarest = rarest
	t.scripts = uint8(all & scripts)
	if len(words) == 1 && words[0].len() == c.len() {
		t.level = uint8(words[0].level + 1)
	} else {
		t.lookUp = all&unknown == 0 // a phrase is not more frequent than its words, so where one is unknown, so is the phrase
	}
}

// short returns the length of w as far as features tell it apart: < maxLong.
func short(w *word) uint64 { return uint64(min(w.len(), maxLong-1)) }

// head returns the bucket of the count of word i as a candidate.
func (f *Finder) head(s *side, i int32) uint64 {
	w := &s.words[i]
	if w.count == 0 {
		w.count = 2
		if h := f.find(s, i, i); h != nil {
			w.count = uint8(bucket(int(h.count)) + 1)
		}
	}
	return uint64(w.count - 1)
}

// appendEntity appends the features of the entity that c names.
func (f *Finder) appendEntity(out []uint32, c *Candidate) []uint32 {
	return append(out, small(onEntity, f.entityValue(c)), small(onSalience, f.salience(c)))
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

func appendInner(out []uint32, second, lastButOne, words uint64) []uint32 {
	return append(out, small(onInner, second<<16|lastButOne<<8|words))
}

func appendLengths(out []uint32, first, last, words uint64) []uint32 {
	return append(out, small(onEndLengths, first<<8|last<<4|words))
}

func appendHead(out []uint32, head, count uint64) []uint32 {
	return append(out, small(onHeadCount, head<<8|count))
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
func place(c *Candidate, sentences int) uint8 {
	switch {
	case c.onTitle:
		return 0
	case c.sentence < 6:
		return 1 + uint8(max(c.sentence, 0))
	case int(c.sentence)*2 < sentences:
		return 7
	}
	return 8
}

// superBucket says what share of c's occurrences are part of one longer phrase.
func superBucket(c *Candidate) uint8 {
	switch {
	case c.count == 0 || c.super == 0:
		return 0
	case c.super >= c.count:
		return 3
	case 2*c.super >= c.count:
		return 2
	}
	return 1
}

func (f *Finder) entityValue(c *Candidate) uint64 {
	e := &f.entities[c.entity]
	return uint64(e.Type)<<2 | 1 | flag(e.Name == f.Text(c))<<1
}

// salience says how much of the article is about the entity that c names: by
// its share of all mentions, which every resolver knows.
func (f *Finder) salience(c *Candidate) uint64 {
	e := &f.entities[c.entity]
	share := 8 * len(e.Mentions) / max(len(f.mentions), 1)
	return uint64(1+share)<<8 | uint64(bucket(len(e.Mentions)))<<4 | flag(e.Type == entity.Location)
}
