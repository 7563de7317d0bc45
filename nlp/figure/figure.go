// Package figure finds the quantities that a Chinese news article states and
// says what each means: a growth rate or an amount, of what, whose, when, as a
// fact or a forecast.
//
// The stages are a lexer for numerals, scale words and units, a grammar that
// builds candidate figures, filters for what only looks like one (dates,
// ordinals, names, codes, scores, idioms), and attachment of each figure to
// its metric, subject and period. Values are exact decimals, never floats.
package figure

import (
	"time"

	"github.com/tiyao/tiyao/nlp/document"
)

// Figure is one quantity that the body of an article states. The span covers
// number, scale word and unit, and no comparator word before or after them.
type Figure struct {
	document.Span
	Kind       Kind
	Low, High  string // plain decimals in the base unit of Unit, no exponent; equal unless the figure is a range
	Unit       string // %, 百分点, ISO 4217 code, 倍, 点, or the measure word as it stands; empty for PUE, Ratio, Number
	Comparator Comparator
	Direction  Direction
	Basis      Basis
	Status     Status
	Metric     Phrase // what is measured
	Subject    Phrase // whose figure it is
	Period     Period // when it holds
	Rule       string // name of the grammar rule that made the figure
	Confidence float64
}

// Phrase is a stretch of the article that a figure was attached to. The zero
// Phrase means that the article has none.
type Phrase struct {
	document.Span        // in the body, or in the title where InTitle is set
	Text          string // the article's own characters under Span
	InTitle       bool
	EntityID      string // set where the phrase names an entity of the article
}

// Period is the time expression that a figure holds for. Start and End are
// the first and last civil day it covers, at midnight UTC. Both are zero where
// they follow neither from the text nor from the publish time, and either where
// the period is open on its side (自9月1日起, 2019年之前).
type Period struct {
	Phrase
	Start, End time.Time
}

// Kind is what a figure measures.
type Kind uint8

// The kinds of figures, as the annotation guidelines define them.
const (
	Number          Kind = iota + 1 // a bare number that fits no other kind
	GrowthRate                      // a relative change
	Percentage                      // any other percentage or share
	PercentagePoint                 // a difference of percentages; basis points are converted
	PUE                             // a power usage effectiveness
	Multiple                        // a multiple that is no change
	Ratio                           // another bare ratio
	Money                           // an amount with a currency
	Index                           // points of an index
	Measure                         // a physical quantity
	Duration                        // a length of time
	Count                           // things, people or times
)

// Comparator says how the true value stands to the stated one.
type Comparator uint8

// The comparators.
const (
	EQ     Comparator = iota + 1
	Approx            // about (约, 左右)
	LT                // less than (不足, 低于)
	LE                // at most (不超过, 以内)
	GT                // more than (超, 逾, 余)
	GE                // at least (至少, 以上)
	Near              // just under (近, 接近)
)

// Direction is the sign of a change; NoDirection for what is no change.
type Direction uint8

// The directions.
const (
	NoDirection Direction = iota
	Up
	Down
)

// Basis is what a change is measured against.
type Basis uint8

// The bases of comparison.
const (
	NoBasis Basis = iota
	YOY           // the same period a year before
	QOQ           // the quarter before
	MOM           // the month before
	DOD           // the day before
	YTD           // the start of the year
	CAGR          // an average annual rate
	VS            // another named value
)

// Status says whether a figure is fact, expectation or aim.
type Status uint8

// The statuses.
const (
	Actual Status = iota + 1
	Forecast
	Target
)

// String returns the guidelines' name of k, such as GROWTH_RATE.
func (k Kind) String() string {
	return nameOf(int(k), "UNSPECIFIED", "NUMBER", "GROWTH_RATE", "PERCENTAGE", "PERCENTAGE_POINT", "PUE",
		"MULTIPLE", "RATIO", "MONEY", "INDEX", "MEASURE", "DURATION", "COUNT")
}

// String returns the guidelines' name of c, such as APPROX.
func (c Comparator) String() string {
	return nameOf(int(c), "UNSPECIFIED", "EQ", "APPROX", "LT", "LE", "GT", "GE", "NEAR")
}

// String returns the guidelines' name of d, such as UP.
func (d Direction) String() string { return nameOf(int(d), "NONE", "UP", "DOWN") }

// String returns the guidelines' name of b, such as YOY.
func (b Basis) String() string {
	return nameOf(int(b), "NONE", "YOY", "QOQ", "MOM", "DOD", "YTD", "CAGR", "VS")
}

// String returns the guidelines' name of s, such as FORECAST.
func (s Status) String() string { return nameOf(int(s), "UNSPECIFIED", "ACTUAL", "FORECAST", "TARGET") }

func nameOf(i int, names ...string) string {
	if i < 0 || i >= len(names) {
		return "UNSPECIFIED"
	}
	return names[i]
}
