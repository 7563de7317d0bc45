package entity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// buildEntities makes one entity of each group of names with mentions in body.
func buildEntities(body *document.Text, names *nameTable, g groups) []Entity {
	members := make(map[int][]*name)
	var roots []int
	for i, n := range names.list {
		if len(n.mentions) == 0 {
			continue
		}
		root := g.find(i)
		if members[root] == nil {
			roots = append(roots, root)
		}
		members[root] = append(members[root], n)
	}
	entities := make([]Entity, 0, len(roots))
	total := 0.0
	for _, root := range roots {
		e := buildEntity(body, members[root])
		total += e.Salience
		entities = append(entities, e)
	}
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(-cmp.Compare(a.Salience, b.Salience), cmp.Compare(a.Mentions[0].Start, b.Mentions[0].Start))
	})
	for i := range entities {
		entities[i].ID = fmt.Sprintf("e%d", i+1)
		entities[i].Salience /= total
	}
	return entities
}

// buildEntity joins names into one entity; its Salience is not yet a share.
func buildEntity(body *document.Text, names []*name) Entity {
	var e Entity
	var votes name
	full := names[0]
	inTitle := false
	for _, n := range names {
		e.Mentions = append(e.Mentions, n.mentions...)
		for t, v := range n.votes {
			votes.votes[t] += v
		}
		inTitle = inTitle || n.inTitle
		if fuller(n, full) {
			full = n
		}
	}
	e.Type = votes.majority()
	e.Name = body.Slice(full.mentions[0].Span)
	slices.SortFunc(e.Mentions, func(a, b Mention) int { return cmp.Compare(a.Start, b.Start) })
	for i := range e.Mentions {
		e.Mentions[i].Type = e.Type
	}
	e.Salience = prominence(body, e.Mentions, inTitle)
	return e
}

// fuller reports whether a is a fuller name than b: the one with more Chinese
// characters (unless they name a product), then the longer, then the more
// frequent.
func fuller(a, b *name) bool {
	if a.typ != Product {
		if ah, bh := countHan(a.runes), countHan(b.runes); ah != bh {
			return ah > bh
		}
	}
	if len(a.runes) != len(b.runes) {
		return len(a.runes) > len(b.runes)
	}
	return len(a.mentions) > len(b.mentions)
}

// prominence is the unnormalised salience of an entity:
//
//	ln(1+count) + 2·early + 2·title
//
// where early falls from 1 for a name that opens the text to 0 at its end, and
// title is 1 where the article's title names the entity. The weights of the
// first two were fitted to whether annotators chose a name as a keyword of its
// article; the spread of the mentions added nothing to them.
func prominence(body *document.Text, mentions []Mention, inTitle bool) float64 {
	p := math.Log1p(float64(len(mentions)))
	p += 2 * (1 - float64(mentions[0].Start)/float64(body.Len()))
	if inTitle {
		p += 2
	}
	return p
}
