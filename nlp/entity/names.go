package entity

import (
	"github.com/tiyao/tiyao/nlp/document"
)

const (
	none      = -1 - iota // no index of a name
	ambiguous             // several
)

const (
	// definedBelief is the belief in a name that the text itself defines.
	definedBelief = 0.95
	// outletCertainty is the confidence with which each mention of a news outlet
	// counts as one of a body: more than the tagger's, less than a user's.
	outletCertainty = 0.995
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

// support is the tagger's confidence in all its mentions of the name.
func (n *name) support() float64 {
	sum := 0.0
	for _, v := range n.votes {
		sum += v
	}
	return sum
}

// nameTable holds the names of an article, each once.
type nameTable struct {
	list   []*name
	byText map[string]int
}

func newNameTable() *nameTable {
	return &nameTable{byText: make(map[string]int)}
}

// add returns the index of the name written as runes.
func (t *nameTable) add(runes []rune) int {
	key := string(runes)
	i, ok := t.byText[key]
	if !ok {
		i = len(t.list)
		t.byText[key] = i
		t.list = append(t.list, &name{runes: runes, derivedOf: none})
	}
	return i
}

// collect adds the names that mentions of text bear, and their votes.
func (t *nameTable) collect(text *document.Text, mentions []Mention) {
	for _, m := range mentions {
		n := t.list[t.add(text.Runes[m.Start:m.End])]
		n.votes[m.Type] += m.Confidence
		n.marked++
	}
}

// deriveShortForms adds the short forms that follow from a name's own shape
// (see shortForms), so that their occurrences are found though the tagger
// marked none.
func (t *nameTable) deriveShortForms(words *nameWords) {
	for i, n := range t.list[:len(t.list):len(t.list)] {
		for _, short := range words.shortForms(n.runes, n.majority()) {
			t.derive(short, i, derivedBelief)
		}
	}
}

// derive adds short as another form of the name full, of which the text
// says so with the given belief.
func (t *nameTable) derive(short []rune, full int, belief float64) int {
	i := t.add(short)
	switch n := t.list[i]; {
	case i == full:
	case n.derivedOf == none:
		n.derivedOf, n.prior = full, belief
	case n.derivedOf != full && belief <= n.prior:
		n.derivedOf, n.prior = ambiguous, 0
	}
	return i
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
	for _, n := range t.list {
		n.belief = n.support() / float64(max(n.count, 1))
	}
	for _, n := range t.list {
		if n.derivedOf < 0 {
			continue
		}
		f := t.list[n.derivedOf]
		if f.majority() == Company && n.support() > 0 && n.majority() != Company && n.prior < definedBelief {
			n.derivedOf = ambiguous // 海河公司 does not make 海河 a firm
			continue
		}
		n.belief = max(n.belief, n.prior*f.belief)
		for typ, v := range f.votes {
			n.votes[typ] += v
		}
	}
	for _, n := range t.list {
		if n.employs {
			n.headed()
		}
		if words.outlets[string(n.runes)] {
			n.votes[Organization] = max(n.votes[Organization], outletCertainty*float64(n.marked))
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

const (
	// addBelief is the least belief in a name whose unmarked occurrences are
	// taken for mentions.
	addBelief = 0.3
	// keepConfidence is the least confidence in a mention that the tagger
	// marked.
	keepConfidence = 0.4
	// ownShare is the tagger's part in the confidence in a mention that it
	// marked; the rest is the article's belief in the name.
	ownShare = 0.7
)

// mentions returns the occurrences that are taken for mentions, with the
// confidence in each. An unmarked one earns more than the belief in its name:
// of those taken, as many were found right as (1+belief)/2 says.
func (t *nameTable) mentions(occurrences []occurrence) []part {
	var out []part
	for _, o := range occurrences {
		belief := min(1, t.list[o.name].belief)
		p := part{o.Span, o.name, (1 + belief) / 2}
		taken := belief >= addBelief
		if o.tagged > 0 {
			p.weight = ownShare*o.tagged + (1-ownShare)*belief
			taken = p.weight >= keepConfidence
		}
		if taken {
			out = append(out, p)
		}
	}
	return out
}
