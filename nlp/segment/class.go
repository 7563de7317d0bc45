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

// classes is a set of classes, a bit for each.
type classes uint8

const (
	blanks classes = 1 << blank
	digits classes = 1 << digit
	atoms  classes = 1<<digit | 1<<letter
)

func (s classes) has(c class) bool { return s>>c&1 != 0 }

// inAtom reports whether characters of class c belong to atoms: unbroken
// letters and digits, which no engine may cut.
func (c class) inAtom() bool { return c >= digit }

// enclosed is the first of the circled and bracketed numbers. They number the
// items of a list and do not belong to what follows; the numbers before them
// (² ½ ₂ Ⅳ) do belong to the word they stand in.
const enclosed = 0x2460

// classOf returns the class of r. It tells Han characters without a call.
func classOf(r rune) class {
	if r >= 0x4e00 && r <= 0x9fff {
		return han
	}
	return otherClass(r)
}

// otherClass returns the class of r, which may lie outside the main block of
// Han characters.
func otherClass(r rune) class {
	switch {
	case r >= 0 && r < 0x80:
		return ascii[r]
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

// ascii holds the classes of the characters of ASCII.
var ascii = func() (classes [0x80]class) {
	for r := range classes {
		switch r := rune(r); {
		case r >= '0' && r <= '9':
			classes[r] = digit
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			classes[r] = letter
		case r == ' ', r >= '\t' && r <= '\r':
			classes[r] = blank
		case r < ' ', r == 0x7f:
			classes[r] = other
		default:
			classes[r] = mark
		}
	}
	return classes
}()

// lower returns the lower case of an ASCII letter and other characters as they
// are: the case in which dictionaries are kept.
func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
