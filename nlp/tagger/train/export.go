package main

import (
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// quantise turns the weights of the home domain (the shared and its own, added) into
// the events of a model file: eight bits a weight, weights nearer to 0 than the
// cut dropped.
func (f *fitted) quantise(cut float32) (events []model.Event, step float32) {
	t, x := f.trainer, f.index
	labels := chain.NumLabels(t.types)
	D := t.stride
	const limit = 5 // larger weights are rare and decide anyway
	step = limit / 127.0
	row := make([]float32, D)
	for i, key := range x.keys {
		if key == 0 || x.foreign(key) {
			continue
		}
		shared := x.vals[i]
		own := x.rows(feature.Key(domainFamily, key, uint64(f.home)))
		if shared == 0 && own == 0 {
			continue
		}
		places := x.shapes[i].Places()
		e := model.Event{Key: key, Rows: make([][]int8, places)}
		some := false
		for p := range places {
			clear(row)
			for _, base := range [2]uint32{shared, own} {
				if base != 0 {
					add(row, t.w[(int(base)+p)*D:(int(base)+p+1)*D])
				}
			}
			e.Rows[p] = quantiseRow(row[:labels], step, cut)
			some = some || e.Rows[p] != nil
		}
		if some {
			events = append(events, e)
		}
	}
	return events, step
}

func quantiseRow(row []float32, step, cut float32) []int8 {
	if !slices.ContainsFunc(row, func(w float32) bool { return w > cut || w < -cut }) {
		return nil
	}
	q := make([]int8, len(row))
	for y, w := range row {
		if w > cut || w < -cut {
			q[y] = int8(max(-127, min(127, math.Round(float64(w/step)))))
		}
	}
	return q
}
