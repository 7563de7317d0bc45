package batch

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTop(t *testing.T) {
	counts := map[string]int{"a": 1, "b": 3, "c": 3, "d": 2}
	for n, want := range map[int][]Count{
		0: {},
		2: {{"b", 3}, {"c", 3}},
		9: {{"b", 3}, {"c", 3}, {"d", 2}, {"a", 1}},
	} {
		if diff := cmp.Diff(want, top(counts, n)); diff != "" {
			t.Errorf("top %d: %s", n, diff)
		}
	}
}

// TestMergeForgets counts more names than are kept: the frequent ones stay.
func TestMergeForgets(t *testing.T) {
	into := make(map[string]int)
	for part := range 10 {
		from := map[string]int{"common": 100, "known": 5}
		for i := range maxNames / 5 {
			from[fmt.Sprint(part, "-", i)] = 1
		}
		merge(into, from)
		if len(into) > maxNames {
			t.Fatalf("%d names are kept", len(into))
		}
	}
	if into["common"] != 1000 || into["known"] != 50 {
		t.Errorf("common %d times, known %d times", into["common"], into["known"])
	}
}

func TestTallyCountsDocuments(t *testing.T) {
	c := newTally()
	c.add(names{companies: []string{"乙", "甲", "乙"}, topics: []string{"x"}})
	c.add(names{companies: []string{"乙"}})
	if diff := cmp.Diff(tally{map[string]int{"甲": 1, "乙": 2}, map[string]int{}, map[string]int{"x": 1}}, c); diff != "" {
		t.Error(diff)
	}
}
