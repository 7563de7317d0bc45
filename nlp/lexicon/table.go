package lexicon

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// appendTable writes the sorted keys as differences and the values as indices
// into the list of distinct values, commonest first.
func appendTable(dst []byte, m map[uint32]uint32) []byte {
	keys := make([]uint32, 0, len(m))
	freq := map[uint32]int{}
	for k, v := range m {
		keys = append(keys, k)
		freq[v]++
	}
	slices.Sort(keys)
	values := make([]uint32, 0, len(freq))
	for v := range freq {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b uint32) int {
		if freq[a] != freq[b] {
			return freq[b] - freq[a]
		}
		return int(int64(a) - int64(b))
	})
	rank := make(map[uint32]uint64, len(values))
	dst = binary.AppendUvarint(dst, uint64(len(values)))
	for i, v := range values {
		rank[v] = uint64(i)
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	dst = binary.AppendUvarint(dst, uint64(len(keys)))
	last := uint32(0)
	for _, k := range keys {
		dst = binary.AppendUvarint(dst, uint64(k-last))
		dst = binary.AppendUvarint(dst, rank[m[k]])
		last = k
	}
	return dst
}

// table is an open-addressed hash table of 32-bit hashes.
type table struct {
	// filter has a bit for each possible start of a key, at least four for each
	// key there is: most lookups end there, in memory that stays near.
	filter []uint64
	narrow uint

	// slots hold the low half of a key above the number of its value, 0 where
	// they are free. The bits of a key above shift, its upper half at least, say
	// where it lies, or lay if it was free.
	slots  []uint32
	shift  uint
	values []uint32 // from 1 on
}

const halfBits = 16

// may returns 0 where key is not in t, else mostly 1.
func (t *table) may(key uint32) uint64 {
	bit := key >> t.narrow
	return t.filter[bit/64] >> (bit % 64) & 1
}

// batch is how many keys are looked up together.
const batch = 64

// lookup writes the values of up to batch keys, 0 for those that have none.
//
// The table does not fit into the processor's caches, and waiting for memory is
// most of what a lookup costs. So it goes step by step: the reads of one step do
// not depend on each other and overlap.
func (t *table) lookup(values, keys []uint32) {
	var at, slots [batch]uint32
	n := 0
	for i, key := range keys {
		values[i] = 0
		at[n%batch] = uint32(i)
		n += int(t.may(key))
	}
	for k, i := range at[:n] {
		slots[k] = t.slots[keys[i]>>t.shift]
	}
	for k, i := range at[:n] {
		values[i] = t.value(keys[i], slots[k])
	}
}

// value returns the value of a key whose first slot is s.
func (t *table) value(key, s uint32) uint32 {
	for i := key >> t.shift; s != 0; s = t.slots[i] {
		if s>>halfBits == key&(1<<halfBits-1) {
			return t.values[s&(1<<halfBits-1)]
		}
		i++
	}
	return 0
}

// decode fills t. The keys come sorted, so linear probing keeps them in order
// and never wraps: the table has room for a full run at its end.
func (t *table) decode(data []byte) ([]byte, error) {
	next := func() (uint64, error) {
		v, n := binary.Uvarint(data)
		if n <= 0 {
			return 0, errTable
		}
		data = data[n:]
		return v, nil
	}
	count, err := next()
	if err != nil || count > uint64(len(data)) || count >= 1<<halfBits {
		return nil, errTable
	}
	t.values = make([]uint32, count+1)
	for i := range count {
		v, err := next()
		if err != nil {
			return nil, err
		}
		t.values[i+1] = uint32(v)
	}
	count, err = next()
	if err != nil || count > uint64(len(data)) {
		return nil, errTable
	}
	width := bits.Len64(count + count/8)
	t.shift = uint(32 - min(max(width, 32-halfBits), 32))
	t.narrow = uint(32 - min(max(width+2, 6), 32))
	t.filter = make([]uint64, 1<<(32-t.narrow-6))
	t.slots = make([]uint32, 0, 1<<(32-t.shift)+64)
	last := uint64(0)
	for range count {
		d, err := next()
		if err != nil {
			return nil, err
		}
		v, err := next()
		if err != nil || v+1 >= uint64(len(t.values)) {
			return nil, errTable
		}
		if last += d; d == 0 || last > 1<<32-1 || t.values[v+1] == 0 {
			return nil, errTable
		}
		bit := uint32(last) >> t.narrow
		t.filter[bit/64] |= 1 << (bit % 64)
		t.pad(int(uint32(last) >> t.shift))
		t.slots = append(t.slots, uint32(last)<<halfBits|uint32(v+1))
	}
	t.pad(max(len(t.slots)+1, 1<<(32-t.shift)+1))
	return data, nil
}

// pad adds free slots up to n.
func (t *table) pad(n int) {
	for len(t.slots) < n {
		t.slots = append(t.slots, 0)
	}
}
