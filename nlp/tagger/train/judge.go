package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// mark is a stretch that a corpus marks as a name of one of some types.
type mark struct {
	document.Span
	types chain.TypeSet
}

// instance is a stretch that teaches whether it is a name, or of which type.
type instance struct {
	keys   []uint64
	refs   [][2]uint32 // rows of the shared and of the domain's weights; 0 is none
	domain int
	weight float32

	types chain.TypeSet // the types that it may have; empty where the question is
	name  bool          // whether it is a name
}

// judge tells names from other stretches by a logistic regression and their
// types by a multinomial one, both fitted like the trainer's field: AdaGrad, a
// share of what is known hidden in each step, averaged weights.
type judge struct {
	index   *index
	stride  int
	types   int
	home    int
	rate    float32
	drop    float64
	w, g2   []float32
	mean    []float32
	noted   int
	rng     *rand.Rand
	visible [][2]uint32
}

const (
	// judgePasses is how often a judge passes over its instances for each pass
	// of the field over the texts.
	judgePasses = 2
	// judgeSize is the size of weights below which they are left out.
	judgeSize = 0.05
	// listWeight is the weight of a name of a list.
	listWeight = 0.1
)

// fitJudge trains on the instances.
func fitJudge(instances []*instance, types int, set settings) *judge {
	j := &judge{
		index: newIndex(), types: types, home: set.home, rate: float32(set.rate), drop: set.drop,
		stride: model.Lanes, rng: rand.New(rand.NewPCG(set.seed, 5)),
	}
	if model.FirstType+types > model.Lanes {
		j.stride = 2 * model.Lanes
	}
	for _, in := range instances {
		for _, k := range in.keys {
			j.index.count(k, feature.Here, false)
			if set.domains {
				j.index.count(feature.Key(domainFamily, k, uint64(in.domain)), feature.Here, true)
			}
		}
	}
	rows := j.index.number(func(feature.Shape) uint32 { return 2 })
	j.w, j.g2 = make([]float32, rows*j.stride), make([]float32, rows*j.stride)
	var own []*instance
	for _, in := range instances {
		for _, k := range in.keys {
			if r := [2]uint32{j.index.rows(k), j.index.rows(feature.Key(domainFamily, k, uint64(in.domain)))}; r[0]|r[1] != 0 {
				in.refs = append(in.refs, r)
			}
		}
		in.keys = nil
		if in.domain == set.home {
			own = append(own, in)
		}
	}
	epochs, tune := judgePasses*set.epochs, judgePasses*set.tune
	for epoch := 1; epoch <= epochs+tune; epoch++ {
		order := slices.Clone(instances)
		if epoch > epochs {
			order = slices.Clone(own)
		}
		j.rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, in := range order {
			j.learn(in)
		}
		if epoch > epochs || tune == 0 && epoch*2 > epochs {
			j.average()
		}
	}
	j.w, j.mean = j.mean, nil
	return j
}

func (j *judge) average() {
	if j.mean == nil {
		j.mean = make([]float32, len(j.w))
	}
	j.noted++
	mixMean(j.mean, j.w, j.noted)
}

// learn takes one step on in.
func (j *judge) learn(in *instance) {
	j.visible = j.visible[:0]
	var scores [2 * model.Lanes]float32
	for _, r := range in.refs {
		if j.rng.Float64() < j.drop {
			continue
		}
		j.visible = append(j.visible, r)
		for _, base := range r {
			if base != 0 {
				add(scores[:j.stride], j.w[int(base)*j.stride:int(base+1)*j.stride])
			}
		}
	}
	if in.types == 0 {
		p := 1 / (1 + math.Exp(-float64(scores[model.NameLane])))
		if in.name {
			p--
		}
		j.move(model.NameLane, -float32(p)*in.weight)
		return
	}
	p, tied := softmax(scores[model.FirstType:model.FirstType+j.types], in.types)
	for t, q := range p[:j.types] {
		if in.types>>t&1 != 0 {
			j.move(model.FirstType+t, float32(q/tied-q)*in.weight)
		} else {
			j.move(model.FirstType+t, -float32(q)*in.weight)
		}
	}
}

// move moves one lane of the visible rows along the gradient g.
func (j *judge) move(lane int, g float32) {
	if g < 1e-3 && g > -1e-3 {
		return
	}
	for _, r := range j.visible {
		for _, base := range r {
			if base != 0 {
				o := int(base)*j.stride + lane
				j.g2[o] += g * g
				j.w[o] += j.rate * g / float32(math.Sqrt(float64(j.g2[o])+1e-2))
			}
		}
	}
}

// tell returns the type that keys speak for, and its probability.
func (j *judge) tell(keys []uint64) (typ int, p float64) {
	var scores [2 * model.Lanes]float32
	for _, k := range keys {
		for _, base := range [2]uint32{j.index.rows(k), j.index.rows(feature.Key(domainFamily, k, uint64(j.home)))} {
			if base != 0 {
				add(scores[:j.stride], j.w[int(base)*j.stride:int(base+1)*j.stride])
			}
		}
	}
	ps, _ := softmax(scores[model.FirstType:model.FirstType+j.types], 0)
	for t, q := range ps[:j.types] {
		if q > ps[typ] {
			typ = t
		}
	}
	return typ, ps[typ]
}

// softmax returns the probabilities of scores, and how much of it set holds.
func softmax(scores []float32, set chain.TypeSet) (p [2 * model.Lanes]float64, tied float64) {
	best := slices.Max(scores)
	z := 0.0
	for t, s := range scores {
		p[t] = math.Exp(float64(s - best))
		z += p[t]
	}
	for t := range scores {
		p[t] /= z
		if set>>t&1 != 0 {
			tied += p[t]
		}
	}
	return p, max(tied, 1e-9)
}
