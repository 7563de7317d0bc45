package chars_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/figure/internal/chars"
)

// TestNumberIsRank holds the number of a character to its place among the
// sorted members.
func TestNumberIsRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.SliceOf(rapid.Rune()).Draw(t, "members")
		s := chars.NewSet(members)
		sorted := slices.Clone(members)
		slices.Sort(sorted)
		sorted = slices.Compact(sorted)
		if s.Len() != len(sorted) {
			t.Fatalf("Len() = %d, want %d", s.Len(), len(sorted))
		}
		r := rapid.OneOf(rapid.Rune(), rapid.SampledFrom(append(sorted, -1, 'a'))).Draw(t, "r")
		want := 0
		if i, ok := slices.BinarySearch(sorted, r); ok {
			want = i + 1
		}
		if got := s.Number(r); got != want {
			t.Fatalf("Number(%q) = %d, want %d", r, got, want)
		}
	})
}
