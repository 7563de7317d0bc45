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
	// filter has a bit for each possible start of a key, about eight for each
	// key there is: most lookups end there, in memory that stays near.
	filter []uint64
	narrow uint
	slots  []slot
	shift  uint
}

type slot struct{ key, value uint32 }

func (t *table) get(key uint32) uint32 {
	if bit := key >> t.narrow; t.filter[bit/64]>>(bit%64)&1 == 0 {
		return 0
	}
	for i := key >> t.shift; ; i++ {
		s := t.slots[i]
		if s.key == key {
			return s.value
		}
		if s.key == 0 {
			return 0
		}
	}
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
	if err != nil || count > uint64(len(data)) {
		return nil, errTable
	}
	values := make([]uint32, count)
	for i := range values {
		v, err := next()
		if err != nil {
			return nil, err
		}
		values[i] = uint32(v)
	}
	count, err = next()
	if err != nil || count > uint64(len(data)) {
		return nil, errTable
	}
	width := bits.Len64(count + count/2)
	t.shift = uint(32 - min(max(width, 1), 32))
	t.narrow = uint(32 - min(max(width+2, 6), 32))
	t.filter = make([]uint64, 1<<(32-t.narrow-6))
	slots := make([]slot, 0, 1<<(32-t.shift)+64)
	last := uint64(0)
	for range count {
		d, err := next()
		if err != nil {
			return nil, err
		}
		v, err := next()
		if err != nil || v >= uint64(len(values)) {
			return nil, errTable
		}
		if last += d; d == 0 || last > 1<<32-1 || values[v] == 0 {
			return nil, errTable
		}
		bit := uint32(last) >> t.narrow
		t.filter[bit/64] |= 1 << (bit % 64)
		for at := int(uint32(last) >> t.shift); len(slots) < at; {
			slots = append(slots, slot{})
		}
		slots = append(slots, slot{uint32(last), values[v]})
	}
	for end := max(len(slots)+1, 1<<(32-t.shift)+1); len(slots) < end; {
		slots = append(slots, slot{})
	}
	t.slots = slots
	return data, nil
}
