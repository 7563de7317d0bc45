package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math"
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

// dictionary holds words with their costs, frequencies and tags. It is read
// only once loaded.
type dictionary struct {
	edges *[1 << tableBits]uint64 // 0 marks a free place
	words []word                  // by node
	tags  []string
	total float64 // sum of all frequencies
}

// word is what the dictionary knows of the word that ends at a node.
type word struct {
	cost float32 // log2(total/freq); 0 where no word ends
	freq float32
	tag  uint8
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

// add makes a node below n for r.
func (d *dictionary) add(n uint32, r rune) uint32 {
	to := uint32(len(d.words))
	d.words = append(d.words, word{})
	key := uint64(n)<<runeBits | uint64(r)
	i := slot(key)
	for d.edges[i%(1<<tableBits)] != 0 {
		i++
	}
	d.edges[i%(1<<tableBits)] = key<<nodeBits | uint64(to)
	return to
}

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
	d := &dictionary{edges: new([1 << tableBits]uint64), words: make([]word, 1, maxNodes)}
	tags := make(map[string]uint8)
	var (
		last  []byte              // the word before
		path  []rune              // its characters
		nodes = make([]uint32, 1) // the nodes along path, the root first
	)
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, freq, tag, err := parseEntry(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if bytes.Compare(last, text) >= 0 {
			return nil, fmt.Errorf("line %d: %q is not sorted after %q", n, text, last)
		}
		last = append(last[:0], text...)
		depth := 0
		for _, c := range string(text) {
			if depth == len(path) || path[depth] != c {
				path = append(path[:depth], c)
				nodes = append(nodes[:depth+1], d.add(nodes[depth], c))
			}
			depth++
		}
		if len(d.words) > maxNodes {
			return nil, fmt.Errorf("line %d: more than %d prefixes", n, maxNodes)
		}
		id, known := tags[string(tag)]
		if !known {
			if len(d.tags) > math.MaxUint8 {
				return nil, fmt.Errorf("line %d: more than %d tags", n, len(d.tags))
			}
			id = uint8(len(d.tags))
			tags[string(tag)] = id
			d.tags = append(d.tags, string(tag))
		}
		d.words[nodes[depth]] = word{freq: float32(freq), tag: id}
		d.total += freq
	}
	d.weigh()
	return d, lines.Err()
}

// parseEntry divides a line into its three fields.
func parseEntry(line []byte) (text []byte, freq float64, tag []byte, err error) {
	text, rest, _ := bytes.Cut(line, []byte{' '})
	number, tag, found := bytes.Cut(rest, []byte{' '})
	if !found || len(text) == 0 {
		return nil, 0, nil, fmt.Errorf("want \"word frequency tag\", have %q", line)
	}
	freq, err = strconv.ParseFloat(string(number), 64)
	if err != nil || freq < 1 {
		return nil, 0, nil, fmt.Errorf("frequency %q of %q is no number of 1 or more", number, text)
	}
	return text, freq, tag, nil
}

// weigh sets the costs of all words, in the precision in which gse has them.
func (d *dictionary) weigh() {
	total := float32(math.Log2(d.total))
	for i := range d.words {
		if w := &d.words[i]; w.freq > 0 {
			w.cost = total - float32(math.Log2(float64(w.freq)))
		}
	}
}

// lookup returns what the dictionary knows of s.
func (d *dictionary) lookup(s string) (word, bool) {
	node := uint32(0)
	for _, r := range s {
		if node = d.child(node, lower(r)); node == 0 {
			return word{}, false
		}
	}
	w := d.words[node]
	return w, w.freq > 0
}
