package model

import (
	"math"
	"math/bits"
)

// Lanes is the number of weights in a row, of eight bits each.
const Lanes = 8

// keyBits of an event's key are kept. A text's event is mistaken for another
// about once in a million.
const keyBits = 40

func shorten(key uint64) uint64 { return key >> (64 - keyBits) }

// weights is the table of events.
//
// Five in six of the events that a text has are among the commonest, an eighth of
// all. They are looked up first, in a small table, and their rows lie together,
// the commonest first: what is used most stays near the processor.
type weights struct {
	// common has a place for each value of the lowest commonBits of a key; it is
	// that of the event seen most often of those that want it.
	common [1 << commonBits]slot
	// rare holds the others: a hash table with open addressing and linear
	// probing, which never wraps. A key's home are its lowest rareBits.
	rare     []slot
	rareBits uint
	// seen has a bit for each value of the highest seenBits of a key, set where
	// there is a rare event: most of what is in neither table ends there.
	seen [1 << seenBits / 64]uint64
	// blocks holds for each event a head (its key above the mask of the places
	// that have a row) and those rows. The head at 0 is that of no event.
	blocks []uint64
}

const (
	commonBits = 15
	seenBits   = 20
	maskBits   = 8
)

// slot is the place of an event's block below tagBits of its key, those from
// commonBits on; 0 is a free one. Two keys of one tag are told apart by their
// heads.
type slot uint32

const (
	tagBits   = 10
	placeBits = 32 - tagBits
)

func newSlot(key uint64, place int) slot {
	return slot(key>>commonBits<<placeBits) | slot(place)
}

func (s slot) place() uint32 { return uint32(s & (1<<placeBits - 1)) }

// match reports whether s has the tag of key; one that is free may have it too.
func (s slot) match(key uint64) bool { return (s^slot(key>>commonBits<<placeBits))>>placeBits == 0 }

// newWeights makes room for so many rare events, and for heads and rows of so
// many words.
func newWeights(rare, words int) *weights {
	w := &weights{rareBits: uint(bits.Len(uint(rare + rare/8))), blocks: make([]uint64, 1+words)}
	w.rare = make([]slot, 1<<w.rareBits+rare+1)
	w.blocks[0] = math.MaxUint64
	return w
}

func (w *weights) commonSlot(key uint64) *slot { return &w.common[key%(1<<commonBits)] }

func (w *weights) rareHome(key uint64) uint64 { return key & (1<<w.rareBits - 1) }

// maySee returns 0 where key is of no rare event, else mostly 1.
func (w *weights) maySee(key uint64) int {
	bit := key >> (keyBits - seenBits)
	return int(w.seen[bit/64] >> (bit % 64) & 1)
}

// addRare enters the event of a key whose block is at place.
func (w *weights) addRare(key uint64, place int) {
	i := w.rareHome(key)
	for w.rare[i] != 0 {
		i++
	}
	w.rare[i] = newSlot(key, place)
	bit := key >> (keyBits - seenBits)
	w.seen[bit/64] |= 1 << (bit % 64)
}

// search returns the place of the block of a key among the rare events, 0 if it
// has none.
func (w *weights) search(key uint64) uint32 {
	for i := w.rareHome(key); w.rare[i] != 0; i++ {
		if s := w.rare[i]; s.match(key) && w.blocks[s.place()]>>maskBits == key {
			return s.place()
		}
	}
	return 0
}

// batch is how many events are looked up together.
const batch = 64

// lookup finds events. It keeps its buffers.
type lookup struct {
	keys   [batch]uint64
	found  [batch]match
	missed [batch]int32
	slots  [batch]slot
	heads  [batch]uint64
}

// match is an event that was found: its number among the keys above the place of
// its block; see key and at.
type match uint64

func newMatch(k int, at uint32) match { return match(k)<<32 | match(at) }

// key is its number among the keys.
func (m match) key() int { return int(m >> 32) }

// at is the place of its block.
func (m match) at() uint32 { return uint32(m) }

// find returns those of the first n keys that have weights, in any order, and
// their heads.
//
// The table does not fit into the processor's caches, and waiting for memory is
// most of what tagging costs. So the keys are looked up step by step: the reads
// of one step do not depend on each other and overlap. The steps take no
// branches that cannot be foreseen.
func (l *lookup) find(w *weights, n int) (found []match, heads []uint64) {
	hits, misses := 0, 0
	for k, key := range l.keys[:n] {
		key = shorten(key)
		l.keys[k] = key
		s := *w.commonSlot(key)
		hit := 0
		if s.match(key) {
			hit = 1
		}
		l.found[hits] = newMatch(k, s.place())
		l.missed[misses] = int32(k)
		hits += hit
		misses += 1 - hit
	}
	hits = l.findRare(w, hits, misses)
	found = l.found[:hits]
	for i, f := range found {
		l.heads[i] = w.blocks[f.at()]
	}
	hits = 0
	for i, f := range found {
		key, head := l.keys[f.key()], l.heads[i]
		if head>>maskBits != key { // only the tag is the same
			at := w.search(key)
			if at == 0 {
				continue
			}
			f, head = newMatch(f.key(), at), w.blocks[at]
		}
		l.found[hits], l.heads[hits] = f, head
		hits++
	}
	return l.found[:hits], l.heads[:hits]
}

// findRare looks up the keys that are no common events and adds those that may
// be rare ones to the hits.
func (l *lookup) findRare(w *weights, hits, misses int) int {
	n := 0
	for _, k := range l.missed[:misses] {
		l.missed[n] = k
		n += w.maySee(l.keys[k])
	}
	missed := l.missed[:n]
	for i, k := range missed {
		l.slots[i] = w.rare[w.rareHome(l.keys[k])]
	}
	for i, k := range missed {
		key, s := l.keys[k], l.slots[i]
		for next := w.rareHome(key) + 1; s != 0 && !s.match(key); next++ {
			s = w.rare[next]
		}
		l.found[hits] = newMatch(int(k), s.place())
		if s != 0 {
			hits++
		}
	}
	return hits
}

// placesOf is the set of the places that have a row, by the head of an event.
func placesOf(head uint64) uint32 { return uint32(head & (1<<maskBits - 1)) }
