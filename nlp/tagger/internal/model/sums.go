package model

// bias is added to a weight so that it is stored as an unsigned byte: sums of
// such bytes never carry into the next lane, so four weights are added by one
// 64-bit addition.
const bias = 128

// biasRow is a row of zeros as it is stored.
const biasRow = 0x8080808080808080

// sums holds the running sum of each lane in 16 bits: even lanes in one word,
// odd ones in the other.
type sums struct {
	even, odd uint64
	rows      uint64 // how many rows were added
}

// maxRows is the number of rows that a sum takes, a multiple of what real text
// brings; what is made to match more is cut off there. Sums stay below 2^15:
// 120 × 255.
const maxRows = 120

const evenBytes = 0x00ff00ff00ff00ff

func (s *sums) add(row uint64) {
	if s.rows < maxRows {
		s.even += row & evenBytes
		s.odd += row >> 8 & evenBytes
		s.rows++
	}
}

// lane returns the sum of a lane.
func (s *sums) lane(k int) int {
	word := s.even
	if k&1 != 0 {
		word = s.odd
	}
	return int(word>>(k>>1<<4)&0xffff) - bias*int(s.rows)
}

// lanes is a set of lanes: the high bit of each, as they lie in sums.
type lanes struct{ even, odd uint64 }

const everyLane = 0x0001000100010001

// add adds lane k.
func (l *lanes) add(k int) {
	bit := uint64(1) << (k>>1<<4 + 15)
	if k&1 != 0 {
		l.odd |= bit
	} else {
		l.even |= bit
	}
}

// below reports whether each of the given lanes is at most -margin, by
// comparing four lanes at a time.
func (s *sums) below(margin int, of lanes) bool {
	limit := bias*int(s.rows) - margin
	if limit < 0 {
		return false
	}
	// No sum reaches the high bit of its lane, so that of (high + limit) - sum
	// stays set where limit >= sum, and nothing is borrowed.
	c := uint64(limit)*everyLane | everyLane<<15
	return (c-s.even)&of.even == of.even && (c-s.odd)&of.odd == of.odd
}
