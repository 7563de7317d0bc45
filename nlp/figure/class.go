package figure

import "github.com/tiyao/tiyao/nlp/figure/number"

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

// classes holds the class of each character of the Basic Multilingual Plane.
// Most characters of a text begin nothing, and one look tells.
type classes [1 << 16]class

func (cs *classes) of(r rune) class {
	if uint32(r) < uint32(len(cs)) {
		return cs[r]
	}
	return 0
}

// classify fills the table from the vocabulary of x.
func (x *Extractor) classify() *classes {
	cs := new(classes)
	for r := range rune(len(cs)) {
		var c class
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
		cs[r] = c
	}
	for _, r := range "翻折年月日期季天指我" {
		cs[r] |= numberClass
	}
	return cs
}
