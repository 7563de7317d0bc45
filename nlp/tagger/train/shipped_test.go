package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// The scores on the model card are those of the model that ships, with the
// segmenter and the folding of today.
func TestModelCard(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "gold", "dev")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no gold documents:", err)
	}
	ctx := context.Background()
	seg, err := segment.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{scheme: scheme{productTypes}, seg: seg}
	gold, err := l.readGold(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	measured, _, err := assess(ctx, m, l.scheme, gold)
	if err != nil {
		t.Fatal(err)
	}
	card, err := os.ReadFile("../MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range measured.rows("gold/dev", productTypes) {
		prefix := fmt.Sprintf("| gold/dev | %s |", s.Type)
		_, row, ok := strings.Cut(string(card), prefix)
		if !ok {
			t.Errorf("the card has no row %s", prefix)
			continue
		}
		var p, r, f float64
		if _, err := fmt.Sscanf(row, " %f | %f | %f |", &p, &r, &f); err != nil || math.Abs(f-s.F1) > 0.01 {
			t.Errorf("%s: the card says F1 %.3f, measured %.3f (%v)", s.Type, f, s.F1, err)
		}
	}
}
