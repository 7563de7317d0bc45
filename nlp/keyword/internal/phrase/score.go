package phrase

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/keyword/internal/linear"
)

// Scorer sums up the weights of the features of candidates. Nearly all features
// of a candidate as a whole are about few of its traits: their sums are made
// beforehand, for all values of these. It is safe for concurrent use.
type Scorer struct {
	weights *linear.Model

	// of the two ends
	start     [kinds][kinds]int16 // part of speech before, and of the first word
	end       [kinds][kinds]int16 // part of speech after, and of the last word
	startKind [kinds][levels]int16
	endKind   [kinds][levels]int16

	// of the whole

	level   [levels][buckets]int16
	rate    [buckets][buckets]int16
	title   [2][4][buckets]int16
	place   [places][2][4][4]int16
	rarest  [levels][rarests][maxWords]int16
	first   [levels][maxWords]int16
	last    [levels][maxWords]int16
	ends    [kinds][kinds][maxWords]int16
	inner   [kinds][kinds][maxWords]int16
	lengths [maxLong][maxLong][maxWords]int16
	length  [maxLength]int16
	head    [buckets][buckets]int16

	bestLevel  [buckets][rarests][maxWords]int16 // the most that level and rarest add together
	bestRarest [buckets][maxWords]int16          // the most of these
	bestPlace  [places]int16                     // the most that the traits with place add to it
	bestHead   [buckets]int16                    // the most that the head adds
}

// NewScorer returns a scorer with the weights w, of which there must be as many
// as [LogWeights] says.
func NewScorer(w *linear.Model) *Scorer {
	s := &Scorer{weights: w}
	var buf []uint32
	sum := func(features []uint32) int16 {
		buf = features[:0]
		return int16(w.Sum(features))
	}
	for a := range uint64(buckets) {
		for b := range uint64(buckets) {
			s.rate[a][b] = sum(appendRate(buf, a, b))
			s.head[a][b] = sum(appendHead(buf, a, b))
		}
		for level := range uint64(levels) {
			s.level[level][a] = sum(appendLevel(buf, level, a))
		}
		for super := range uint64(4) {
			s.title[0][super][a] = sum(appendTitle(buf, 0, super, a))
			s.title[1][super][a] = sum(appendTitle(buf, 1, super, a))
		}
	}
	for a := range uint64(4) {
		for b := range uint64(4) {
			for place := range uint64(places) {
				s.place[place][0][a][b] = sum(appendPlace(buf, place, 0, a, b))
				s.place[place][1][a][b] = sum(appendPlace(buf, place, 1, a, b))
			}
		}
	}
	for words := range uint64(maxWords) {
		for a := range uint64(levels) {
			for b := range uint64(rarests) {
				s.rarest[a][b][words] = sum(appendRarest(buf, a, b, words))
			}
			s.first[a][words] = sum(appendFirst(buf, a, words))
			s.last[a][words] = sum(appendLast(buf, a, words))
		}
		for a := range kinds {
			for b := range kinds {
				s.ends[a][b][words] = sum(appendEnds(buf, a, b, words))
				s.inner[a][b][words] = sum(appendInner(buf, a, b, words))
			}
		}
		for a := range uint64(maxLong) {
			for b := range uint64(maxLong) {
				s.lengths[a][b][words] = sum(appendLengths(buf, a, b, words))
			}
		}
	}
	for a := range uint64(maxLength) {
		s.length[a] = sum(append(buf, small(onLength, a)))
	}
	for a := range kinds {
		for b := range kinds {
			s.start[a][b] = sum(append(buf, small(onLeftPOS, a), small(onLeftJoint, a<<8|b)))
			s.end[a][b] = sum(append(buf, small(onRightPOS, a), small(onRightJoint, a<<8|b)))
		}
		for level := range uint64(levels) {
			s.startKind[a][level] = sum(append(buf, small(onFirstKind, a<<8|level)))
			s.endKind[a][level] = sum(append(buf, small(onLastKind, a<<8|level)))
		}
	}
	s.findBest()
	return s
}

// findBest finds what can be added at most to sums that are not complete.
func (s *Scorer) findBest() {
	for count := range buckets {
		for words := range maxWords {
			for rarest := range rarests {
				best := s.level[0][count] + s.rarest[0][rarest][words]
				for level := range levels {
					best = max(best, s.level[level][count]+s.rarest[level][rarest][words])
				}
				s.bestLevel[count][rarest][words] = best
				if rarest == 0 || best > s.bestRarest[count][words] {
					s.bestRarest[count][words] = best
				}
			}
		}
		for i := range s.head {
			s.bestHead[count] = max(s.bestHead[count], s.head[i][count])
		}
	}
	for i := range s.place {
		s.bestPlace[i] = s.place[i][0][0][0]
		for _, quoted := range s.place[i] {
			for _, relation := range quoted {
				s.bestPlace[i] = max(s.bestPlace[i], slices.Max(relation[:]))
			}
		}
	}
}

// Scored is a candidate with the sum of the weights of its features.
type Scored struct {
	*Candidate
	Sum int32

	traits traits
}

// Score returns the candidates of the last call of Find for which the sum of
// the weights of their features is at least least, and what stands at their two
// ends alone adds up to floor or more. They are valid until the next call.
//
// The work goes in rounds, from what little memory tells to what waits for much
// of it, and each is only for those that can still reach least. A round writes
// down each candidate and goes on to the next place if it is kept, which spares
// branches that could not be foretold.
func (f *Finder) Score(sc *Scorer, floor, least int32) []Scored {
	f.sumEnds(sc, &f.title)
	f.sumEnds(sc, &f.body)
	f.scoreEnds(floor)
	f.scoreOutlines(sc, least)
	f.scoreWords(sc, least)
	f.scoreLevels(sc, least)
	return f.scored
}

