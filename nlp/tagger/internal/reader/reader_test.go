package reader

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// No other choice of proposals that do not overlap gains more.
func TestChooseProperty(t *testing.T) {
	var c chooser
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "proposals")
		proposals, choices := make([]feature.Proposal, n), make([]choice, n)
		at := 0
		for i := range n {
			at += rapid.IntRange(0, 2).Draw(t, "start")
			proposals[i].Span = document.Span{Start: at, End: at + rapid.IntRange(1, 5).Draw(t, "length")}
			choices[i].gain = rapid.IntRange(-5, 20).Draw(t, "gain")
		}
		total := func(set int) (gain int, sound bool) {
			end := 0
			for i, p := range proposals {
				if set>>i&1 == 0 {
					continue
				}
				if p.Start < end {
					return 0, false
				}
				end = p.End
				gain += choices[i].gain
			}
			return gain, true
		}
		best := 0
		for set := range 1 << n {
			if g, sound := total(set); sound {
				best = max(best, g)
			}
		}
		set := 0
		for _, i := range c.choose(nil, proposals, choices) {
			set |= 1 << i
		}
		if g, sound := total(set); !sound || g != best {
			t.Fatalf("chose %b, which gains %d (sound: %v); the best gains %d", set, g, sound, best)
		}
	})
}

// The places of one string speak for each other; those of others do not.
func TestTypesArePooled(t *testing.T) {
	sums := func(scores ...int) (out [2 * model.Lanes]int) {
		copy(out[model.FirstType:], scores)
		return out
	}
	var y typer
	for range 2 { // buffers are reused
		y.reset(2)
		y.add(sums(10, 0), 0)
		y.add(sums(0, 4), 0)
		y.add(sums(0, 4), -1)
		y.add(sums(0, 4), 1)
		y.pool([]int{0, 1, 2, 3})
		if typ, _ := y.own(1, 0.1); typ != 1 {
			t.Errorf("by itself, name 1 has type %d", typ)
		}
		for k, want := range []int{0, 0, 1, 1} {
			typ, p := y.best(k, 0.1)
			if typ != want || !(p > 0.5 && p < 1) {
				t.Errorf("name %d has type %d with %v, want type %d", k, typ, p, want)
			}
		}
	}
	if _, p := y.best(2, 0.1); math.Abs(p-1/(1+math.Exp(-0.4))) > 1e-6 {
		t.Errorf("probability %v", p)
	}
}

// What is around open stretches is weighed with them, within their sentence; those
// that touch become one.
func TestWide(t *testing.T) {
	sentence := document.Span{Start: 10, End: 40}
	open := []document.Span{{Start: 11, End: 12}, {Start: 18, End: 20}, {Start: 27, End: 28}, {Start: 39, End: 40}}
	before := document.Span{Start: 0, End: 10} // of the sentence before: it stays alone
	got := appendWide([]document.Span{before}, open, sentence)
	want := []document.Span{before, {Start: 10, End: 23}, {Start: 24, End: 31}, {Start: 36, End: 40}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
