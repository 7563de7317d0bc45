package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// example is one text ready for training.
type example struct {
	id     string
	text   *document.Text
	source *source
	allow  []chain.Mask // the lattice: labels left open for each character
	gold   []chain.Span // the names that the annotation fixes wholly
	marks  []mark       // the stretches that it marks as names

	refs    []ref // its events that have weights
	rest    int   // epochs to leave it out
	variant bool  // made from another
}

// settings are the choices of a training run.
type settings struct {
	epochs  int
	tune    int // passes over the home domain alone, at the end
	home    int // the domain that the field is for
	drop    float64
	rate    float64
	seed    uint64
	domains bool
	minimum uint32 // occurrences of an n-gram of three characters
}

// fitted is a trained field with the numbering of its weights.
type fitted struct {
	*trainer
	index *index
	ext   *feature.Extractor
	home  int // its domain
}

// prepare segments a record and reads its annotation.
func prepare(ctx context.Context, seg segment.Segmenter, s scheme, r *record) (*example, error) {
	if err := seg.Segment(ctx, r.text); err != nil {
		return nil, fmt.Errorf("segment %s: %w", r.ID, err)
	}
	allow, marks, gold := s.lattice(r)
	return &example{id: r.ID, text: r.text, source: r.source, allow: allow, marks: marks, gold: gold}, nil
}

// events appends the events of all paragraphs of x.
func (x *example) events(dst []feature.Event, ext *feature.Extractor) []feature.Event {
	var known feature.Known
	known.Read(ext, x.text)
	for _, p := range x.text.Paragraphs {
		first := len(dst)
		dst = ext.Append(dst, x.text, p, &known)
		for i := range dst[first:] {
			dst[first+i].Start += int32(p.Start)
			dst[first+i].End += int32(p.Start)
		}
	}
	return dst
}

// fit trains on the examples.
func fit(train []*example, types int, ext *feature.Extractor, set settings, progress func(epoch int)) *fitted {
	idx := newIndex()
	var evs []feature.Event
	for _, x := range train {
		evs = x.events(evs[:0], ext)
		for _, e := range evs {
			idx.count(e.Key, e.Shape, false)
			if set.domains && hasOwn(e.Shape) {
				idx.count(feature.Key(domainFamily, e.Key, uint64(x.source.domain)), e.Shape, true)
			}
		}
	}
	rows := idx.number(func(s feature.Shape) uint32 {
		if s == feature.Gram3 {
			return set.minimum
		}
		return 2
	})
	f := &fitted{newTrainer(types, rows, set), idx, ext, set.home}
	for _, x := range train {
		f.resolve(x)
		x.rest = 0
	}
	rng := rand.New(rand.NewPCG(set.seed, 2))
	own := train
	if set.tune > 0 {
		own = slices.DeleteFunc(slices.Clone(train), func(x *example) bool { return x.source.domain != set.home })
	}
	for epoch := 1; epoch <= set.epochs+set.tune; epoch++ {
		order := slices.Clone(train)
		if epoch > set.epochs {
			order = slices.Clone(own)
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		f.pass(order, epoch)
		if epoch > set.epochs || set.tune == 0 && epoch*2 > set.epochs {
			f.average()
		}
		progress(epoch)
	}
	f.w, f.tr, f.mean = f.mean, f.meanTr, nil
	return f
}

// pass takes one step on each of the examples but those it knows already.
func (f *fitted) pass(order []*example, epoch int) {
	for _, x := range order {
		if x.rest > 0 {
			x.rest--
			continue
		}
		if moved := f.learn(x, x.refs); moved < 0.02*x.source.weight {
			x.rest = min(epoch, 3) // it is learned: leave it for a while
		}
	}
}

// hasOwn reports whether a domain has weights of its own for events of a shape:
// longer n-grams name things and mean the same everywhere.
func hasOwn(s feature.Shape) bool { return s != feature.Gram3 }

// resolve finds the weights of x's events.
func (f *fitted) resolve(x *example) {
	x.refs = slices.Clip(f.find(x.refs[:0], x.events(nil, f.ext), x.source.domain))
}

func (f *fitted) find(dst []ref, events []feature.Event, domain int) []ref {
	for _, e := range events {
		r := ref{Start: e.Start, End: e.End, Shape: e.Shape}
		r.rows[0] = f.index.rows(e.Key)
		if hasOwn(e.Shape) {
			r.rows[1] = f.index.rows(feature.Key(domainFamily, e.Key, uint64(domain)))
		}
		if r.rows[0]|r.rows[1] != 0 {
			dst = append(dst, r)
		}
	}
	return dst
}

// sure is the probability of being outside all names from which a character
// that a corpus leaves open counts as outside.
const sure = 0.9

// settle narrows the lattices of texts whose annotation leaves much open: a
// character that may be outside all names, and that f is sure is, becomes so.
// Without it nothing would speak against names in the open parts.
func (f *fitted) settle(examples []*example) {
	D := f.stride
	var m chain.Marginals
	m.Reset(&f.tr)
	var prob []float32
	for _, x := range examples {
		f.resolve(x)
		n := x.text.Len()
		f.score(x.refs, n, false)
		x.refs = nil
		prob = grow(prob, n*D)
		clear(prob)
		for _, s := range x.text.Sentences {
			if !m.Run(f.emit[s.Start*D:s.End*D], D, s.Len(), x.allow[s.Start:s.End]) {
				continue
			}
			m.Add(prob[s.Start*D:s.End*D], D, 1)
			for i := s.Start; i < s.End; i++ {
				if prob[i*D+chain.Outside] > sure {
					x.allow[i] = 1 << chain.Outside
				}
			}
		}
	}
}
