package phrase

// Weights sums up the weights of features.
type Weights interface {
	Sum(features []uint32) int32
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
}

// NewScorer returns a scorer with the weights w, each of which takes a byte.
func NewScorer(w Weights) *Scorer {
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
	return s
}

// Score returns the sum of the weights of the features of c, a candidate of the
// last call of Find, and false instead where what stands at its two ends alone
// adds up to less than floor. The parts of a sum that belong to the start or the
// end of a candidate are kept, as many candidates share them; sc must be the
// same for all candidates of an article.
func (f *Finder) Score(c *Candidate, sc *Scorer, floor int32) (int32, bool) {
	s := f.sideOf(c)
	first, last := &s.words[c.first], &s.words[c.last]
	if !first.started {
		f.features = appendStart(f.features[:0], s, int(c.first))
		first.startSum, first.started = sc.weights.Sum(f.features), true
	}
	if !last.ended {
		f.features = appendEnd(f.features[:0], s, int(c.last))
		last.endSum, last.ended = sc.weights.Sum(f.features), true
	}
	ends := first.startSum + last.endSum
	if ends < floor {
		return 0, false
	}
	t := f.traits(s, c)
	f.features = f.appendOwn(f.features[:0], &t, c)
	return ends + sc.weights.Sum(f.features) + sc.sum(&t), true
}

// sum returns the sum of the weights of the features that are about traits.
func (s *Scorer) sum(t *traits) int32 {
	sum := int32(s.level[t.level][t.count]) +
		int32(s.rate[t.sentences][t.count]) +
		int32(s.title[t.title][t.super][t.count]) +
		int32(s.place[t.place][t.quoted][t.relation][t.scripts]) +
		int32(s.rarest[t.level][t.rarest][t.words]) +
		int32(s.first[t.firstLevel][t.words]) +
		int32(s.last[t.lastLevel][t.words]) +
		int32(s.ends[t.firstPOS][t.lastPOS][t.words]) +
		int32(s.lengths[t.firstLength][t.lastLength][t.words]) +
		int32(s.length[t.length])
	if t.words > 1 {
		sum += int32(s.head[t.head][t.count])
	}
	return sum
}
