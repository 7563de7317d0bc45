package model

import "math/bits"

// bucketSize is the number of slots that a feature may take.
const bucketSize = 4

// Vocabulary gives each of a set of features a slot of its own. It holds two
// bytes a slot, by which a feature outside the set is taken for one inside
// once in some sixteen thousand look-ups.
type Vocabulary struct {
	shift  uint
	prints []uint16 // 0 for a free slot
}

// NewVocabulary returns a vocabulary of 2^logSize slots with the features of
// the given hashes. Of those that meet in a full bucket, the first ones stay.
func NewVocabulary(hashes []uint64, logSize int) *Vocabulary {
	v := &Vocabulary{prints: make([]uint16, 1<<logSize)}
	v.shift = shiftFor(len(v.prints))
	for _, h := range hashes {
		if v.Slot(h) >= 0 {
			continue
		}
		bucket := v.bucket(h)
		for i, p := range bucket {
			if p == 0 {
				bucket[i] = printOf(h)
				break
			}
		}
	}
	return v
}

func shiftFor(slots int) uint { return uint(64 - bits.TrailingZeros(uint(slots/bucketSize))) }

// printOf returns the mark that recognises a hash in its bucket.
func printOf(hash uint64) uint16 { return uint16(hash) | 1 }

func (v *Vocabulary) bucket(hash uint64) []uint16 {
	at := int(hash>>v.shift) * bucketSize
	return v.prints[at : at+bucketSize : at+bucketSize]
}

// Len returns the number of slots.
func (v *Vocabulary) Len() int { return len(v.prints) }

// Slot returns the slot of the feature with the given hash, or -1.
func (v *Vocabulary) Slot(hash uint64) int {
	print := printOf(hash)
	for i, p := range v.bucket(hash) {
		if p == print {
			return int(hash>>v.shift)*bucketSize + i
		}
	}
	return -1
}
