package number

import (
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// plain reads the numerals that are by far the most common without taking them
// apart: Arabic digits and at most one scale word, with nothing after them that
// may belong to the same numeral.
func (s *Scanner) plain(text []rune) (n Numeral, ok bool) {
	if len(text) == 0 || !isArabic(text[0]) {
		return n, false
	}
	k, whole := arabicLength(text)
	if whole > k || k > mostPlain {
		return n, false
	}
	digits, at := text[:k], k
	at += spaces(text[at:])
	if e := scaleOf(text[at:]); e > 0 {
		if scaleIsUnit(text[at:]) {
			return n, false
		}
		n.Tail, k = e, at+1
		at = k + spaces(text[k:])
		if at < len(text) && (isArabic(text[at]) || text[at] == '.' || text[at] == '几' || scaleRune(text[at]) > 0) {
			return n, false
		}
	}
	if at < len(text) {
		r := text[at]
		if _, han := hanDigit(r); han || r == '多' || r == '余' || r == '来' {
			return n, false
		}
	}
	d := s.small(digits)
	d.Exponent += int32(n.Tail)
	n.Len, n.Low, n.High, n.Style = k, d, d, Arabic
	return n, true
}

// An item is one part of a numeral: a digit or row of digits, a scale word, a
// 零 that only holds a place, or a 几 that stands for some digit.
type item struct {
	kind      itemKind
	low, high *apd.Decimal // of a digit item
	exp       int          // of a scale item
	digits    int          // of a digit item: how many, written in Chinese
}

type itemKind int

const (
	digitItem itemKind = iota
	scaleItem
	zeroItem
	fewItem
	fractionItem // the digits after a Chinese decimal point
)

func (s *Scanner) rest() []rune { return s.text[s.at:] }

func (s *Scanner) last() (item, bool) {
	if len(s.items) == 0 {
		return item{}, false
	}
	return s.items[len(s.items)-1], true
}

func (s *Scanner) push(it item) { s.items = append(s.items, it) }

// run reads items until the numeral ends.
func (s *Scanner) run() {
	s.prefix()
	for !s.malformed && s.hedge != Over && s.hedge != About {
		if len(s.items) > MaxDigits {
			s.malformed = true
			return
		}
		start := s.at
		gap := 0
		if len(s.items) > 0 {
			gap = spaces(s.rest())
		}
		s.at += gap
		if !s.next(gap > 0) {
			s.at = start
			return
		}
	}
	// After a hedge only scale words follow: 3000多万.
	for gap := spaces(s.rest()); ; gap = 0 {
		e := scaleOf(s.text[s.at+gap:])
		if e == 0 || scaleIsUnit(s.text[s.at+gap:]) {
			return
		}
		if len(s.items) > MaxDigits {
			s.malformed = true
			return
		}
		s.at += gap + 1
		s.push(item{kind: scaleItem, exp: e})
	}
}

// prefix reads a hedge that only stands before scale words: 数十亿, 几百, 上千.
func (s *Scanner) prefix() {
	n := 1
	switch {
	case startsWith(s.text, '好', '几'):
		n = 2
	case startsWith(s.text, '上') && (scaleOf(s.text[1:]) == 0 || s.text[1] == '十'),
		startsWith(s.text, '数') && scaleOf(s.text[1:]) == 0:
		return
	case startsWith(s.text, '半', '百'):
		s.at = 2
		s.push(digit(s.integer(50), 1))
		return
	case len(s.text) == 0 || (s.text[0] != '上' && s.text[0] != '数' && s.text[0] != '几'):
		return
	}
	if e := scaleOf(s.text[n:]); e == 0 || scaleIsUnit(s.text[n:]) {
		return
	}
	s.at = n
	if s.text[0] == '上' {
		s.hedge = AtLeast
		return
	}
	s.push(item{kind: fewItem})
}

func digit(d *apd.Decimal, digits int) item {
	return item{kind: digitItem, low: d, high: d, digits: digits}
}

// next reads one item; spaced says that spaces stand before it. It returns
// false where the numeral ends.
func (s *Scanner) next(spaced bool) bool {
	rest := s.rest()
	if len(rest) == 0 {
		return false
	}
	last, any := s.last()
	r := rest[0]
	if isArabic(r) || !any && r == '.' && len(rest) > 1 && isArabic(rest[1]) {
		return s.arabicDigits(last, any, spaced)
	}
	if e := scaleRune(r); e > 0 {
		if scaleIsUnit(rest) || (any && last.kind == zeroItem && e != 1) || (spaced && any && last.kind == scaleItem && e < 4) {
			return false
		}
		s.at++
		s.push(item{kind: scaleItem, exp: e})
		return true
	}
	if _, ok := hanDigit(r); ok {
		return s.hanDigits(last, any, spaced)
	}
	switch r {
	case '点', '點':
		return s.hanDecimal(any && last.kind != zeroItem)
	case '几':
		if spaced || !any || (last.kind != scaleItem && last.kind != zeroItem) {
			return false
		}
		s.at++
		s.push(item{kind: fewItem})
		return true
	case '多', '余', '来':
		return s.hedged(last, any)
	}
	return false
}

// hedged reads 多, 余 or 来 after a round number.
func (s *Scanner) hedged(last item, any bool) bool {
	if !any || last.kind == fewItem || last.kind == zeroItem || s.hedge == AtLeast {
		return false
	}
	if last.kind == digitItem && !s.arabic {
		return false
	}
	rest := s.rest()
	if rest[0] == '来' {
		if len(rest) < 2 || (scaleOf(rest[1:]) == 0 && !strings.ContainsRune("个年天人家岁次名位元只条种亩公台", rest[1])) {
			return false
		}
		s.hedge = About
	} else {
		s.hedge = Over
	}
	s.at++
	return true
}

// arabicDigits reads 1,234.56. After a scale word it is only a part of the
// same numeral where the place values say so: 25万6千, 3万4000, 1千零20.
func (s *Scanner) arabicDigits(last item, any, spaced bool) bool {
	n, whole := arabicLength(s.rest())
	after := s.text[s.at+n:]
	if any {
		switch {
		case last.kind == zeroItem && !spaced && s.arabic:
		case last.kind != scaleItem || !s.arabic || whole > n:
			return false
		default:
			e := scaleOf(after[spaces(after):])
			if !(e > 0 && e < last.exp && n <= last.exp-e) && !(e == 0 && !spaced && n > 1 && n == last.exp) {
				return false
			}
		}
	}
	if whole > n || n > MaxDigits+MaxDigits/3 {
		s.at += whole
		s.malformed = true
		s.push(item{})
		return true
	}
	d, ok := s.parse(s.rest()[:n])
	if !ok || d.NumDigits() > MaxDigits {
		s.malformed = true
	}
	s.at += n
	s.arabic = true
	s.push(digit(d, 0))
	return true
}

// arabicLength returns the length of the decimal at text[0] and of the row of
// digits and points that it is part of; they differ for 1.2.3.
func arabicLength(text []rune) (n, whole int) {
	for n < len(text) && isArabic(text[n]) {
		n++
	}
	if n <= 3 && text[0] != '0' {
		for len(text) >= n+4 && text[n] == ',' && isArabic(text[n+1]) && isArabic(text[n+2]) && isArabic(text[n+3]) &&
			(len(text) == n+4 || !isArabic(text[n+4])) {
			n += 4
		}
	}
	points := 0
	whole = n
	for whole+1 < len(text) && text[whole] == '.' && isArabic(text[whole+1]) {
		points++
		whole++
		for whole < len(text) && isArabic(text[whole]) {
			whole++
		}
	}
	if points <= 1 {
		n = whole
	}
	return n, whole
}

// mostPlain is how many digits any int64 holds.
const mostPlain = 18

// parse returns the value of a row of digits with commas and a point.
func (s *Scanner) parse(text []rune) (*apd.Decimal, bool) {
	if len(text) <= mostPlain {
		return s.small(text), true
	}
	buf := make([]byte, 0, 2*MaxDigits)
	for _, r := range text {
		if r != ',' {
			buf = append(buf, byte(r))
		}
	}
	d := s.decimal()
	_, _, err := d.SetString(string(buf))
	return d, err == nil
}

// small returns the value of a row of at most mostPlain characters.
func (s *Scanner) small(text []rune) *apd.Decimal {
	value, exponent, step := int64(0), int32(0), int32(0)
	for _, r := range text {
		switch r {
		case ',':
		case '.':
			step = 1
		default:
			value = 10*value + int64(r-'0')
			exponent -= step
		}
	}
	return s.decimal().SetFinite(value, exponent)
}

// integer returns v.
func (s *Scanner) integer(v int64) *apd.Decimal { return s.decimal().SetFinite(v, 0) }

// hanDigits reads a Chinese digit, two that make a range (两三百), or a row
// that is read digit by digit (二〇二一).
func (s *Scanner) hanDigits(last item, any, spaced bool) bool {
	if any && last.kind == digitItem || s.pointed {
		return false
	}
	rest := s.rest()
	ds := make([]rune, 0, 2*MaxDigits)
	for len(ds) < len(rest) {
		d, ok := hanDigit(rest[len(ds)])
		if !ok {
			break
		}
		ds = append(ds, '0'+rune(d))
	}
	if len(ds) > MaxDigits {
		s.at += len(ds)
		s.malformed = true
		s.push(item{})
		return true
	}
	if any && ds[0] == '0' && len(ds) <= 2 && !spaced {
		s.at++
		s.push(item{kind: zeroItem})
		return true
	}
	if len(ds) == 1 && ds[0] == '0' && !any && scaleOf(rest[1:]) == 1 {
		s.at++ // 零十
		return true
	}
	s.at += len(ds)
	switch {
	case len(ds) == 1:
		s.push(digit(s.integer(int64(ds[0]-'0')), 1))
	case len(ds) == 2 && (ds[1] == ds[0]+1 || ds[0] == '3' && ds[1] == '5') && (any || ds[0] != '0'):
		s.push(item{kind: digitItem, low: s.integer(int64(ds[0] - '0')), high: s.integer(int64(ds[1] - '0')), digits: 1})
	case any:
		s.malformed = true
		s.push(item{})
	default:
		d, ok := s.parse(ds)
		s.malformed = !ok || rest[0] == '两' || scaleOf(rest[len(ds):]) == 1
		s.push(digit(d, len(ds)))
	}
	return true
}

// hanDecimal reads 点 and the Chinese digits after it.
func (s *Scanner) hanDecimal(any bool) bool {
	if !any || s.pointed || s.arabic {
		return false
	}
	i := s.at + 1
	i += spaces(s.text[i:])
	ds := []rune("0.")
	for i < len(s.text) && len(ds) < MaxDigits+2 {
		d, ok := hanDigit(s.text[i])
		if !ok || s.text[i] == '两' {
			break
		}
		ds = append(ds, '0'+rune(d))
		i++
	}
	if len(ds) == 2 {
		return false
	}
	frac, ok := s.parse(ds)
	if !ok {
		return false
	}
	s.at = i
	s.pointed = true
	s.push(item{kind: fractionItem, low: frac, high: frac})
	return true
}
