package figure

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/figure/internal/vocab"
)

//go:embed nouns.txt
var nounFile string

// nounEnd is what the end of a noun phrase says: for each class the length of
// the longest word of it that the phrase ends in, or 0.
type nounEnd struct {
	index     int // a market index
	measure   int // a measure that ends like an index
	attribute int // a measure that a thing has
	counted   int // a measure that counts
	length    int // a word for a length of time
	bare      int // a measure stated without a unit
	limit     int // a limit that a rule sets
}

// of returns the place of a class, or nil where there is no such.
func (e *nounEnd) of(class string) *int {
	switch class {
	case "index":
		return &e.index
	case "measure":
		return &e.measure
	case "attribute":
		return &e.attribute
	case "counted":
		return &e.counted
	case "length":
		return &e.length
	case "bare":
		return &e.bare
	case "limit":
		return &e.limit
	}
	return nil
}

// nouns finds the words that a noun phrase ends in.
type nouns struct {
	backwards *vocab.Table[nounEnd]
	longest   int // length of the longest word
}

// parseNouns reads the lines "class: word …".
func parseNouns(file string) (nouns, error) {
	words := map[string][]string{} // classes by word
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		class, list, _ := strings.Cut(line, ":")
		if new(nounEnd).of(class) == nil {
			return nouns{}, fmt.Errorf("nouns.txt:%d: no such class: %q", i+1, class)
		}
		for _, w := range strings.Fields(list) {
			words[w] = append(words[w], class)
		}
	}
	return newNouns(words), nil
}

// newNouns compiles words, each with its classes. What ends in a word ends in
// all words that this one ends in.
func newNouns(words map[string][]string) nouns {
	ends, longest := make(map[string]nounEnd, len(words)), 0
	for w := range words {
		var end nounEnd
		for tail, classes := range words {
			for _, class := range classes {
				if n := end.of(class); strings.HasSuffix(w, tail) {
					*n = max(*n, utf8.RuneCountInString(tail))
				}
			}
		}
		r := []rune(w)
		longest = max(longest, len(r))
		slices.Reverse(r)
		ends[string(r)] = end
	}
	return nouns{vocab.New(ends), longest}
}

// end returns what the end of phrase says.
func (n nouns) end(phrase []rune) nounEnd {
	var buf [16]rune
	tail := buf[:0]
	for i := len(phrase) - 1; i >= 0 && len(tail) < n.longest; i-- {
		tail = append(tail, phrase[i])
	}
	if e, k := n.backwards.Longest(tail); k > 0 {
		return *e
	}
	return nounEnd{}
}
