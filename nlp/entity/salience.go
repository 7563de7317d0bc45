package entity

import (
	"cmp"
	"math"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

// builder makes entities of groups of names. Its memory is used again.
type builder struct {
	entityOf []int // by root of a group: its entity, or none
	drafts   []draft
}

// draft is what becomes an entity.
type draft struct {
	votes    name // the sum of its names' votes
	full     *name
	mentions int
	single   bool // it has one name
	inTitle  bool
}

// entities makes one entity of each group of names with mentions in body.
func (b *builder) entities(body *document.Text, names *nameTable, g groups, id func(int) string) []Entity {
	mentions := b.draft(names, g)
	if len(b.drafts) == 0 {
		return []Entity{}
	}
	entities := make([]Entity, len(b.drafts))
	slab := make([]Mention, mentions)
	for i, d := range b.drafts {
		entities[i].Mentions, slab = slab[:0:d.mentions], slab[d.mentions:]
	}
	for i := range names.list {
		if n := &names.list[i]; n.live() {
			e := &entities[b.entityOf[g.find(i)]]
			e.Mentions = append(e.Mentions, n.mentions...)
		}
	}
	total := 0.0
	for i := range entities {
		b.drafts[i].finish(body, &entities[i])
		total += entities[i].Salience
	}
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(b.Salience, a.Salience), cmp.Compare(a.Mentions[0].Start, b.Mentions[0].Start))
	})
	for i := range entities {
		entities[i].ID = id(i)
		entities[i].Salience /= total
	}
	return entities
}

// draft reads which names make an entity, and returns the number of their
// mentions.
func (b *builder) draft(names *nameTable, g groups) (mentions int) {
	b.entityOf, b.drafts = b.entityOf[:0], b.drafts[:0]
	for range names.list {
		b.entityOf = append(b.entityOf, none)
	}
	for i := range names.list {
		n := &names.list[i]
		if !n.live() {
			continue
		}
		root := g.find(i)
		if b.entityOf[root] < 0 {
			b.entityOf[root] = len(b.drafts)
			b.drafts = append(b.drafts, draft{single: true})
		}
		d := &b.drafts[b.entityOf[root]]
		for t, v := range n.votes {
			d.votes.votes[t] += v
		}
		d.mentions += len(n.mentions)
		d.single = d.full == nil
		d.inTitle = d.inTitle || n.inTitle
		if d.full == nil || fuller(n, d.full) {
			d.full = n
		}
		mentions += len(n.mentions)
	}
	return mentions
}

// finish completes e, which has its mentions; its Salience is not yet a share.
func (d *draft) finish(body *document.Text, e *Entity) {
	e.Type = d.votes.majority()
	e.Name = body.Slice(d.full.mentions[0].Span)
	if !d.single {
		slices.SortFunc(e.Mentions, func(a, b Mention) int { return cmp.Compare(a.Start, b.Start) })
	}
	for i := range e.Mentions {
		e.Mentions[i].Type = e.Type
	}
	e.Salience = prominence(body, e.Mentions, d.inTitle)
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
