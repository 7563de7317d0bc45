package phrase

// Weights sums up the weights of features.
type Weights interface {
	Sum(features []uint32) int32
	Top() int32 // the largest weight
}

// Scorer sums up the weights of the features of candidates. Nearly all features
// of a candidate as a whole are about few of its traits: their sums are made
// beforehand, for all values of these. It is safe for concurrent use.
type Scorer struct {
	weights Weights

	level   [levels][buckets]int16
	rate    [buckets][buckets]int16
	title   [2][4][buckets]int16
	place   [places][2][4][4]int16
	rarest  [levels][rarests][maxWords]int16
	first   [levels][maxWords]int16
	last    [levels][maxWords]int16
	ends    [kinds][kinds][maxWords]int16
	lengths [maxLong][maxLong][maxWords]int16
	length  [maxLength]int16
	head    [buckets][buckets]int16

	bestLevel [buckets][rarests][maxWords]int16 // the most of level and rarest together
	top       int32                             // the largest weight
}

// NewScorer returns a scorer with the weights w, each of which takes a byte.
func NewScorer(w Weights) *Scorer {
	s := &Scorer{weights: w, top: w.Top()}
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
	s.findBest()
	return s
}

// findBest finds what the level adds at most.
func (s *Scorer) findBest() {
	for count := range buckets {
		for rarest := range rarests {
			for words := range maxWords {
				best := s.level[0][count] + s.rarest[0][rarest][words]
				for level := range levels {
					best = max(best, s.level[level][count]+s.rarest[level][rarest][words])
				}
				s.bestLevel[count][rarest][words] = best
			}
		}
	}
}

// Scored is a candidate with the sum of the weights of its features.
type Scored struct {
	Candidate *Candidate
	Sum       int32

	traits traits
}

// Score returns the candidates of the last call of Find for which the sum of
// the weights of their features is at least least, and what stands at their two
// ends alone adds up to floor or more. They are valid until the next call.
//
// The work goes in rounds, from what little memory tells to what waits for much
// of it: each is only for those that can still reach least, and in each the
// processor waits for several candidates at a time.
func (f *Finder) Score(sc *Scorer, floor, least int32) []Scored {
	f.sumEnds(sc, &f.title)
	f.sumEnds(sc, &f.body)
	f.scored = f.scored[:0]
	sentences := bucket(f.sentences)
	for i := range f.candidates {
		c := &f.candidates[i]
		s := f.sideOf(c)
		first, last := &s.words[c.first], &s.words[c.last]
		ends := first.startSum + last.endSum
		if ends < floor {
			continue
		}
		t := f.traits(s, c)
		sum := ends + sc.sum(c, &t, sentences, first, last)
		if t.words > 1 {
			sum += int32(sc.head[f.head(s, c.last)][t.count])
		}
		if sum+sc.rest(&t) >= least {
			f.scored = append(f.scored, Scored{Candidate: c, Sum: sum, traits: t})
		}
	}
	f.scoreOwn(sc, least)
	f.scoreLevels(sc, least)
	return f.scored
}

// sumEnds sums up what stands at the two ends of candidates, for each word.
func (f *Finder) sumEnds(sc *Scorer, s *side) {
	for i := range s.words {
		w := &s.words[i]
		f.features = appendStart(f.features[:0], s, i)
		w.startSum = sc.weights.Sum(f.features)
		f.features = appendEnd(f.features[:0], s, i)
		w.endSum = sc.weights.Sum(f.features)
	}
}

// scoreOwn adds the weights of features that have many values.
func (f *Finder) scoreOwn(sc *Scorer, least int32) {
	kept := f.scored[:0]
	for i := range f.scored {
		s := &f.scored[i]
		f.features = f.appendOwn(f.features[:0], &s.traits, s.Candidate)
		s.Sum += sc.weights.Sum(f.features)
		if s.Sum+int32(sc.bestLevel[s.traits.count][s.traits.rarest][s.traits.words]) >= least {
			kept = append(kept, *s)
		}
	}
	f.scored = kept
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

// sum returns the sum of the weights of the features that are about traits, but
// for the level.
func (s *Scorer) sum(c *Candidate, t *traits, sentences int, first, last *word) int32 {
	return int32(s.rate[sentences][t.count]) +
		int32(s.title[flag(c.inTitle)][t.super][t.count]) +
		int32(s.place[t.place][flag(c.quoted)][t.relation][t.scripts]) +
		int32(s.first[first.level+1][t.words]) +
		int32(s.last[last.level+1][t.words]) +
		int32(s.ends[first.pos][last.pos][t.words]) +
		int32(s.lengths[short(first)][short(last)][t.words]) +
		int32(s.length[t.length])
}

// rest returns the most that the features can add that sum leaves out.
func (s *Scorer) rest(t *traits) int32 {
	return int32(s.bestLevel[t.count][t.rarest][t.words]) + ownFeatures*s.top
}
