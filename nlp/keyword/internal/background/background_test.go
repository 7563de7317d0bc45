package background_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
)

func spread(n uint64) uint64 { return (n + 1) * 0x9e3779b97f4a7c15 }

func TestTableKeepsFrequencies(t *testing.T) {
	var counts []background.Count
	for i := range uint64(1000) {
		counts = append(counts, background.Count{Hash: spread(i), Documents: int(i) + 2})
	}
	file, err := background.New(5000, counts, 12).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	table, err := background.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range counts {
		idf, known := table.IDF(c.Hash)
		if want := math.Log(5000 / float64(c.Documents)); !known || math.Abs(idf-want) > 0.4 {
			t.Errorf("%d documents: idf %.2f, %v, want %.2f", c.Documents, idf, known, want)
		}
	}
	strangers := 0
	for i := range uint64(1000) {
		if _, known := table.IDF(spread(i + 5000)); known {
			strangers++
		}
	}
	if strangers > 20 {
		t.Errorf("%d of 1000 strangers are known", strangers)
	}
}

func TestParseRefusesDamagedTables(t *testing.T) {
	file, err := background.New(10, []background.Count{{Hash: 1, Documents: 3}}, 4).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range file {
		if _, err := background.Parse(file[:i]); !errors.Is(err, background.ErrFormat) {
			t.Errorf("cut to %d bytes: error %v", i, err)
		}
		broken := slices.Clone(file)
		broken[i] ^= 0x40
		if i >= 8 && i < 12 {
			continue // any number of documents will do
		}
		if _, err := background.Parse(broken); !errors.Is(err, background.ErrFormat) {
			t.Errorf("byte %d changed: error %v", i, err)
		}
	}
}
