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
	prints  []uint16 // 0 for a free slot
	weights []uint8  // in steps of 1/weightStep
}

const weightStep = 64

// NewVocabulary returns a vocabulary of 2^logSize slots with the given
// features. Of those that meet in a full bucket, the first ones stay.
func NewVocabulary(terms []Term, logSize int) *Vocabulary {
	v := &Vocabulary{prints: make([]uint16, 1<<logSize), weights: make([]uint8, 1<<logSize)}
	v.shift = shiftFor(len(v.prints))
	for _, t := range terms {
		if v.Slot(t.Hash) >= 0 {
			continue
		}
		at := int(t.Hash>>v.shift) * bucketSize
		for slot := at; slot < at+bucketSize; slot++ {
			if v.prints[slot] == 0 {
				v.prints[slot] = printOf(t.Hash)
				v.weights[slot] = uint8(min(max(t.Weight*weightStep+0.5, 1), 255))
				break
			}
		}
	}
	return v
}

func shiftFor(slots int) uint { return uint(64 - bits.TrailingZeros(uint(slots/bucketSize))) }

// printOf returns the mark that recognises a hash in its bucket.
func printOf(hash uint64) uint16 { return uint16(hash) | 1 }

// Len returns the number of slots.
func (v *Vocabulary) Len() int { return len(v.prints) }

// Slot returns the slot of the feature with the given hash, or -1.
func (v *Vocabulary) Slot(hash uint64) int {
	print := printOf(hash)
	at := int(hash>>v.shift) * bucketSize
	for i, p := range v.prints[at : at+bucketSize : at+bucketSize] {
		if p == print {
			return at + i
		}
	}
	return -1
}

// Weight returns what one occurrence of the feature in slot counts.
func (v *Vocabulary) Weight(slot int) float32 { return float32(v.weights[slot]) / weightStep }
