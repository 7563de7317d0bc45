package segment

import "unicode"

// class says what a character can be part of.
type class uint8

const (
	other  class = iota // a token of its own, x
	mark                // a token of its own, w
	blank               // joins with blanks
	han                 // joins with han and with atoms, for the dictionary
	digit               // part of a number or an atom
	letter              // part of an atom
)

// inAtom reports whether characters of class c belong to atoms: unbroken
// letters and digits, which no engine may cut.
func (c class) inAtom() bool { return c >= digit }

// enclosed is the first of the circled and bracketed numbers. They number the
// items of a list and do not belong to what follows; the numbers before them
// (² ½ ₂ Ⅳ) do belong to the word they stand in.
const enclosed = 0x2460

// classOf returns the class of r.
func classOf(r rune) class {
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		return han
	case r < 0x80:
		return asciiClass(r)
	case r >= 0x2010 && r <= 0x2027, r >= 0x3001 && r <= 0x3004, r >= 0x3008 && r <= 0x3020:
		return mark
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsSpace(r):
		return blank
	case unicode.IsDigit(r), unicode.IsNumber(r) && r < enclosed:
		return digit
	case unicode.IsLetter(r), unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r):
		return letter
	case unicode.IsPunct(r), unicode.IsSymbol(r):
		return mark
	}
	return other
}

// asciiClass returns the class of r, which is below 0x80.
func asciiClass(r rune) class {
	switch {
	case r >= '0' && r <= '9':
		return digit
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return letter
	case r == ' ', r >= '\t' && r <= '\r':
		return blank
	case r < ' ', r == 0x7f:
		return other
	}
	return mark
}

// lower returns the lower case of an ASCII letter and other characters as they
// are: the case in which dictionaries are kept.
func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
