package background

import (
	"testing"

	"pgregory.net/rapid"
)

// TestLevelIsThatOfTheFirstSlot holds level to a search through the slots of a
// bucket, one by one.
func TestLevelIsThatOfTheFirstSlot(t *testing.T) {
	prints := rapid.Map(rapid.Uint64Range(0, 3), func(n uint64) uint64 { return n << levelBits })
	rapid.Check(t, func(t *rapid.T) {
		var slots [bucketSize]uint64
		table := &Table{shift: 63, fours: make([]uint64, 2*bucketSize/4)}
		bucket := rapid.IntRange(0, 1).Draw(t, "bucket")
		for i := range slots {
			slots[i] = prints.Draw(t, "print") | rapid.Uint64Range(0, levelMask).Draw(t, "level")
			four, shift := slot(bucket*bucketSize + i)
			table.fours[four] |= slots[i] << shift
		}
		print := prints.Draw(t, "print")
		want := -1
		for _, s := range slots {
			if s&^levelMask == print {
				want = int(s&levelMask) - 1
				break
			}
		}
		if got := table.level(uint64(bucket)<<63 | print); got != want {
			t.Fatalf("%#x in %#x: level %d, want %d", print, slots, got, want)
		}
	})
}
