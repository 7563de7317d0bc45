package reader

import (
	"math"

	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// typer tells the types of proposals from their scores. It keeps its buffers.
type typer struct {
	types   int
	each    []scored
	strings []pool // of the chosen
}

type scored struct {
	scores [model.MaxTypes]int
	id     int32 // of the string, -1 for none
}

// pool sums the scores of one string over its places.
type pool struct {
	scores [model.MaxTypes]int
	n      int
}

func (t *typer) reset(types int) { t.types, t.each, t.strings = types, t.each[:0], t.strings[:0] }

// add takes the scores of the next proposal.
func (t *typer) add(sums [2 * model.Lanes]int, id int32) {
	t.each = append(t.each, scored{[model.MaxTypes]int(sums[model.FirstType:]), id})
}

// pool sums the scores of the chosen proposals by string.
func (t *typer) pool(chosen []int) {
	for _, i := range chosen {
		s := &t.each[i]
		if s.id < 0 {
			continue
		}
		for int(s.id) >= len(t.strings) {
			t.strings = append(t.strings, pool{})
		}
		p := &t.strings[s.id]
		p.n++
		for y, v := range s.scores[:t.types] {
			p.scores[y] += v
		}
	}
}

// own returns the type of proposal i by its own scores, and its probability;
// step is the value of one unit of weight.
func (t *typer) own(i int, step float32) (typ int, p float64) {
	var scores [model.MaxTypes]float64
	for y, v := range t.each[i].scores[:t.types] {
		scores[y] = float64(v)
	}
	return likeliest(scores[:t.types], step)
}

// weight of what the other places of a string say, beside 1 for its own.
const elsewhere = 0.7

// best returns the type of the chosen proposal i by all that were chosen.
func (t *typer) best(i int, step float32) (typ int, p float64) {
	var scores [model.MaxTypes]float64
	s := &t.each[i]
	for y, v := range s.scores[:t.types] {
		scores[y] = float64(v)
		if s.id < 0 {
			continue
		}
		if all := &t.strings[s.id]; all.n > 1 {
			others := float64(all.scores[y]-v) / float64(all.n-1)
			scores[y] = (float64(v) + elsewhere*others) / (1 + elsewhere)
		}
	}
	return likeliest(scores[:t.types], step)
}

// likeliest returns the type with the highest score, and its probability.
func likeliest(scores []float64, step float32) (typ int, p float64) {
	for y, v := range scores {
		if v > scores[typ] {
			typ = y
		}
	}
	z := 0.0
	for _, v := range scores {
		z += math.Exp((v - scores[typ]) * float64(step))
	}
	return typ, 1 / z
}
