package main

import (
	"math"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// step is the value of one unit of a quantised weight: larger weights than 127
// of them are rare and decide anyway.
const step = 5 / 127.0

// quantise turns the weights of the home domain (the shared and its own, added)
// into the events of a model file: eight bits a weight, relative to that of the
// label Outside, and those nearer to 0 than the cut dropped.
func (f *fitted) quantise(step, cut float32) (events []model.Event) {
	t, x := f.trainer, f.index
	D := t.stride
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
		e := model.Event{Key: key, Rows: make([]*model.Row, places)}
		some := false
		for p := range places {
			clear(row)
			for _, base := range [2]uint32{shared, own} {
				if base != 0 {
					add(row, t.w[(int(base)+p)*D:(int(base)+p+1)*D])
				}
			}
			for y := 1; y <= model.Lanes; y++ {
				row[y] -= row[chain.Outside]
			}
			e.Rows[p] = quantiseRow(row[1:1+model.Lanes], step, cut)
			some = some || e.Rows[p] != nil
		}
		if some {
			events = append(events, e)
		}
	}
	return events
}

// quantiseRow returns nil for a row whose weights are all dropped.
func quantiseRow(row []float32, step, cut float32) *model.Row {
	q := new(model.Row)
	for k, w := range row {
		if w > cut || w < -cut {
			q[k] = int8(max(-127, min(127, math.Round(float64(w/step)))))
		}
	}
	if *q == (model.Row{}) {
		return nil
	}
	return q
}
