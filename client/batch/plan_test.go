package batch

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

func TestPlanner(t *testing.T) {
	content := string(make([]byte, maxPartBytes+1))
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5).Draw(t, "size")
		lengths := rapid.SliceOf(rapid.SampledFrom([]int{0, 1, maxPartBytes / 3, maxPartBytes - 1, maxPartBytes + 1})).Draw(t, "lengths")
		p, again := planner{size: size}, planner{size: size}
		part, items, bytes := 0, 0, 0
		for i, n := range lengths {
			it := &source.Item{Document: &tiyaov1.Document{Content: content[:n]}}
			got := p.place(it)
			if again.place(it) != got {
				t.Fatal("two planners differ")
			}
			if full := items == size || bytes >= maxPartBytes; full {
				part, items, bytes = part+1, 0, 0
			}
			if got != part {
				t.Fatalf("item %d is in part %d, want %d", i, got, part)
			}
			items, bytes = items+1, bytes+n
		}
	})
}

func TestChainKnowsOrder(t *testing.T) {
	a := source.Item{ID: "a", Document: &tiyaov1.Document{Content: "x"}}
	b := source.Item{ID: "b", Document: &tiyaov1.Document{Content: "x"}}
	var ab, ba chain
	ab.add(a.Digest())
	ab.add(b.Digest())
	ba.add(b.Digest())
	ba.add(a.Digest())
	if ab == ba {
		t.Error("the order of inputs does not matter")
	}
}
