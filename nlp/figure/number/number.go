// Package number reads the numerals of Chinese text as exact decimals: 1.5亿,
// 5,080, 三千五百, 两万三, 3000多万, 数十亿, 十几, 两三百, 上百, 三分之一.
//
// A numeral is bounded by [MaxDigits]. A run of numeral characters that is no
// well-formed numeral, or is too large, is never read in part: 10 followed by
// 400 zeros, or 百百百, gives no number rather than a wrong one.
package number

import (
	"github.com/cockroachdb/apd/v3"
)

// MaxDigits bounds a numeral: its written digits, and the power of ten that
// its scale words multiply them by.
const MaxDigits = 36

// Hedge is a word inside a numeral that moves its value off the digits.
type Hedge int

// The hedges.
const (
	Exact   Hedge = iota
	Over          // 多, 余: more than stated
	About         // 来: near the stated value
	AtLeast       // 上 before a scale word: no less than stated
)

// Style is how a numeral is written.
type Style int

// The styles.
const (
	Arabic     Style = iota // digits, with or without scale words: 1.5亿
	Han                     // Chinese numerals: 三千五百
	Scale                   // scale words alone: 万, 千亿, 上百
	Positional              // a row of Chinese digits: 二〇二一
)

// Numeral is one number as it stands in a text.
type Numeral struct {
	Len       int          // in code points
	Low, High *apd.Decimal // equal unless the numeral is a range (数十亿, 两三百, 十几)
	Hedge     Hedge
	Style     Style
	Tail      int // power of ten of the scale words after the last digit: 8 for 3.5亿

	// Denominator is set for a fraction X分之Y: Low and High are then the
	// numerator.
	Denominator *apd.Decimal
}

// exact is wide enough for every sum and product of bounded numerals.
var exact = apd.BaseContext.WithPrecision(3 * MaxDigits)

// Scanner reads numerals. It keeps its memory from one to the next and must
// not be used by two goroutines at once. The zero Scanner is ready for use.
type Scanner struct {
	text      []rune
	at        int
	items     []item
	hedge     Hedge
	arabic    bool
	pointed   bool // a Chinese decimal point has been read
	malformed bool

	decimals []apd.Decimal // those before used belong to numerals
	used     int
}

// Reset takes back the decimals of all numerals that s has read.
func (s *Scanner) Reset() { s.used = 0 }

// decimal returns a new decimal of value 0 that lives until the next Reset.
func (s *Scanner) decimal() *apd.Decimal {
	if s.used == len(s.decimals) {
		s.decimals = make([]apd.Decimal, max(16, 2*s.used)) // the old ones stay with their numerals
		s.used = 0
	}
	d := &s.decimals[s.used]
	s.used++
	*d = apd.Decimal{}
	return d
}

// Scan reads the numeral that starts at text[0] without a sign. If ok is
// false, a positive Len is the length of a run of numeral characters that is
// no number; the caller should step over it. Its cost is linear in Len. The
// decimals of n are the caller's to change; they are valid until the next Reset.
func (s *Scanner) Scan(text []rune) (n Numeral, ok bool) {
	n, ok = s.simple(text)
	if !ok {
		return n, false
	}
	if den, ok := s.fraction(text, n); ok {
		return den, true
	}
	if at := n.Len + spaces(text[n.Len:]); at < len(text) && text[at] == '又' && n.Low.Exponent >= 0 {
		return s.mixed(text, n, at+1), true
	}
	return n, true
}

// fraction reads 分之 and the numerator after the denominator n.
func (s *Scanner) fraction(text []rune, n Numeral) (Numeral, bool) {
	at := n.Len + spaces(text[n.Len:])
	if at == len(text) || text[at] != '分' {
		return n, false
	}
	at++
	at += spaces(text[at:])
	if at == len(text) || text[at] != '之' {
		return n, false
	}
	at++
	at += spaces(text[at:])
	num, ok := s.simple(text[at:])
	if !ok || n.Low.IsZero() || n.Low.Cmp(n.High) != 0 || n.Hedge != Exact {
		return n, false
	}
	num.Len += at
	num.Denominator = n.Low
	num.Style = Han
	return num, true
}

// mixed reads a fraction at text[at], after 又 (一又二分之一), or returns whole
// unchanged.
func (s *Scanner) mixed(text []rune, whole Numeral, at int) Numeral {
	at += spaces(text[at:])
	den, ok := s.simple(text[at:])
	if !ok {
		return whole
	}
	frac, ok := s.fraction(text[at:], den)
	if !ok {
		return whole
	}
	sum := s.decimal()
	if _, err := exact.Mul(sum, whole.Low, frac.Denominator); err != nil {
		return whole
	}
	if _, err := exact.Add(sum, sum, frac.Low); err != nil {
		return whole
	}
	frac.Low, frac.High = sum, sum
	frac.Len += at
	return frac
}

// simple reads a numeral that is no fraction.
func (s *Scanner) simple(text []rune) (Numeral, bool) {
	if n, ok := s.plain(text); ok {
		return n, true
	}
	return s.compound(text)
}

// compound reads one item by item.
func (s *Scanner) compound(text []rune) (Numeral, bool) {
	*s = Scanner{text: text, items: s.items[:0], decimals: s.decimals, used: s.used}
	s.run()
	n := Numeral{Len: s.at, Hedge: s.hedge}
	if len(s.items) == 0 {
		return n, false
	}
	if s.malformed || continues(text[s.at:]) {
		n.Len = s.at + runLength(text[s.at:])
		return n, false
	}
	ok := s.value(&n)
	return n, ok
}

// Percent returns the value as a percentage. A quotient that has no finite
// decimal form is rounded half up to two places.
func (n Numeral) Percent() (low, high *apd.Decimal) {
	return n.percent(n.Low), n.percent(n.High)
}

func (n Numeral) percent(d *apd.Decimal) *apd.Decimal {
	out := new(apd.Decimal).Set(d)
	out.Exponent += 2
	if n.Denominator == nil {
		return out
	}
	if n.Denominator.Coeff.IsInt64() && n.Denominator.Coeff.Int64() == 1 { // 百分之, 万分之
		out.Exponent -= n.Denominator.Exponent
		out.Reduce(out)
		return out
	}
	cond, err := exact.Quo(out, out, n.Denominator)
	if err != nil {
		return nil
	}
	if cond.Inexact() {
		if _, err := exact.Quantize(out, out, -2); err != nil {
			return nil
		}
		return out
	}
	out.Reduce(out)
	return out
}

// continues reports whether text goes on with a numeral character, so that
// what was read before it is only a part.
func continues(text []rune) bool {
	if len(text) == 0 {
		return false
	}
	if text[0] == '.' {
		return len(text) > 1 && isArabic(text[1])
	}
	_, han := hanDigit(text[0])
	return han || isArabic(text[0]) || (scaleOf(text) > 0 && !scaleIsUnit(text))
}

// runLength returns the length of the run of numeral characters at text.
func runLength(text []rune) int {
	i := 0
	for i < len(text) {
		_, han := hanDigit(text[i])
		if !han && !isArabic(text[i]) && scaleOf(text[i:]) == 0 && text[i] != '.' && text[i] != ',' {
			break
		}
		i++
	}
	return i
}
