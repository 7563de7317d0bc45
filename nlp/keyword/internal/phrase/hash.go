package phrase

import (
	"slices"
	"unicode"
)

// base is the multiplier of the polynomial hash over characters, modulo 2^64.
const base = 0x9e3779b97f4a7c15

// Hash returns the identity of a phrase: the hash of its characters, letter
// case put aside. It does not depend on how the phrase was cut into tokens.
func Hash(runes []rune) uint64 {
	var h uint64
	for _, r := range runes {
		h = h*base + symbol(r)
	}
	return mix(h)
}

// symbol returns the value that r stands for in a hash: its lower case.
func symbol(r rune) uint64 {
	if uint32(r-0x80) < 0x2000-0x80 || uint32(r-0x2100) < 0x2e80-0x2100 || r >= 0xa000 {
		return lowered(r)
	}
	// ASCII, or punctuation and Han characters, which have no case.
	if uint32(r-'A') <= 'Z'-'A' {
		r += 'a' - 'A'
	}
	return uint64(r) + 1
}

func lowered(r rune) uint64 { return uint64(unicode.ToLower(r)) + 1 }

// mix spreads the low entropy of a polynomial hash over all bits.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}

// prefixes holds the running hash of a text, from which the hash of any short
// stretch follows in constant time.
type prefixes struct {
	sum   []uint64
	power [maxRunes + 1]uint64
}

func (p *prefixes) reset(runes []rune) {
	if p.power[0] == 0 {
		p.power[0] = 1
		for i := 1; i < len(p.power); i++ {
			p.power[i] = p.power[i-1] * base
		}
	}
	p.sum = append(slices.Grow(p.sum[:0], len(runes)+1), 0)
	var h uint64
	for _, r := range runes {
		h = h*base + symbol(r)
		p.sum = append(p.sum, h)
	}
}

// hash returns Hash(runes[start:end]); end-start is at most maxRunes.
func (p *prefixes) hash(start, end int) uint64 {
	return mix(p.sum[end] - p.sum[start]*p.power[end-start])
}
