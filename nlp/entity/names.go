package entity

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
)

const (
	none      = -1 - iota // no index of a name
	ambiguous             // several
)

const (
	// definedBelief is the belief in a name that the text itself defines.
	definedBelief = 0.95
	// bodyCertainty is the confidence with which each mention of a news outlet
	// and the like counts as one of a body: more than the tagger's, less than a user's.
	bodyCertainty = 1 - 1e-9
	// derivedBelief is the belief in a name that follows from another's shape.
	derivedBelief = 0.8
)

// name is one surface form with all that the article says about it.
type name struct {
	runes     []rune
	votes     [Product + 1]float64 // support for each type: sum of the tagger's confidence
	typ       Type
	marked    int     // mentions that the tagger found
	prior     float64 // belief from what the text says of the name, apart from the tagger
	count     int     // occurrences, but those inside of longer names
	belief    float64 // that an occurrence is a mention
	derivedOf int     // index of the name it is a short form of, or none, or ambiguous
	inTitle   bool
	employs   bool      // a title after it says that somebody heads it
	mentions  []Mention // in the body, in order; set once the text is covered
}

// live reports whether the body names it.
func (n *name) live() bool { return len(n.mentions) > 0 }

// support is the tagger's confidence in all its mentions of the name.
func (n *name) support() float64 {
	sum := 0.0
	for _, v := range n.votes {
		sum += v
	}
	return sum
}

// nameTable holds the names of an article, each once. Pointers into the list
// are good until a name is added.
type nameTable struct {
	list  []name
	words wordTable
}

// reset removes all names.
func (t *nameTable) reset() {
	clear(t.list)
	t.list = t.list[:0]
	t.words.reset()
}

// add returns the index of the name written as runes.
func (t *nameTable) add(runes []rune) int {
	i, added := t.words.add(runes)
	if added {
		t.list = append(t.list, name{runes: runes, derivedOf: none})
	}
	return i
}

// at returns the name written as runes.
func (t *nameTable) at(runes []rune) *name { return &t.list[t.add(runes)] }

// collect adds the names that mentions of text bear, and their votes.
func (t *nameTable) collect(text *document.Text, mentions []mention) {
	for i := range mentions {
		m := &mentions[i]
		m.name = t.add(text.Runes[m.Start:m.End])
		n := &t.list[m.name]
		n.votes[m.Type] += m.Confidence
		n.marked++
	}
}

// deriveShortForms adds the short forms that follow from a name's own shape
// (see shortForm), so that their occurrences are found though the tagger marked
// none.
func (t *nameTable) deriveShortForms(words *nameWords) {
	for i := range len(t.list) {
		n := &t.list[i]
		if short := words.shortForm(n.runes, n.majority()); short != nil {
			t.derive(short, i, derivedBelief)
		}
	}
}

// deriveAbbreviations makes a name, of which the tagger is unsure, a short form
// of the one that it abbreviates in the regular way: 亚行 of 亚洲开发银行.
func (t *nameTable) deriveAbbreviations(words *nameWords, index *abbreviationIndex) {
	for i := range t.list {
		n := &t.list[i]
		if n.isSure() || n.marked == 0 || n.derivedOf != none || len(n.runes) > maxAbbreviation {
			continue
		}
		full := none
		for _, s := range index.beginningWith(n.runes[0]) {
			if !t.list[s.name].isSure() || !words.abbreviates(n.runes, t.list[s.name].runes) {
				continue
			}
			if full != none {
				full = ambiguous
				break
			}
			full = s.name
		}
		if full >= 0 {
			t.derive(n.runes, full, derivedBelief)
		}
	}
}

// isSure reports whether the tagger is sure of its mentions of the name.
func (n *name) isSure() bool {
	const sure = 0.7
	return n.marked > 0 && n.support() >= sure*float64(n.marked)
}

