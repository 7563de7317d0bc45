package entity

import (
	_ "embed"
	"fmt"
	"strings"
)

// suffixes.txt lists the endings that decide the type of a name.
//
//go:embed suffixes.txt
var suffixesText string

// maxSuffix is the length in runes of the longest ending in suffixes.txt.
const maxSuffix = 6

// typeNames are the names of the types in the word lists.
var typeNames = map[string]Type{
	"COMPANY":      Company,
	"PERSON":       Person,
	"ORGANIZATION": Organization,
	"LOCATION":     Location,
	"PRODUCT":      Product,
}

// suffixTable knows the type that the ending of a full name implies.
type suffixTable struct {
	types map[string]Type
}

func newSuffixTable() *suffixTable {
	t := &suffixTable{types: make(map[string]Type)}
	for _, line := range wordListLines(suffixesText) {
		fields := strings.Fields(line)
		typ, ok := typeNames[fields[0]]
		if !ok {
			panic(fmt.Sprintf("entity: suffixes.txt: unknown type %q", fields[0]))
		}
		for _, s := range fields[1:] {
			t.types[s] = typ
		}
	}
	return t
}

// typeOf returns the type implied by the longest listed ending of name that
// leaves at least one rune before it, or 0.
func (t *suffixTable) typeOf(name []rune) Type {
	for n := min(maxSuffix, len(name)-1); n > 0; n-- {
		if typ, ok := t.types[string(name[len(name)-n:])]; ok {
			return typ
		}
	}
	return 0
}

// wordListLines returns the lines of an embedded word list that are neither
// blank nor comments.
func wordListLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
