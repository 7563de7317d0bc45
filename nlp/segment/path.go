package segment

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// unknownCost is gse's cost of a character or atom that is in no dictionary.
const unknownCost = 32

// shortestPath finds the cheapest division of one run into words.
type shortestPath struct {
	steps [maxRun + 1]step // by place: 0 before the first character, …
}

// step is the last word on the cheapest way to a place.
type step struct {
	cost float32 // of the whole way; 0: not reached yet; insideAtom: not a place to be
	from int32   // where the word begins
	node uint32  // of the word in the dictionary; 0: unknown
}

const insideAtom = -1

// cut appends the words of the run in span.
func (p *shortestPath) cut(d *dictionary, runes []rune, span document.Span, tokens []document.Token) []document.Token {
	run := runes[span.Start:span.End]
	p.walk(d, run)

	first := len(tokens)
	for at := len(run); at > 0; {
		s := p.steps[at]
		from := int(s.from)
		tokens = append(tokens, document.Token{
			Span: document.Span{Start: span.Start + from, End: span.Start + at},
			POS:  d.pos(s.node, run[from:at]),
		})
		at = from
	}
	slices.Reverse(tokens[first:])
	return tokens
}

// walk finds the cheapest way to each place of run.
func (p *shortestPath) walk(d *dictionary, run []rune) {
	p.reset(run)
	for i := range run {
		base := p.steps[i].cost
		if base == insideAtom {
			continue
		}
		next := i + 1 // the end of the character or atom at i
		for p.steps[next].cost == insideAtom {
			next++
		}
		known := false
		node := d.root(lower(run[i]))
		for j := i; node != 0; {
			if rank := d.words[node].rank; rank > 0 && p.steps[j+1].cost != insideAtom {
				p.reach(j+1, step{base + d.ranks[rank].cost, int32(i), node})
				known = known || j+1 == next
			}
			if j++; j == len(run) {
				break
			}
			node = d.child(node, lower(run[j]))
		}
		if !known {
			p.reach(next, step{base + unknownCost, int32(i), 0})
		}
	}
}

// reset forgets the last run and marks the places inside the atoms of this one.
func (p *shortestPath) reset(run []rune) {
	p.steps[0] = step{}
	before := other
	for i, r := range run {
		c := classOf(r)
		p.steps[i+1] = step{}
		if before.inAtom() && c.inAtom() {
			p.steps[i].cost = insideAtom
		}
		before = c
	}
}

// reach records a way to place i unless one as cheap is known: of equal ways
// the one whose last word begins first wins, as in gse.
func (p *shortestPath) reach(i int, s step) {
	if old := p.steps[i].cost; old == 0 || s.cost < old {
		p.steps[i] = s
	}
}

// pos returns the part of speech of the word at node, or of text where the
// dictionary lacks it.
func (d *dictionary) pos(node uint32, text []rune) string {
	if node != 0 {
		return d.tags[d.words[node].tag]
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
