// Package background tells how common a word or phrase is in news at large.
//
// A [Table] holds the document frequencies of some hundred thousand words and
// phrases in two bytes each: eleven bits that recognise the phrase by its hash
// and five that give the frequency on a logarithmic scale. A phrase that was
// not counted is taken for one that was about once in three hundred look-ups.
package background

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
	"sort"
)

const (
	magic      = "TYDF"
	version    = 1
	headerSize = 20
	bucketSize = 8 // slots; one bucket is a quarter of a cache line
	levelBits  = 5
	levelMask  = 1<<levelBits - 1
	growth     = 1.45 // ratio of the frequencies of two levels
)

// ErrFormat is the error for data that is no intact table.
var ErrFormat = errors.New("damaged document frequency table")

// Table holds document frequencies. It is safe for concurrent use.
type Table struct {
	documents uint32
	shift     uint
	fours     []uint64 // four slots each, the first in the lowest bits
}

// Documents returns the number of documents that were counted.
func (t *Table) Documents() int { return int(t.documents) }

// IDF returns the inverse document frequency of the phrase with the given
// hash, log(documents/frequency), and whether the phrase was counted. For one
// that was not, it is the value of a phrase that occurred once.
func (t *Table) IDF(hash uint64) (idf float64, known bool) {
	level := t.level(hash)
	if level < 0 {
		return math.Log(float64(t.documents)), false
	}
	return math.Log(float64(t.documents)) - math.Log(2) - float64(level)*logGrowth, true
}

// Level returns the step of the logarithmic scale on which the document
// frequency of the phrase lies, from 0 for two documents to 31, or -1.
func (t *Table) Level(hash uint64) int { return t.level(hash) }

var logGrowth = math.Log(growth)

// Four slots are compared at a time.
const (
	ones   = 1<<48 | 1<<32 | 1<<16 | 1
	prints = ones * (1<<16 - 1 - levelMask)
	lowest = ones << levelBits
	tops   = ones << 15
)

func (t *Table) level(hash uint64) int {
	b := t.Bucket(hash)
	return b.Level(hash)
}

// Bucket is the part of a table in which a phrase is looked up.
type Bucket [bucketSize / 4]uint64

// Bucket returns the bucket of the phrase with the given hash. Who asks for many
// levels should get the buckets of all first: then their reads do not wait for
// what is made of them.
func (t *Table) Bucket(hash uint64) Bucket {
	at := int(hash>>t.shift) * (bucketSize / 4)
	return Bucket(t.fours[at : at+bucketSize/4])
}

// Level is [Table.Level] of a phrase whose bucket b is. It compares all slots,
// whatever the first ones hold, as a branch on that could not be foretold.
func (b *Bucket) Level(hash uint64) int {
	print := (hash & (1<<16 - 1 - levelMask)) * ones
	four, match := b[1], matches(b[1], print)
	if first := matches(b[0], print); first != 0 {
		four, match = b[0], first
	}
	level := int(four>>((bits.TrailingZeros64(match)-15)&63)&levelMask) - 1
	if match == 0 {
		level = -1
	}
	return level
}

// matches returns bits of which the lowest is the top of the first slot of four
// that has the given print (Mycroft, 1987).
func matches(four, print uint64) uint64 {
	rest := (four ^ print) & prints
	return (rest - lowest) &^ rest & tops
}

// slot returns the place of slot i: which four it is in, and the shift there.
func slot(i int) (four, shift int) { return i / 4, i % 4 * 16 }

// Count is the document frequency of one phrase.
type Count struct {
	Hash      uint64
	Documents int
}

// New builds a table of 2^logSlots slots from counts. Where a bucket
// overflows, its rarest phrases are left out, and so are those that stand in
// fewer than two documents.
func New(documents int, counts []Count, logSlots int) *Table {
	buckets := 1 << logSlots / bucketSize
	t := &Table{
		documents: uint32(documents),
		shift:     uint(64 - bits.TrailingZeros(uint(buckets))),
		fours:     make([]uint64, 1<<logSlots/4),
	}
	counts = append([]Count(nil), counts...)
	sort.Slice(counts, func(i, j int) bool {
		if counts[i].Documents != counts[j].Documents {
			return counts[i].Documents > counts[j].Documents
		}
		return counts[i].Hash < counts[j].Hash
	})
	for _, c := range counts {
		if c.Documents < 2 || t.level(c.Hash) >= 0 {
			continue
		}
		level := min(int(math.Log(float64(c.Documents)/2)/logGrowth), levelMask-1)
		at := int(c.Hash>>t.shift) * bucketSize
		for i := at; i < at+bucketSize; i++ {
			four, shift := slot(i)
			if t.fours[four]>>shift&(1<<16-1) == 0 {
				t.fours[four] |= uint64(uint16(c.Hash)&^levelMask|uint16(level+1)) << shift
				break
			}
		}
	}
	return t
}

// AppendBinary appends the file form of t to b.
func (t *Table) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, t.documents)
	b = binary.LittleEndian.AppendUint32(b, uint32(4*len(t.fours)))
	b = binary.LittleEndian.AppendUint32(b, 0)
	for _, four := range t.fours {
		b = binary.LittleEndian.AppendUint64(b, four)
	}
	binary.LittleEndian.PutUint32(b[start+headerSize-4:], crc32.ChecksumIEEE(b[start+headerSize:]))
	return b, nil
}

// Parse reads a table in its file form. Its errors wrap [ErrFormat].
func Parse(b []byte) (*Table, error) {
	if len(b) < headerSize || string(b[:4]) != magic {
		return nil, fmt.Errorf("%w: no header", ErrFormat)
	}
	if v := binary.LittleEndian.Uint32(b[4:]); v != version {
		return nil, fmt.Errorf("%w: version %d, want %d", ErrFormat, v, version)
	}
	n := binary.LittleEndian.Uint32(b[12:])
	if n < 2*bucketSize || bits.OnesCount32(n) != 1 || len(b) != headerSize+2*int(n) {
		return nil, fmt.Errorf("%w: %d bytes for %d slots", ErrFormat, len(b), n)
	}
	if crc32.ChecksumIEEE(b[headerSize:]) != binary.LittleEndian.Uint32(b[16:]) {
		return nil, fmt.Errorf("%w: checksum", ErrFormat)
	}
	t := &Table{documents: max(binary.LittleEndian.Uint32(b[8:]), 1), fours: make([]uint64, n/4)}
	t.shift = uint(64 - bits.TrailingZeros32(n/bucketSize))
	for i := range t.fours {
		t.fours[i] = binary.LittleEndian.Uint64(b[headerSize+8*i:])
	}
	return t, nil
}
