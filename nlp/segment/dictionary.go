package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strconv"
)

//go:generate go run ./internal/gendict -o gse.dict.gz

// gseDict is the Simplified Chinese dictionary of gse, in gse's own format and
// sorted by word: one line "word frequency tag" each.
//
//go:embed gse.dict.gz
var gseDict []byte

// The dictionary is a trie whose edges live in one hash table with open
// addressing: a lookup is one multiplication and, as a rule, one cache line,
// and the table is filled in the time that reading the words takes. An edge is
// one word of 63 bits: the node it leaves, its character, the node it enters.
const (
	runeBits  = 21
	nodeBits  = 21
	tableBits = 20
	maxNodes  = 1 << (tableBits - 1) // more would slow the lookups down
)

// direct bounds the first characters that are looked up by index. It is the end
// of the Han characters of the Basic Multilingual Plane.
const direct = 0xa000

// dictionary holds words with their frequencies and tags. It is only read once
// loaded.
type dictionary struct {
	edges *[1 << tableBits]uint64 // 0 marks a free place
	roots [direct]uint32          // the nodes of first characters below direct
	words []word                  // by node
	ranks []rank
	tags  []string
	total float64 // sum of the frequencies of all words
}

// word says what is known of the word that ends at a node. Few frequencies and
// tags differ, so both are held as numbers, which keeps words in the cache.
type word struct {
	rank uint16 // index in ranks; 0 where no word ends
	tag  uint8  // index in tags
}

// rank is one of the frequencies that words have.
type rank struct {
	freq float64
	cost float32 // log2(total/freq), rounded as gse rounds it
}

// root returns the node of a word's first character, and 0 where no word begins
// with r.
func (d *dictionary) root(r rune) uint32 {
	if uint32(r) < direct {
		return d.roots[r]
	}
	return d.child(0, r)
}

// child returns the node that r leads to from n, and 0 where there is none.
func (d *dictionary) child(n uint32, r rune) uint32 {
	key := uint64(n)<<runeBits | uint64(r)
	for i := slot(key); ; i++ {
		edge := d.edges[i%(1<<tableBits)]
		if edge>>nodeBits == key || edge == 0 {
			return uint32(edge % (1 << nodeBits))
		}
	}
}

// slot returns the place in the table where the search for key begins.
func slot(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - tableBits) }

// loadDictionary reads a gzip-compressed dictionary whose words are sorted.
func loadDictionary(compressed []byte) (*dictionary, error) {
	z, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("segment: dictionary: %w", err)
	}
	d, err := readDictionary(z)
	if err != nil {
		return nil, fmt.Errorf("segment: dictionary: %w", err)
	}
	return d, nil
}

// readDictionary reads a dictionary whose words are sorted and in lower case.
func readDictionary(r io.Reader) (*dictionary, error) {
	b := newBuilder()
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, freq, tag, err := parseEntry(lines.Bytes())
		if err == nil {
			err = b.add(text, freq, tag)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return b.finish(), lines.Err()
}

// parseEntry divides a line into its three fields.
func parseEntry(line []byte) (text []byte, freq float64, tag []byte, err error) {
	text, rest, _ := bytes.Cut(line, []byte{' '})
	number, tag, found := bytes.Cut(rest, []byte{' '})
	if !found || len(text) == 0 || len(tag) == 0 {
		return nil, 0, nil, fmt.Errorf("want \"word frequency tag\", have %q", line)
	}
	n, err := strconv.ParseUint(string(number), 10, 32)
	if err != nil || n == 0 {
		return nil, 0, nil, fmt.Errorf("frequency %q of %q is no whole number above 0", number, text)
	}
	return text, float64(n), tag, nil
}

// lookup returns what the dictionary knows of s.
func (d *dictionary) lookup(s string) (freq float64, tag string, ok bool) {
	node := uint32(0)
	for _, r := range s {
		if node = d.child(node, lower(r)); node == 0 {
			return 0, "", false
		}
	}
	w := d.words[node]
	if w.rank == 0 {
		return 0, "", false
	}
	return d.ranks[w.rank].freq, d.tags[w.tag], true
}
