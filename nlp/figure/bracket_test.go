package figure

import (
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
)

// A bracket may be all that stands before a number: nothing is there to read.
func TestNothingBeforeABracket(t *testing.T) {
	x, err := NewExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"（制造业）为50.2。", "(PMI)50.2", "（注）由1.45降至1.12", "（同比）的50%", "（其中）上涨3.2%至0.7193", "（一）分别为1.2、3.4"} {
		doc := &document.Document{Title: document.NewText(""), Body: document.NewText(text)}
		if _, err := x.Extract(t.Context(), doc, nil); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
