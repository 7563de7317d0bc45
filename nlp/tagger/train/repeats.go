package main

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// shrink is applied to the weights of repeats: the final field has read more
// than those of the folds and needs them less.
const shrink = 0.5

// folds is the number of parts that the articles are read in.
const folds = 3

// minRepeats is how often an event of repeats must be seen to have weights.
const minRepeats = 5

// reading is an article as a field read it that had not seen it before.
type reading struct {
	x       *example
	repeats []feature.Event // what its names bring to its other places
	scores  []float32
	tr      *chain.Transitions
}

// fitRepeats learns what the repeats of an article are worth. The articles are
// read, part by part, by fields trained on the other parts, so that the first
// readings are as wrong as they will be on new text; the weights of the repeats
// are then fitted on top of those fields' scores.
func fitRepeats(train []*example, types int, ext *feature.Extractor, set settings) *fitted {
	var readings []reading
	for k := range uint64(folds) {
		var rest, part []*example
		for _, x := range train {
			if bucket(x.id+"fold", folds) == k {
				part = append(part, x)
			} else {
				rest = append(rest, x)
			}
		}
		f := fit(rest, types, ext, set, func(int) {})
		readings = append(readings, f.readings(part)...)
	}
	idx := newIndex()
	for _, rd := range readings {
		for _, e := range rd.repeats {
			idx.count(e.Key, e.Shape, false)
		}
	}
	rows := idx.number(func(feature.Shape) uint32 { return minRepeats })
	second := &fitted{newTrainer(types, rows, set), idx, ext, set.home}
	second.drop = 0
	var refs []ref
	for range 3 {
		for _, rd := range readings {
			refs = second.find(refs[:0], rd.repeats, rd.x.source.domain)
			second.frozen, second.tr = rd.scores, *rd.tr
			second.learn(rd.x, refs)
		}
	}
	for i := range second.w {
		second.w[i] *= shrink
	}
	return second
}

// readings reads the articles that repeat themselves.
func (f *fitted) readings(articles []*example) (out []reading) {
	var r feature.Repeats
	for _, x := range articles {
		f.resolve(x)
		f.score(x.refs, x.text.Len(), false)
		x.refs = nil
		repeats := r.Append(nil, x.text, names(f.decode(x, f.emit)))
		if len(repeats) > 0 {
			out = append(out, reading{x, repeats, slices.Clone(f.emit), &f.tr})
		}
	}
	return out
}
