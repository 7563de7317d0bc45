package number

import "github.com/cockroachdb/apd/v3"

// value works out the numeral from its items.
func (s *Scanner) value(n *Numeral) bool {
	n.Style = s.style()
	few := -1
	for i, it := range s.items {
		if it.kind == fewItem {
			if few >= 0 {
				return false
			}
			few = i
		}
	}
	n.Tail = tail(s.items)
	if n.Low = s.eval(false); n.Low == nil {
		return false
	}
	n.High = n.Low
	ranged := few >= 0
	for _, it := range s.items {
		ranged = ranged || it.low != it.high
	}
	if !ranged {
		return true
	}
	if n.High = s.eval(true); n.High == nil {
		return false
	}
	if few >= 0 {
		// 几十 reaches to 99, 十几万 to 199999: the digits below the
		// unknown one are unknown as well.
		place := s.integer(1)
		for _, it := range s.items[few+1:] {
			if it.kind != scaleItem {
				break
			}
			place.Exponent += int32(it.exp)
		}
		if _, err := exact.Add(n.High, n.High, place); err != nil {
			return false
		}
		if _, err := exact.Sub(n.High, n.High, s.integer(1)); err != nil {
			return false
		}
	}
	return true
}

func (s *Scanner) style() Style {
	scaleOnly := true
	for _, it := range s.items {
		if it.kind == digitItem && it.digits > 1 {
			return Positional
		}
		scaleOnly = scaleOnly && it.kind == scaleItem
	}
	switch {
	case s.arabic:
		return Arabic
	case scaleOnly && !(len(s.items) == 1 && s.items[0].exp == 1):
		return Scale // a lone 十 is a number in its own right
	default:
		return Han
	}
}

// tail returns the power of ten of the scale words that end items.
func tail(items []item) int {
	e := 0
	for i := len(items) - 1; i >= 0 && items[i].kind == scaleItem; i-- {
		e += items[i].exp
	}
	return e
}

// sum is a numeral under evaluation: total holds the closed groups of 万, 亿,
// 兆, section the open group below the next of them, digit the digit that no
// scale word has claimed yet.
type sum struct {
	total, section, digit *apd.Decimal
	small, big            int // exponents of the last scale word of each sort, 0 before the first
	lastExp               int // exponent of the item before, if a scale word
	zero                  bool
}

// eval returns the value of the items, or nil where they make no number.
func (s *Scanner) eval(high bool) *apd.Decimal {
	var v sum
	for _, it := range s.items {
		d := it.low
		if high {
			d = it.high
		}
		switch it.kind {
		case fewItem:
			d = s.integer(1)
			if high {
				d = s.integer(9)
			}
			fallthrough
		case digitItem:
			if v.digit != nil {
				return nil
			}
			v.digit = d
			if s.elided(it, v) {
				v.digit = s.decimal().Set(d)
				v.digit.Exponent += int32(v.lastExp - 1)
			}
			v.lastExp = 0
		case fractionItem:
			if v.digit = s.add(v.digit, d); v.digit == nil {
				return nil
			}
			v.lastExp = 0
		case zeroItem:
			v.zero, v.lastExp = true, 0
			v.small = 0
		case scaleItem:
			if !s.scale(&v, it.exp) {
				return nil
			}
			v.lastExp, v.zero = it.exp, false
		}
	}
	return s.close(&v)
}

// elided reports whether the digit it ends a numeral whose last scale word is
// left out: 两万三 is 23000.
func (s *Scanner) elided(it item, v sum) bool {
	if it.kind != digitItem || it.digits != 1 || v.lastExp < 2 || v.zero {
		return false
	}
	last := s.items[len(s.items)-1]
	if last.kind == fractionItem {
		last = s.items[len(s.items)-2]
	}
	return last.kind == digitItem && last.low == it.low
}

// scale multiplies what stands before a scale word by it.
func (s *Scanner) scale(v *sum, e int) bool {
	if e < 4 {
		if v.small > 0 && e >= v.small {
			return false
		}
		if v.digit == nil {
			if v.section != nil && !v.zero {
				return false
			}
			v.digit = s.integer(1)
		}
		d := s.decimal().Set(v.digit)
		d.Exponent += int32(e)
		v.section, v.digit, v.small = s.add(v.section, d), nil, e
		return v.section != nil
	}
	group := v.section
	if v.digit != nil {
		group = s.add(group, v.digit)
	}
	v.section, v.digit, v.small = nil, nil, 0
	switch {
	case group == nil && v.total == nil:
		group = s.integer(1)
	case group == nil && v.lastExp == 0:
		return false
	}
	if v.big == 0 || e >= v.big {
		// 一万五千亿: the 亿 claims all that stands before it.
		all := s.add(v.total, group)
		if all == nil {
			return false
		}
		all.Exponent += int32(e)
		v.total = all
	} else {
		if group == nil {
			// 万 after 亿 (亿万) has nothing to count.
			return false
		}
		g := s.decimal().Set(group)
		g.Exponent += int32(e)
		v.total = s.add(v.total, g)
	}
	v.big = e
	return v.total != nil && int(v.total.Exponent)+int(v.total.NumDigits()) <= MaxDigits+1
}

// close adds up what is left.
func (s *Scanner) close(v *sum) *apd.Decimal {
	out := s.add(v.total, v.section)
	if v.digit != nil {
		out = s.add(out, v.digit)
	}
	return out
}

// add returns a + b as a new decimal; nil counts as absent.
func (s *Scanner) add(a, b *apd.Decimal) *apd.Decimal {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		return s.decimal().Set(b)
	case b == nil:
		return s.decimal().Set(a)
	}
	out := s.decimal()
	if _, err := exact.Add(out, a, b); err != nil {
		return nil
	}
	return out
}