// derive adds short as another form of the name full, of which the text
// says so with the given belief.
func (t *nameTable) derive(short []rune, full int, belief float64) int {
	i := t.add(short)
	switch n := &t.list[i]; {
	case i == full:
	case n.derivedOf == none:
		n.derivedOf, n.prior = full, belief
	case n.derivedOf != full && belief <= n.prior:
		n.derivedOf, n.prior = ambiguous, 0
	}
	return i
}

// count counts the occurrences of names.
func (t *nameTable) count(occurrences []occurrence) {
	for _, o := range occurrences {
		t.list[o.name].count++
	}
}

// majority returns the type with most votes; the first in order on a tie.
func (n *name) majority() Type {
	best := Company
	for t := best; t <= Product; t++ {
		if n.votes[t] > n.votes[best] {
			best = t
		}
	}
	return best
}

// settle gives every name the type that its mentions vote for, and the belief
// that its occurrences are mentions.
func (t *nameTable) settle(words *nameWords) {
	for i := range t.list {
		n := &t.list[i]
		n.belief = n.support() / float64(max(n.count, 1))
	}
	for i := range t.list {
		n := &t.list[i]
		if n.derivedOf < 0 {
			continue
		}
		f := &t.list[n.derivedOf]
		if f.majority() == Company && n.support() > 0 && n.majority() != Company && n.prior < definedBelief {
			n.derivedOf = ambiguous // 海河公司 does not make 海河 a firm
			continue
		}
		n.belief = max(n.belief, n.prior*f.belief)
		for typ, v := range f.votes {
			n.votes[typ] += v
		}
	}
	for i := range t.list {
		n := &t.list[i]
		if n.employs {
			n.headed()
		}
		if words.bodyNames.has(n.runes) {
			n.votes[Organization] = max(n.votes[Organization], bodyCertainty*float64(n.marked))
		}
		n.typ = n.majority()
	}
}

// headed turns the votes for a product into votes for a body: the kind that
// other mentions of it speak for, else a firm.
func (n *name) headed() {
	body := Company
	if n.votes[Organization] > n.votes[Company] {
		body = Organization
	}
	n.votes[body] += n.votes[Product]
	n.votes[Product] = 0
}

// ownShare is the tagger's part in the confidence in a mention that it marked;
// the rest is the article's belief in the name.
const ownShare = 0.5

var (
	// addBelief is, by type, the least belief in a name whose unmarked
	// occurrences are taken for mentions.
	addBelief = [...]float64{Company: 0.3, Person: 0.25, Organization: 0.4, Location: 0.25, Product: 0.2}
	// keepConfidence is, by type, the least confidence in a mention that the
	// tagger marked. It is unsure of products more often than it is wrong.
	keepConfidence = [...]float64{Company: 0.45, Person: 0.45, Organization: 0.4, Location: 0.4, Product: 0.3}
)

// believed appends to out the occurrences that are taken for mentions, with the
// confidence in each. An unmarked one earns more than the belief in its name:
// of those taken, as many were found right as (1+belief)/2 says.
func (t *nameTable) believed(out []part, occurrences []occurrence) []part {
	for _, o := range occurrences {
		n := &t.list[o.name]
		belief := min(1, n.belief)
		p := part{o.Span, o.name, (1 + belief) / 2}
		taken := belief >= addBelief[n.typ]
		if o.tagged > 0 {
			p.weight = ownShare*o.tagged + (1-ownShare)*belief
			taken = p.weight >= keepConfidence[n.typ]
		}
		if taken {
			out = append(out, p)
		}
	}
	return out
}

// distribute gives every name its mentions, which it appends to out, those of
// one name together.
func (t *nameTable) distribute(out []Mention, cover []part) []Mention {
	for i := range t.list {
		t.list[i].count = 0
	}
	for _, p := range cover {
		t.list[p.name].count++
	}
	out = slices.Grow(out, len(cover))[:len(cover)]
	start := 0
	for i := range t.list {
		n := &t.list[i]
		n.mentions = out[start : start : start+n.count]
		start += n.count
	}
	for _, p := range cover {
		n := &t.list[p.name]
		n.mentions = append(n.mentions, Mention{Span: p.Span, Type: n.typ, Confidence: p.weight})
	}
	return out
}
