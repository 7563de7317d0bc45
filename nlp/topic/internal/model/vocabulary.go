package model

import "math/bits"

// bucketSize is the number of slots that a feature may take.
const bucketSize = 4

// Term is a feature of a vocabulary.
type Term struct {
	Hash   uint64
	Weight float32 // what one occurrence counts, from 0 to 4: more for a rare feature
}

// Vocabulary gives each of a set of features a slot of its own. It holds two
// bytes a slot by which to recognise the feature; one outside the set is taken
// for one inside once in some sixteen thousand look-ups.
type Vocabulary struct {
	shift   uint
	prints  []uint64 // those of a bucket of four slots, the first in the lowest bits; 0 for a free slot
	weights []uint8  // by slot, in steps of 1/weightStep
}

const weightStep = 64

// NewVocabulary returns a vocabulary of 2^logSize slots with the given
// features. Of those that meet in a full bucket, the first ones stay.
func NewVocabulary(terms []Term, logSize int) *Vocabulary {
	v := newVocabulary(1 << logSize)
	for _, t := range terms {
		if v.Slot(t.Hash) >= 0 {
			continue
		}
		at := int(t.Hash>>v.shift) * bucketSize
		for slot := at; slot < at+bucketSize; slot++ {
			if v.print(slot) == 0 {
				v.setPrint(slot, printOf(t.Hash))
				v.weights[slot] = uint8(min(max(t.Weight*weightStep+0.5, 1), 255))
				break
			}
		}
	}
	return v
}

func newVocabulary(slots int) *Vocabulary {
	return &Vocabulary{
		shift:   uint(64 - bits.TrailingZeros(uint(slots/bucketSize))),
		prints:  make([]uint64, slots/bucketSize),
		weights: make([]uint8, slots),
	}
}

// printOf returns the mark that recognises a hash in its bucket.
func printOf(hash uint64) uint16 { return uint16(hash) | 1 }

// print returns the mark in a slot.
func (v *Vocabulary) print(slot int) uint16 {
	return uint16(v.prints[slot/bucketSize] >> (slot % bucketSize * 16))
}

// setPrint sets the mark in a slot that is free.
func (v *Vocabulary) setPrint(slot int, print uint16) {
	v.prints[slot/bucketSize] |= uint64(print) << (slot % bucketSize * 16)
}

// Len returns the number of slots.
func (v *Vocabulary) Len() int { return len(v.weights) }

// A one in each slot of a bucket, and the top bits of all.
const (
	ones = 1<<48 | 1<<32 | 1<<16 | 1
	tops = ones << 15
)

// Slot returns the slot of the feature with the given hash, or a number below 0.
// It has no branches: a slot can be looked up before that of the feature before
// has come from memory.
func (v *Vocabulary) Slot(hash uint64) int {
	at := hash >> v.shift
	rest := v.prints[at] ^ uint64(printOf(hash))*ones
	// The lowest set bit is the top of the first slot whose rest is 0 (Mycroft, 1987).
	match := (rest - ones) &^ rest & tops
	slot := int(at)*bucketSize + bits.TrailingZeros64(match)/16
	if match == 0 {
		slot = -1
	}
	return slot
}

// Weight returns what one occurrence of the feature in slot counts.
func (v *Vocabulary) Weight(slot int) float32 { return float32(v.weights[slot]) / weightStep }
