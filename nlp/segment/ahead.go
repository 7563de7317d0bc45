package segment

// ahead is what the dictionary says of a stretch of text, looked up for all of
// its places at once, whether words can begin there or not: so the processor
// waits for many lines of memory at a time, and for none when ways are weighed.
type ahead struct {
	start, end int // of the stretch
	codes      [maxRun + 2]code
	found      [maxRun]uint32
	pairs      [maxRun]node // of the characters at a place and the next
	longer     [maxRun]node // the first child of a pair that may go on with the character after it
}

// look looks up the stretch of runes from start on.
func (a *ahead) look(d *dictionary, runes []rune, start int) {
	a.start, a.end = start, min(start+maxRun, len(runes))
	n := a.end - start
	for i, r := range runes[start:a.end] {
		a.codes[i] = d.code(r)
	}
	a.codes[n], a.codes[n+1] = 0, 0
	d.pairs(a.found[:n], a.codes[:n+1])
	for i, at := range a.found[:n] {
		a.pairs[i] = d.nodes[at]
	}
	for i, pair := range a.pairs[:n] {
		at := pair.firstChild()
		if pair&filter(a.codes[i+2]) == 0 {
			at = 0
		}
		a.longer[i] = d.nodes[at]
	}
}
