package figure

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
)

//go:embed cues.txt
var cueFile string

//go:embed units.txt
var unitFile string

//go:embed heads.txt
var headFile string

// role is a set of the parts that a cue word can play.
type role uint32

const (
	plainRole    role = 1 << iota // no cue: keeps its parts from being read as some
	upRole                        // a rise
	downRole                      // a fall
	levelRole                     // a change whose figure is the level reached: 升至
	compareRole                   // a comparator before the figure
	postRole                      // a comparator after the figure
	basisRole                     // what a change is measured against
	forecastRole                  //
	targetRole                    //
	actualRole                    // ends the reach of a forecast
	linkRole                      // stands between a metric and its figure
	verbRole                      // ends a noun phrase
	reportRole                    // a source speaks
	firmRole                      // 公司: the firm last named
	homeRole                      // 我国
	cityRole                      // 本市
	actRole                       // an action whose amount is its metric: 回购, 净流入
	prepRole                      // what follows is no subject
)

// cue is what the lexicon says of a word that is one.
type cue struct {
	word       string
	roles      role
	comparator Comparator // of compareRole
	post       Comparator // of postRole
	basis      Basis      // of basisRole
}

// unit is what the lexicon says of a unit or measure word.
type unit struct {
	name string
	exp  int32 // power of ten from the unit as written to the base unit
	kind Kind
}

var roleNames = map[string]role{
	"plain": plainRole, "up": upRole, "down": downRole, "to": levelRole, "link": linkRole, "verb": verbRole,
	"report": reportRole, "corp": firmRole, "home": homeRole, "city": cityRole,
	"forecast": forecastRole, "target": targetRole, "actual": actualRole, "cmp": compareRole, "post": postRole,
	"act": actRole, "prep": prepRole,
}

// parseCues reads the lines "class [value]: word …". It gives no cue for a
// plain word.
func parseCues(file string) (*vocab.Table[*cue], error) {
	words := map[string]cue{}
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, list, ok := strings.Cut(line, ":")
		class, value, _ := strings.Cut(head, " ")
		var add cue
		add.roles = roleNames[class]
		switch add.roles {
		case compareRole:
			add.comparator = named(value, EQ, Near)
			ok = ok && add.comparator != 0
		case postRole:
			add.post = named(value, EQ, Near)
			ok = ok && add.post != 0
		case 0:
			add.roles, add.basis = basisRole, named(strings.ToUpper(class), YOY, VS)
			ok = ok && add.basis != 0
		}
		if !ok {
			return nil, fmt.Errorf("cues.txt:%d: no such class: %q", i+1, head)
		}
		for _, w := range strings.Fields(list) {
			words[w] = words[w].with(add)
		}
	}
	return vocab.New(roled(words)), nil
}

// roled returns the cues by word, close together in memory, and nil for the
// words that are plain.
func roled(words map[string]cue) map[string]*cue {
	cues := make([]cue, 0, len(words))
	out := make(map[string]*cue, len(words))
	for _, w := range slices.Sorted(maps.Keys(words)) {
		out[w] = nil
		if c := words[w]; c.roles != plainRole {
			c.word = w
			cues = append(cues, c)
			out[w] = &cues[len(cues)-1]
		}
	}
	return out
}

// with adds what b says of the same word; plain yields to any other role.
func (c cue) with(b cue) cue {
	c.roles |= b.roles
	if c.roles != plainRole {
		c.roles &^= plainRole
	}
	c.comparator = max(c.comparator, b.comparator)
	c.post = max(c.post, b.post)
	c.basis = max(c.basis, b.basis)
	return c
}

// named returns the enum value in [first, last] whose name is s, or 0.
func named[E interface {
	~uint8
	String() string
}](s string, first, last E) E {
	for e := first; e <= last; e++ {
		if e.String() == s {
			return e
		}
	}
	return 0
}

// parseHeads reads the lines "unit: continuation …".
func parseHeads(file string) (*vocab.Table[struct{}], error) {
	words := map[string]struct{}{}
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, list, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("heads.txt:%d: want a unit, a colon and continuations", i+1)
		}
		for _, w := range strings.Fields(list) {
			words[head+w] = struct{}{}
		}
	}
	return vocab.New(words), nil
}

// parseUnits reads the lines "KIND unit power surface …".
func parseUnits(file string) (*vocab.Table[unit], error) {
	words := map[string]unit{}
	for i, line := range strings.Split(file, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) < 4 {
			return nil, fmt.Errorf("units.txt:%d: want kind, unit, power and surfaces", i+1)
		}
		kind := named(f[0], Number, Count)
		exp, err := strconv.Atoi(f[2])
		if kind == 0 || err != nil {
			return nil, fmt.Errorf("units.txt:%d: bad kind %q or power %q", i+1, f[0], f[2])
		}
		for _, w := range f[3:] {
			name := f[1]
			if name == "=" {
				name = w
			}
			words[w] = unit{kind: kind, name: name, exp: int32(exp)}
		}
	}
	return vocab.New(words), nil
}
