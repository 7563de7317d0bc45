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

func TestClassesOfCharacters(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if isLetter(r) != unicode.IsLetter(r) || isDigit(r) != unicode.IsDigit(r) {
			t.Errorf("%U: letter %v, digit %v, want %v, %v", r, isLetter(r), isDigit(r), unicode.IsLetter(r), unicode.IsDigit(r))
		}
	}
}
