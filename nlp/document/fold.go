package document

// foldings maps each code point of the Basic Multilingual Plane to the
// difference from its analysis character, modulo 1<<16: zero for the many that
// stay as they are. Those are told by one bit each, so that most of the table is
// never touched. A difference that leads to U+FFFF, which is no character, says
// to look in beyond.
type foldings struct {
	moves  [1 << 16 / 64]uint64
	delta  [1 << 16]uint16
	beyond map[rune]rune // foldings from or to the other planes
}

var folding = newFoldings(foldPairs)

// newFoldings reads pairs of a character and its analysis character.
func newFoldings(pairs string) *foldings {
	f := &foldings{beyond: make(map[rune]rune)}
	from := rune(-1)
	for _, r := range pairs {
		switch {
		case from < 0:
			from = r
			continue
		case from > 0xffff:
			f.beyond[from] = r
		case r > 0xffff:
			f.beyond[from] = r
			f.set(from, 0xffff-uint16(from))
		default:
			f.set(from, uint16(r)-uint16(from))
		}
		from = -1
	}
	return f
}

func (f *foldings) set(from rune, delta uint16) {
	f.moves[from>>6] |= 1 << (from & 63)
	f.delta[from] = delta
}

// fold returns the analysis character of r: its compatibility form (NFKC) where
// that is one character, then the Simplified form of a Traditional character,
// by OpenCC's character table. Numbers in circles or above the line keep their
// form: 2021①, folded, would read 20211.
func fold(r rune) rune {
	if r <= 0xffff && folding.moves[r>>6]>>(r&63)&1 == 0 {
		return r
	}
	return folding.moved(r)
}

// moved returns the analysis character of one that may not stay as it is.
func (f *foldings) moved(r rune) rune {
	if r <= 0xffff {
		if to := uint16(r) + f.delta[r]; to != 0xffff {
			return rune(to)
		}
	}
	if to, ok := f.beyond[r]; ok {
		return to
	}
	return r
}