// scoreEnds sets f.scored to the candidates whose ends add up to floor.
func (f *Finder) scoreEnds(floor int32) {
	f.scored = slices.Grow(f.scored[:0], len(f.candidates)+1)[:len(f.candidates)+1]
	n := 0
	for i := range f.candidates {
		c := &f.candidates[i]
		s := f.sideOf(c)
		next := &f.scored[n]
		next.Candidate = c
		next.Sum = s.words[c.first].startSum + s.words[c.last].endSum
		n += int(flag(next.Sum >= floor))
	}
	f.scored = f.scored[:n]
}

// scoreOutlines adds the weights of what is known of candidates without a look at
// all of their words.
func (f *Finder) scoreOutlines(sc *Scorer, least int32) {
	n := 0
	sentences := bucket(f.sentences)
	for i := range f.scored {
		c, sum := f.scored[i].Candidate, f.scored[i].Sum
		next := &f.scored[n]
		t := &next.traits
		f.outline(t, c)
		sum += sc.frame(f.sideOf(c).words[c.first:c.last+1]) +
			int32(sc.rate[sentences][t.count]) +
			int32(sc.title[flag(c.inTitle)][t.super][t.count]) +
			int32(sc.length[t.length])
		if c.entity >= 0 {
			f.features = f.appendEntity(f.features[:0], c)
			sum += sc.weights.Sum(f.features)
		}
		next.Candidate, next.Sum = c, sum
		most := sum + int32(sc.bestRarest[t.count][t.words]) + int32(sc.bestPlace[t.place]) + int32(sc.bestHead[t.count])
		n += int(flag(most >= least))
	}
	f.scored = f.scored[:n]
}

// scoreWords adds the weights of what all words of candidates tell.
func (f *Finder) scoreWords(sc *Scorer, least int32) {
	n := 0
	for i := range f.scored {
		next := &f.scored[n]
		*next = f.scored[i]
		c, t, s := next.Candidate, &next.traits, f.sideOf(next.Candidate)
		t.inspect(c, s.words[c.first:c.last+1])
		next.Sum += int32(sc.place[t.place][flag(c.quoted)][t.relation][t.scripts])
		if c.last > c.first {
			next.Sum += int32(sc.head[f.head(s, c.last)][t.count])
		}
		n += int(flag(next.Sum+int32(sc.bestLevel[t.count][t.rarest][t.words]) >= least))
	}
	f.scored = f.scored[:n]
}

// frame returns the sum of the weights of what the words of a candidate tell by
// themselves, wherever they stand.
func (s *Scorer) frame(words []word) int32 {
	n := min(len(words), maxWords-1)
	first, last := &words[0], &words[len(words)-1]
	sum := int32(s.first[first.level+1][n]) +
		int32(s.last[last.level+1][n]) +
		int32(s.ends[first.pos][last.pos][n]) +
		int32(s.lengths[short(first)][short(last)][n])
	if n > 2 {
		sum += int32(s.inner[words[1].pos][words[len(words)-2].pos][n])
	}
	return sum
}

// sumEnds sums up what stands at the two ends of candidates, for each word that
// has one, as appendStart and appendEnd list it.
func (f *Finder) sumEnds(sc *Scorer, s *side) {
	m, runes := sc.weights, s.text.Runes
	parts := f.readParts(m, s.words)
	for i := range s.words {
		w := &s.words[i]
		if w.marks&begins != 0 {
			_, left := neighbour(s, i-1)
			w.startSum = int32(parts[i+1][asFirst]) + int32(parts[i][asBefore]) +
				int32(m.Four(feature(onChar, symbol(runes[w.start])))[asFirst]) +
				int32(sc.start[left][w.pos]) + int32(sc.startKind[w.pos][w.level+1])
		}
		if w.marks&ends != 0 {
			_, right := neighbour(s, i+1)
			w.endSum = int32(parts[i+1][asLast]) + int32(parts[i+2][asAfter]) +
				int32(m.Four(feature(onChar, symbol(runes[w.end-1])))[asLast]) +
				m.Weight(feature(onTail, tail(runes, w.end))) +
				int32(sc.end[right][w.pos]) + int32(sc.endKind[w.pos][w.level+1])
		}
	}
}

// readParts returns the weights of the parts that words play, with those of what
// lies beyond them at both ends. They are read by themselves, so that the
// processor waits for several at a time.
func (f *Finder) readParts(m *linear.Model, words []word) [][4]int8 {
	edge := m.Four(feature(onWord, beyond))
	f.parts = append(slices.Grow(f.parts[:0], len(words)+2), edge)
	for i := range words {
		f.parts = append(f.parts, m.Four(feature(onWord, words[i].hash)))
	}
	f.parts = append(f.parts, edge)
	return f.parts
}

// scoreLevels adds the weights of what the background tells.
func (f *Finder) scoreLevels(sc *Scorer, least int32) {
	for i := range f.scored {
		if s := &f.scored[i]; s.traits.lookUp {
			s.traits.level = uint8(f.background.Level(s.Candidate.Hash) + 1)
		}
	}
	kept := f.scored[:0]
	for i := range f.scored {
		s := &f.scored[i]
		t := &s.traits
		s.Sum += int32(sc.level[t.level][t.count]) + int32(sc.rarest[t.level][t.rarest][t.words])
		if s.Sum >= least {
			kept = append(kept, *s)
		}
	}
	f.scored = kept
}
