package entity

import (
	"github.com/tiyao/tiyao/nlp/document"
)

// suffixVote is the weight of a deciding ending among the votes for a name's
// type: as much as two certain mentions.
const suffixVote = 2

// name is one surface form with all that the article says about it.
type name struct {
	runes      []rune
	votes      [Product + 1]float64 // support for each type
	typ        Type
	confidence float64 // of its best mention
	tagged     int     // mentions by the tagger, in title and body
	derivedOf  int     // index of the name it is a short form of, or -1
	inTitle    bool
	mentions   []Mention // in the body, in order; set once the text is covered
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
		t.list = append(t.list, &name{runes: runes, derivedOf: -1})
	}
	return i
}

// collect adds the names that mentions of text bear, and their votes.
func (t *nameTable) collect(text *document.Text, mentions []Mention) {
	for _, m := range mentions {
		if m.Type == Office {
			continue
		}
		n := t.list[t.add(text.Runes[m.Start:m.End])]
		n.votes[m.Type] += m.Confidence
		n.confidence = max(n.confidence, m.Confidence)
		n.tagged++
	}
}

// deriveShortForms adds the short forms that follow from a name's own shape
// (see shortForms), so that their occurrences are found though the tagger
// marked none.
func (t *nameTable) deriveShortForms(words *nameWords) {
	for i, n := range t.list[:len(t.list):len(t.list)] {
		for _, short := range words.shortForms(n.runes, n.majority()) {
			t.derive(short, i)
		}
	}
}

// derive adds short as another form of the name full, whose votes it inherits.
func (t *nameTable) derive(short []rune, full int) int {
	i := t.add(short)
	n, f := t.list[i], t.list[full]
	if n.tagged == 0 && n.derivedOf < 0 {
		n.derivedOf = full
		n.votes = f.votes
		n.confidence = f.confidence
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

// settle gives every name the type that its mentions and its ending vote for.
func (t *nameTable) settle(suffixes *suffixTable) {
	for _, n := range t.list {
		if s := suffixes.typeOf(n.runes); s != 0 && n.votes[s] > 0 {
			n.votes[s] += suffixVote
		}
		n.typ = n.majority()
	}
}

// known returns the mentions of text as parts of a cover, with settled types.
func (t *nameTable) known(text *document.Text, mentions []Mention) []part {
	parts := make([]part, 0, len(mentions))
	for _, m := range mentions {
		if m.Type == Office {
			continue
		}
		i := t.byText[string(text.Runes[m.Start:m.End])]
		m.Type = t.list[i].typ
		parts = append(parts, part{m, i})
	}
	return parts
}
