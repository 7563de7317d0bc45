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

// table sums the weights of events over several fits.
type table map[uint64]*entry

// entry is the weights of an event, Lanes for each place.
type entry struct {
	count uint32 // how often the event was seen
	rows  [][model.Lanes]float32
}

// at returns the entry of an event with so many places.
func (t table) at(key uint64, count uint32, places int) *entry {
	e := t[key]
	if e == nil {
		e = &entry{count, make([][model.Lanes]float32, places)}
		t[key] = e
	}
	return e
}

// addField adds the weights of a field for its home domain (the shared and its
// own), relative to those of the label Outside.
func (t table) addField(f *fitted) {
	x, D := f.index, f.stride
	for i, key := range x.keys {
		if key == 0 || x.foreign(key) {
			continue
		}
		bases := [2]uint32{x.first[i], x.rows(feature.Key(domainFamily, key, uint64(f.home)))}
		if bases == [2]uint32{} {
			continue
		}
		e := t.at(key, x.counts[i], x.shapes[i].Places())
		for p := range e.rows {
			for _, base := range bases {
				if base == 0 {
					continue
				}
				row := f.w[(int(base)+p)*D : (int(base)+p+1)*D]
				for k := range e.rows[p] {
					e.rows[p][k] += row[1+k] - row[chain.Outside]
				}
			}
		}
	}
}

// addJudge adds the weights of a judge for its home domain.
func (t table) addJudge(j *judge) {
	x := j.index
	for i, key := range x.keys {
		if key == 0 || x.foreign(key) {
			continue
		}
		e := t.at(key, x.counts[i], j.stride/model.Lanes)
		for _, base := range [2]uint32{x.first[i], x.rows(feature.Key(domainFamily, key, uint64(j.home)))} {
			if base == 0 {
				continue
			}
			row := j.w[int(base)*j.stride : int(base+1)*j.stride]
			for p := range e.rows {
				for k := range e.rows[p] {
					e.rows[p][k] += row[p*model.Lanes+k]
				}
			}
		}
	}
}

// quantise turns the means over so many fits into the events of a model file:
// eight bits a weight, and those nearer to 0 than the cut dropped.
func (t table) quantise(fits int, cut float32) (events []model.Event) {
	for key, e := range t {
		out := model.Event{Key: key, Count: e.count, Rows: make([]*model.Row, len(e.rows))}
		some := false
		for p, row := range e.rows {
			out.Rows[p] = quantiseRow(row, float32(fits), cut)
			some = some || out.Rows[p] != nil
		}
		if some {
			events = append(events, out)
		}
	}
	return events
}

// quantiseRow returns nil for a row whose weights are all dropped.
func quantiseRow(row [model.Lanes]float32, fits, cut float32) *model.Row {
	q := new(model.Row)
	for k, w := range row {
		if w /= fits; w > cut || w < -cut {
			q[k] = int8(max(-127, min(127, math.Round(float64(w/step)))))
		}
	}
	if *q == (model.Row{}) {
		return nil
	}
	return q
}
