// Package chain holds the label scheme of the tagger and the dynamic program
// over it: a linear chain of labels, one for each character, in which each name
// is Begin Inside* End or Single (BIOES).
package chain

// Labels of a scheme with T types: 0 is outside; the four labels of type t
// (counted from 0) follow from 1+4t in the order Begin, Inside, End, Single.
const (
	Outside = 0

	Begin  = 0
	Inside = 1
	End    = 2
	Single = 3
)

// Label returns the label for a part (Begin, Inside, End, Single) of type t.
func Label(t, part int) int { return 1 + 4*t + part }

// NumLabels returns the number of labels of a scheme with the given types.
func NumLabels(types int) int { return 1 + 4*types }

// Mask is a set of labels.
type Mask uint64

// All returns the set of all labels of a scheme.
func All(types int) Mask { return 1<<NumLabels(types) - 1 }

// Has reports whether the label is in m.
func (m Mask) Has(label int) bool { return m>>label&1 != 0 }

// TypeSet is a set of types: bit t stands for type t.
type TypeSet uint16

// Labels returns the labels of the types in s with the given part.
func (s TypeSet) Labels(part int) Mask {
	var m Mask
	for t := 0; s != 0; t, s = t+1, s>>1 {
		if s&1 != 0 {
			m |= 1 << Label(t, part)
		}
	}
	return m
}

// Fix narrows a lattice so that [start, end) is one name of one of the types.
func Fix(allow []Mask, start, end int, types TypeSet) {
	if end-start == 1 {
		allow[start] = types.Labels(Single)
		return
	}
	allow[start] = types.Labels(Begin)
	for i := start + 1; i < end-1; i++ {
		allow[i] = types.Labels(Inside)
	}
	allow[end-1] = types.Labels(End)
}

// Span is a stretch that may be a name: positions [Start, End) and a type.
type Span struct {
	Start, End, Type int
}

// Transitions weighs the steps between neighbouring labels. Only three kinds of
// step are possible: from one unit (a name, or an outside character) to the
// next; from Begin or Inside to Inside; and to End.
type Transitions struct {
	Types int
	// Unit[a*(Types+1)+b]: after unit a comes unit b; 0 is outside, 1+t type t.
	Unit []float32
	// Step[4*t…]: Begin→Inside, Begin→End, Inside→Inside, Inside→End.
	Step []float32
}

// NewTransitions returns zero weights for the given number of types.
func NewTransitions(types int) Transitions {
	return Transitions{
		Types: types,
		Unit:  make([]float32, (types+1)*(types+1)),
		Step:  make([]float32, 4*types),
	}
}

// Add adds k times the weights of another.
func (tr *Transitions) Add(other Transitions, k float32) {
	for i, w := range other.Unit {
		tr.Unit[i] += k * w
	}
	for i, w := range other.Step {
		tr.Step[i] += k * w
	}
}
