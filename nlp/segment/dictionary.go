package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math/bits"
	"strconv"
)

//go:generate go run ./internal/gendict -o gse.dict.gz

// gseDict is the Simplified Chinese dictionary of gse, in gse's own format and
// sorted by word: one line "word frequency tag" each.
//
//go:embed gse.dict.gz
var gseDict []byte

// direct bounds the characters whose codes are looked up by index. It is the end
// of the Han characters of the Basic Multilingual Plane.
const direct = 0xa000

// dictionary holds words with their frequencies and tags as a trie. It is only
// read once loaded.
//
// Text asks for a word at each of its characters, and what it asks for lies all
// over the trie. So that few lines of memory have to come into the cache,
// characters are numbered by how common they are, and what belongs to common
// ones stands together. A bit for each pair of characters that words begin with
// tells the half of all pairs that begin none from few lines for each first
// character, and counting the bits before it finds the node of a pair that does.
// Few words go on from there: a node lists its children, and most characters that
// do not follow it are told from a filter.
type dictionary struct {
	codes  [direct]code  // by character
	beyond map[rune]code // of the characters from direct on
	rows   []row         // by code
	maps   []pairMap
	nodes  []node    // 0: none; then those of two characters, of three, …
	costs  []float32 // by rank: log2(total/frequency), rounded as gse rounds it
	freqs  []float64 // by rank
	tags   []string
	total  float64 // sum of the frequencies of all words
}

// code numbers a character, common ones first: the upper bits tell which
// pairMap of a row has its bit, the lower six which bit that is. 0 is that of
// characters in no word.
type code uint16

// numbered returns the code of the nth character, n being 1 at least.
func numbered(n int) code { return code(n/mapBits<<6 | n%mapBits) }

// row is what is known of a first character.
type row struct {
	maps, end uint32 // of the characters that follow
	kind      kind   // of the character as a word
}

// pairMap has a bit for each of 44 second characters, and above them the node of
// the first whose bit is set; those of the others come next.
type pairMap uint64

const mapBits = 64 - childBits

// kind is a word's frequency, as a rank among all frequencies, and its tag. 0 is
// that of what is no word: it has no tag and an infinite cost.
type kind uint32

func (k kind) rank() uint32 { return uint32(k >> tagBits) }
func (k kind) tag() uint32  { return uint32(k % maxTags) }

// node is a beginning of words, two characters or more. From the lowest bit on it
// holds the kind of the word that it is, the first of its children, a filter of
// the characters that follow, whether it is the last child of its parent, and
// the code of its last character, in the order of which children stand.
type node uint64

const (
	tagBits    = 6
	kindBits   = 19
	childBits  = 19
	filterBits = 11
	lastChild  = node(1) << (kindBits + childBits + filterBits)
	codeShift  = kindBits + childBits + filterBits + 1

	maxTags  = 1 << tagBits
	maxRanks = 1 << (kindBits - tagBits)
	maxNodes = 1 << childBits
	maxCode  = 1<<(64-codeShift) - 1
)

func (n node) kind() kind         { return kind(n % (1 << kindBits)) }
func (n node) firstChild() uint32 { return uint32(n >> kindBits % maxNodes) }
func (n node) code() code         { return code(n >> codeShift) }

// filter returns the bit of a node that is set where c may follow.
func filter(c code) node { return 1 << (kindBits + childBits) << (c % filterBits) }

// code returns the code of r.
func (d *dictionary) code(r rune) code {
	if uint32(r) < direct {
		return d.codes[r]
	}
	return d.beyond[r]
}

// pairs sets nodes to the numbers of the nodes of each of codes with the one
// after it, of which there must be one more; 0 where no word begins with both.
// It has no branches, for none could be foretold, and goes in rounds, so that
// reads that wait for others do not hold up those that need not.
func (d *dictionary) pairs(nodes []uint32, codes []code) {
	rows, maps := d.rows, d.maps
	second := codes[1 : len(nodes)+1]
	for i, a := range codes[:len(nodes)] {
		row := &rows[a]
		at := row.maps + uint32(second[i]>>6)
		nodes[i] = at & uint32(int32(at-row.end)>>31) // the empty map where the row is at its end
	}
	for i, at := range nodes {
		m := maps[at]
		bit := pairMap(1) << (second[i] & 63)
		n := uint32(m>>mapBits) + uint32(bits.OnesCount64(uint64(m&(bit-1))))
		if m&bit == 0 {
			n = 0
		}
		nodes[i] = n
	}
}

// child returns the node that c leads to from n, and 0 where there is none.
func (d *dictionary) child(n node, c code) node {
	if n&filter(c) == 0 {
		return 0
	}
	for i := n.firstChild(); ; i++ {
		child := d.nodes[i]
		if child.code() == c {
			return child
		}
		if child.code() > c || child&lastChild != 0 {
			return 0
		}
	}
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
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return b.finish()
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
	k := d.find([]rune(s))
	return d.freqs[k.rank()], d.tags[k.tag()], k != 0
}

// find returns the kind of a word.
func (d *dictionary) find(word []rune) kind {
	switch len(word) {
	case 0:
		return 0
	case 1:
		return d.rows[d.code(word[0])].kind
	}
	var pair [1]uint32
	d.pairs(pair[:], []code{d.code(word[0]), d.code(word[1])})
	n := d.nodes[pair[0]]
	for _, r := range word[2:] {
		n = d.child(n, d.code(r))
	}
	return n.kind()
}
