package entity

import "slices"

var (
	thisFirm = []rune("该公司")
	firm     = []rune("公司")
)

func (b *roleBuilder) isFirm(x item) bool {
	return x.kind == bodyItem && b.entities[x.entity].Type == Company
}

// isLegal reports whether x names a firm in full.
func (b *roleBuilder) isLegal(x item) bool {
	return b.isFirm(x) && hasSuffix(b.text.Runes[x.Start:x.End], firm)
}

// lastFirms appends to out, for each of items, the index of the last firm before
// it, or -1.
func (b *roleBuilder) lastFirms(out []int, items []item) []int {
	last := -1
	for i, x := range items {
		out = append(out, last)
		if b.isFirm(x) {
			last = i
		}
	}
	return out
}

// noteFirm keeps the first firm of a sentence's items for the next sentence, and
// the first that is named in full.
func (b *roleBuilder) noteFirm(items []item) {
	if i := slices.IndexFunc(items, b.isFirm); i >= 0 {
		b.firm, b.hasFirm = items[i], true
		if j := slices.IndexFunc(items, b.isLegal); j >= 0 {
			i = j
		}
		b.legalFirm = items[i]
	}
}

// firmMeant returns the firm of the title at i, which the text does not name
// there, or nil: the one named last in the sentence, else the first of the
// sentence before. 该公司 stands for one that is named in full, if one is:
// 苏州北辰有限公司增资. 该公司法定代表人为李明.
func (c *clause) firmMeant(i int) *item {
	const maxBack = 8 // items
	start := c.list[i].Start
	if f := c.firms[i]; f >= 0 {
		if hasSuffix(c.text.Runes[c.span.Start:start], thisFirm) {
			for j := f; j >= max(0, f-maxBack); j-- {
				if c.isLegal(c.list[j]) {
					return &c.list[j]
				}
			}
		}
		return &c.list[f]
	}
	switch {
	case !c.hasFirm:
		return nil
	case contains(c.text.Runes[max(c.span.Start, start-maxVerbDistance):start], thisFirm):
		return &c.legalFirm
	}
	return &c.firm
}
