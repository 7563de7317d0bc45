package figure

import (
	"strings"

	"github.com/tiyao/tiyao/nlp/figure/internal/chars"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// class is a set of what a character may begin.
type class uint8

const (
	cueClass    class = 1 << iota // a cue word
	timeClass                     // a time expression
	amountClass                   // an amount
	markClass                     // a punctuation mark, by itself
	spaceClass                    // a space
	latinClass                    // a word of Latin letters
	numberClass                   // a numeral, or an expression that stands for one
)

// classes holds the class of each character that may begin something.
type classes struct {
	set   *chars.Set
	class []class // by number; that of 0, for all other characters, is 0
}

func (cs *classes) of(r rune) class { return cs.class[cs.set.Number(r)] }

// classify collects the classes from the vocabulary of x.
func (x *Extractor) classify() *classes {
	var members []rune
	for r := range rune(1 << 16) {
		if x.begins(r) != 0 {
			members = append(members, r)
		}
	}
	cs := &classes{set: chars.NewSet(members), class: make([]class, len(members)+1)}
	for i, r := range members {
		cs.class[i+1] = x.begins(r)
	}
	return cs
}

// begins returns what r may begin.
func (x *Extractor) begins(r rune) (c class) {
	if x.cues.HasFirst(r) {
		c |= cueClass
	}
	if x.periods.IsStart(r) {
		c |= timeClass
	}
	if number.IsStart(r) {
		c |= amountClass | numberClass
	}
	if startsAmount(r) {
		c |= amountClass
	}
	if isMark(r) {
		c |= markClass
	}
	if r == ' ' || r == '\u3000' || r == '\u00a0' || r == '\t' {
		c |= spaceClass
	}
	if isLatin(r) {
		c |= latinClass
	}
	if strings.ContainsRune("翻折年月日期季天指我", r) {
		c |= numberClass
	}
	return c
}
