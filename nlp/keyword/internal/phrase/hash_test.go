package phrase

import (
	"testing"
	"unicode"
)

func TestSymbolIsTheLowerCase(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got, want := symbol(r), uint64(unicode.ToLower(r))+1; got != want {
			t.Errorf("%U: %#x, want %#x", r, got, want)
		}
	}
}
