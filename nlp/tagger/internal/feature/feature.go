// Package feature reads from a text what the tagger weighs: events. An event is
// a span of the text with an identity (these three characters, this Latin word,
// a name of that list); its weights are rows of one weight per label, one row
// for each place relative to the span. Training and prediction walk the same
// events, so the two cannot disagree.
package feature

// Shape says which places around an event's span have a row of weights.
type Shape uint8

// The shapes of events.
const (
	// Gram has one row for each character of the span and for Margin
	// characters on either side of it: the shorter, the further.
	Gram1 Shape = iota
	Gram2
	Gram3
	// Here has one row: the span's first character.
	Here
	// Word has rows for the character before the span, its first, inner and
	// last character, its only character, and the one after it.
	Word
)

type window struct{ length, margin int }

var windows = [...]window{Gram1: {1, 2}, Gram2: {2, 1}, Gram3: {3, 0}, Here: {1, 0}}

// The places of a [Word].
const (
	Before = iota
	First
	Inner
	Last
	Only
	After

	numWordPlaces
)

// Places returns how many rows of weights an event of shape s has.
func (s Shape) Places() int {
	if s == Word {
		return numWordPlaces
	}
	w := windows[s]
	return w.length + 2*w.margin
}

// Margin is how many characters before the span the places of s begin.
func (s Shape) Margin() int { return windows[s].margin }

// Event is one observation.
type Event struct {
	Key   uint64 // identity, already mixed
	Start int32  // span, in code points
	End   int32
	Shape Shape
}

// Range returns the positions that e bears on, not yet cut to the text.
func (e Event) Range() (from, to int) {
	if e.Shape == Word {
		return int(e.Start) - 1, int(e.End) + 1
	}
	m := windows[e.Shape].margin
	return int(e.Start) - m, int(e.End) + m
}

// Place returns the row of e that bears on position i, which lies in e.Range.
func (e Event) Place(i int) int {
	if e.Shape != Word {
		return i - int(e.Start) + windows[e.Shape].margin
	}
	switch start, end := int(e.Start), int(e.End); {
	case i < start:
		return Before
	case i >= end:
		return After
	case end-start == 1:
		return Only
	case i == start:
		return First
	case i == end-1:
		return Last
	}
	return Inner
}

// mix adds v to the running hash h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// Key returns the identity of an event of the given family.
func Key(family byte, parts ...uint64) uint64 {
	h := mix(0x5bd1e995, uint64(family))
	for _, p := range parts {
		h = mix(h, p)
	}
	return h
}

// hashRunes returns the identity of a string within a family.
func hashRunes(family byte, runes []rune) uint64 {
	h := mix(0x5bd1e995, uint64(family))
	for _, r := range runes {
		h = mix(h, uint64(r))
	}
	return h
}
