package segment

import (
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// unknownCost is gse's cost of a character or atom that is in no dictionary.
const unknownCost = 32

// shortestPath finds the cheapest division of one run into words.
type shortestPath struct {
	ahead ahead
	ways  [maxRun + 2]way // by place: 0 before the first character, …
}

// way is the cheapest way to a place: its cost, a float32, in the upper half,
// below it where its last word begins and what kind that is. So the least of
// several ways is the cheapest and, of equal ones, the one whose last word begins
// first, as in gse.
type way uint64

const (
	insideAtom way = 0 // to a place where no word ends
	noWay      way = math.MaxUint64
)

// origin is the way to the place before the first character.
const origin way = 1

// extended returns the way that goes on from place i with a word of kind k.
func (w way) extended(i int, cost float32, k kind) way {
	return way(math.Float32bits(w.cost()+cost))<<32 | way(i)<<kindBits | way(k)
}

func (w way) cost() float32 { return math.Float32frombits(uint32(w >> 32)) }
func (w way) from() int     { return int(uint32(w) >> kindBits) }
func (w way) kind() kind    { return kind(w % (1 << kindBits)) }

// cut appends the words of the run in span, which comes after those before it in
// the text.
func (p *shortestPath) cut(d *dictionary, runes []rune, span document.Span, tokens []document.Token) []document.Token {
	if span.End > p.ahead.end {
		p.ahead.look(d, runes, span.Start)
	}
	run := runes[span.Start:span.End]
	p.reset(run)
	p.walk(d, run, span.Start-p.ahead.start)

	first := len(tokens)
	for at := len(run); at > 0; {
		w := p.ways[at]
		from := w.from()
		tokens = append(tokens, document.Token{
			Span: document.Span{Start: span.Start + from, End: span.Start + at},
			POS:  d.pos(w.kind(), run[from:at]),
		})
		at = from
	}
	slices.Reverse(tokens[first:])
	return tokens
}

// reset forgets the last run and marks the places inside the atoms of this one.
func (p *shortestPath) reset(run []rune) {
	p.ways[0] = origin
	atom := false
	for i, r := range run {
		before := atom
		atom = classOf(r).inAtom()
		p.ways[i+1] = noWay
		if atom && before {
			p.ways[i] = insideAtom
		}
	}
}

// walk finds the cheapest way to each place of run, which begins at place start
// of what was looked up. A pair that is no word costs more than any way: it is
// not worth a branch.
func (p *shortestPath) walk(d *dictionary, run []rune, start int) {
	codes := p.ahead.codes[start : start+len(run)]
	pairs := p.ahead.pairs[start : start+len(run)]
	longer := p.ahead.longer[start : start+len(run)]
	for i, n := range pairs {
		base := p.ways[i]
		if base == insideAtom {
			continue
		}
		next, k := i+1, d.rows[codes[i]].kind
		if p.ways[next] == insideAtom {
			next = p.atomEnd(next)
			k = d.find(run[i:next])
		}
		cost := d.costs[k.rank()]
		if k == 0 {
			cost = unknownCost
		}
		p.reach(next, base.extended(i, cost, k))
		p.reach(i+2, base.extended(i, d.costs[n.kind().rank()], n.kind()))
		if longer[i] == 0 {
			continue
		}
		for j := i + 2; j < len(run); j++ {
			if n = d.child(n, codes[j]); n == 0 {
				break
			}
			p.reach(j+1, base.extended(i, d.costs[n.kind().rank()], n.kind()))
		}
	}
}

// atomEnd returns the end of the atom that place i is inside of.
func (p *shortestPath) atomEnd(i int) int {
	for p.ways[i] == insideAtom {
		i++
	}
	return i
}

// reach records a way to place i unless a better one is known.
func (p *shortestPath) reach(i int, w way) { p.ways[i] = min(p.ways[i], w) }

// pos returns the part of speech of a word of kind k, or of text where the
// dictionary lacks it.
func (d *dictionary) pos(k kind, text []rune) string {
	if k != 0 {
		return d.tags[k.tag()]
	}
	return unlistedPOS(text)
}

// unlistedPOS returns the part of speech of a word that is in no dictionary.
func unlistedPOS(text []rune) string {
	if classOf(text[0]).inAtom() {
		return atomPOS(text)
	}
	return posUnknown
}
