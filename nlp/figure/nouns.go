package figure

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/figure/internal/trie"
)

//go:embed nouns.txt
var nounFile string

// nounClass is a set of what the end of a noun phrase can say.
type nounClass uint8

const (
	indexNoun     nounClass = 1 << iota // a market index
	measureNoun                         // a measure that ends like an index
	attributeNoun                       // a measure that a thing has
	countedNoun                         // a measure that counts
	lengthNoun                          // a word for a length of time
	bareNoun                            // a measure stated without a unit
	limitNoun                           // a limit that a rule sets
)

var nounClasses = map[string]nounClass{
	"index": indexNoun, "measure": measureNoun, "attribute": attributeNoun, "counted": countedNoun,
	"length": lengthNoun, "bare": bareNoun, "limit": limitNoun,
}

// nouns finds the words that a noun phrase ends in.
type nouns struct {
	backwards *trie.Trie[nounClass]
}

// parseNouns reads the lines "class: word …".
func parseNouns(file string) (nouns, error) {
	words := map[string]nounClass{}
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, list, _ := strings.Cut(line, ":")
		class := nounClasses[name]
		if class == 0 {
			return nouns{}, fmt.Errorf("nouns.txt:%d: no such class: %q", i+1, name)
		}
		for _, w := range strings.Fields(list) {
			r := []rune(w)
			slices.Reverse(r)
			words[string(r)] |= class
		}
	}
	return nouns{trie.New(words)}, nil
}

// tail returns the length of the longest word of class that phrase ends in,
// or 0.
func (n nouns) tail(phrase []rune, class nounClass) int {
	longest := 0
	n.backwards.EachSuffix(phrase, func(c nounClass, length int) {
		if c&class != 0 {
			longest = length
		}
	})
	return longest
}
