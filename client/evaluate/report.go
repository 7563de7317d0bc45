package evaluate

import (
	"fmt"
	"io"
)

// PRF counts what was found against what should have been.
type PRF struct {
	Name      string
	Right     int // found and right
	Predicted int // found
	Gold      int // should have been found
}

// Precision returns the share of what was found that is right; 0 of nothing.
func (m PRF) Precision() float64 { return ratio(m.Right, m.Predicted) }

// Recall returns the share of what should have been found that was; 0 of nothing.
func (m PRF) Recall() float64 { return ratio(m.Right, m.Gold) }

// F1 returns the harmonic mean of precision and recall.
func (m PRF) F1() float64 {
	p, r := m.Precision(), m.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Accuracy counts right answers.
type Accuracy struct {
	Name  string
	Right int
	Total int
}

// Value returns the share of right answers; 0 of none.
func (m Accuracy) Value() float64 { return ratio(m.Right, m.Total) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Report is the result of an evaluation.
type Report struct {
	PRF      []PRF
	Accuracy []Accuracy
	Errors   []string // one line for each thing that is not as in the gold
}

// WriteTo writes the table of figures, one a line.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var n int64
	for _, m := range r.PRF {
		k, err := fmt.Fprintf(w, "%-28s P %.3f R %.3f F1 %.3f (%d/%d/%d)\n",
			m.Name, m.Precision(), m.Recall(), m.F1(), m.Right, m.Predicted, m.Gold)
		n += int64(k)
		if err != nil {
			return n, err
		}
	}
	for _, m := range r.Accuracy {
		k, err := fmt.Fprintf(w, "%-28s acc %.3f (%d/%d)\n", m.Name, m.Value(), m.Right, m.Total)
		n += int64(k)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
