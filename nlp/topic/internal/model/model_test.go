package model

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/topic/internal/feature"
)

// TestSlotIsTheFirstWithThePrint holds Slot to a search through the slots of a
// bucket, one by one.
func TestSlotIsTheFirstWithThePrint(t *testing.T) {
	hash := rapid.Custom(func(t *rapid.T) uint64 { // of few buckets and few prints
		return rapid.Uint64Range(0, 3).Draw(t, "bucket")<<62 | rapid.Uint64Range(0, 20).Draw(t, "print")
	})
	rapid.Check(t, func(t *rapid.T) {
		var terms []Term
		for _, h := range rapid.SliceOf(hash).Draw(t, "terms") {
			terms = append(terms, Term{Hash: h, Weight: 1})
		}
		v := NewVocabulary(terms, 4)
		h := hash.Draw(t, "hash")
		want := -1
		for slot := range v.Len() {
			if slot/bucketSize == int(h>>v.shift) && v.print(slot) == printOf(h) {
				want = slot
				break
			}
		}
		if got := v.Slot(h); got != want {
			t.Fatalf("slot %d, want %d", got, want)
		}
	})
}

// TestAddCountsFeatures holds the components of lists to plain counts.
func TestAddCountsFeatures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var terms []Term
		for i := range uint64(20) {
			terms = append(terms, Term{Hash: i << 60, Weight: float32(i+1) / 8})
		}
		v := NewVocabulary(terms, 6)
		z := NewVectorizer(v)
		var slots []int
		counts := map[int]float32{}
		for range rapid.IntRange(0, 4).Draw(t, "lists") {
			var list []feature.Feature
			for _, i := range rapid.SliceOf(rapid.Uint64Range(0, 40)).Draw(t, "features") {
				f := feature.Feature{Hash: i<<60 | i>>4<<8}
				list = append(list, f)
				if slot := v.Slot(f.Hash); slot >= 0 {
					if counts[slot] == 0 {
						slots = append(slots, slot)
					}
					counts[slot]++
				}
			}
			z.add(list)
		}
		if len(z.components) != len(slots) {
			t.Fatalf("%d components, want %d", len(z.components), len(slots))
		}
		for i, c := range z.components {
			if int(c.Slot) != slots[i] || c.Weight != counts[slots[i]] || c.unit != v.Weight(slots[i]) {
				t.Fatalf("component %d is %+v, want slot %d %v times, each %v", i, c, slots[i], counts[slots[i]], v.Weight(slots[i]))
			}
		}
	})
}

// TestScoreSumsRows holds the sums of a model, written and read, to plain ones.
func TestScoreSumsRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const logSize = 3
		classes := rapid.SampledFrom([]int{1, 35, 60, 61, 200}).Draw(t, "classes")
		floats := func(n int, label string) []float32 {
			return rapid.SliceOfN(rapid.Float32Range(-2, 2), n, n).Draw(t, label)
		}
		biases, weights := floats(classes, "biases"), floats(classes<<logSize, "weights")
		made, err := New(NewVocabulary(nil, logSize), biases, weights, Calibration{1, 2, 3, 4})
		if err != nil {
			t.Fatalf("%v", err)
		}
		file, _ := made.AppendBinary(nil)
		m, err := Parse(file)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if again, _ := m.AppendBinary(nil); !bytes.Equal(again, file) {
			t.Fatalf("the file changes when it is read and written")
		}
		var vector []Component
		want := slices.Clone(biases)
		for range rapid.IntRange(0, 9).Draw(t, "length") {
			slot := rapid.IntRange(0, 1<<logSize-1).Draw(t, "slot")
			c := Component{Slot: int32(slot), Weight: rapid.Float32Range(0, 1).Draw(t, "weight")}
			vector = append(vector, c)
			scale, row := m.row(slot)
			for j := range want {
				want[j] += float32(int8(row[j])) * (c.Weight * scale)
				if w := float64(float32(int8(row[j])) * scale); math.Abs(w-float64(weights[slot*classes+j])) > 0.02 {
					t.Fatalf("weight %v, want %v", w, weights[slot*classes+j])
				}
			}
		}
		sums := make([]float32, classes)
		m.Score(vector, sums)
		if !slices.Equal(sums, want) {
			t.Fatalf("sums %v, want %v", sums, want)
		}
	})
}

func TestDamped(t *testing.T) {
	for n := float32(1); n < 200; n++ {
		if got, want := damped(n), 1+float32(math.Log(float64(n))); got != want {
			t.Errorf("%v occurrences count %v, want %v", n, got, want)
		}
	}
}
