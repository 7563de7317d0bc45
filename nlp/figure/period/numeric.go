package period

// atom reads one part at text[at]; after is the level of the part before it.
func (s *scan) atom(at int, after level) (atom, int) {
	text := s.text[at:]
	if len(text) == 0 {
		return atom{}, 0
	}
	a, n := s.p.words.Longest(text)
	if n > 0 && !s.blocked(text, n) {
		return s.yearAfterQuarter(*a, text, n)
	}
	switch r := text[0]; {
	case '0' <= r && r <= '9':
		return s.numeric(at, after)
	case r == '前' || r == '首' || r == '头':
		return firstMonths(text)
	case r == '第' || r == '连':
		return ordinalMonth(text)
	case r == 'F':
		return fiscal(text)
	case isYearDigit(r):
		return hanYear(text)
	}
	return atom{}, 0
}

// blocked reports whether the word of length n at text is part of a longer
// word that is no time.
func (s *scan) blocked(text []rune, n int) bool {
	if n != 2 {
		return false
	}
	rest := text[n:]
	switch second := text[1]; text[0] {
	case '年':
		return second == '度' && hasPrefix(rest, "报")
	case '一', '二', '三', '四':
		return second == '季' && !hasPrefix(rest, "报") && !hasPrefix(rest, "末")
	case '同':
		return second == '期' && hasSuffix(s.before, "年")
	case '收', '开':
		return second == '盘' && hasPrefix(rest, "价")
	}
	return false
}

// yearAfterQuarter reads the year of 4Q22.
func (s *scan) yearAfterQuarter(a atom, text []rune, n int) (atom, int) {
	if a.level != quarterLevel || text[n-1] != 'Q' && text[n-1] != 'H' {
		return a, n
	}
	y, k := digits(text[n:])
	switch k {
	case 2:
		a.date.Year, n = int16(2000+y), n+k
	case 4:
		a.date.Year, n = int16(y), n+k
	}
	return a, n
}

// numeric reads a part that starts with Arabic digits.
func (s *scan) numeric(at int, after level) (atom, int) {
	text := s.text[at:]
	v, k := digits(text)
	if k > 4 || (at > 0 && after == none && isDigit(s.text[at-1])) {
		return atom{}, 0
	}
	if k == 4 && v >= 1900 && v <= 2100 {
		if a, n := yearOf(text, v); n > 0 {
			return a, n
		}
	}
	if k > 2 {
		return atom{}, 0
	}
	if a, n := months(text, v, k); n > 0 {
		return a, n
	}
	if a, n := shortYear(text, v, k); n > 0 {
		return a, n
	}
	if a, n := s.dayOf(at, v, k, after); n > 0 {
		return a, n
	}
	return clock(text, v, k, after)
}

// yearOf reads 2021年, 2021年度, 2021财年, 2022-2024年, 2021Q4, 2024-01-05.
func yearOf(text []rune, v int) (atom, int) {
	a := atom{level: yearLevel, date: Date{Year: int16(v)}}
	gap := spaces(text[4:])
	if n := yearWord(text[4+gap:]); n > 0 {
		return a, 4 + gap + n
	}
	if len(text) < 6 {
		return atom{}, 0
	}
	switch text[4] {
	case '-', '–', '—', '~', '至', '到', '/', '.':
		w, k := digits(text[5:])
		gap := spaces(text[5+k:])
		if n := yearWord(text[5+k+gap:]); k == 4 && n > 0 && w > v {
			a.date.To = &Date{Year: int16(w)}
			return a, 5 + k + gap + n
		}
		if k <= 2 && w >= 1 && w <= 12 && 5+k < len(text) && text[5+k] == text[4] {
			d, m := digits(text[6+k:])
			if m >= 1 && m <= 2 && d >= 1 && d <= 31 {
				a.level, a.date.Month, a.date.Day = dayLevel, int16(w), int16(d)
				return a, 6 + k + m
			}
		}
	case 'Q', 'H':
		if q, k := digits(text[5:]); k == 1 && q >= 1 && q <= 4 {
			a.level = quarterLevel
			a.date.Month, a.date.LastMonth = int16(3*q-2), int16(3*q)
			if text[4] == 'H' {
				a.date.Month, a.date.LastMonth = int16(6*q-5), int16(6*q)
			}
			return a, 6
		}
	}
	return atom{}, 0
}

// yearWord returns the length of the word that makes a number a year.
func yearWord(text []rune) int {
	if len(text) == 0 || text[0] != '年' && text[0] != '财' {
		return 0
	}
	for _, w := range []string{"年全年", "财政年度", "年度", "财年", "年"} {
		if hasPrefix(text, w) && !hasPrefix(text, "年度报") {
			return len([]rune(w))
		}
	}
	if hasPrefix(text, "年") {
		return 1
	}
	return 0
}

// shortYear reads 22年 where what follows shows that it is a date.
func shortYear(text []rune, v, k int) (atom, int) {
	if k != 2 || k >= len(text) || text[k] != '年' || v > 40 {
		return atom{}, 0
	}
	rest := text[k+1:]
	for _, w := range []string{"Q", "H", "上半年", "下半年", "一季", "二季", "三季", "四季", "前三季", "全年", "年报", "第"} {
		if hasPrefix(rest, w) {
			return atom{level: yearLevel, date: Date{Year: int16(2000 + v)}}, k + 1
		}
	}
	if m, n := digits(rest); n > 0 && n <= 2 && m >= 1 && m <= 12 && n < len(rest) && rest[n] == '月' {
		return atom{level: yearLevel, date: Date{Year: int16(2000 + v)}}, k + 1
	}
	return atom{}, 0
}

// months reads 8月, 8月份, 1-8月, 1到10月份, 1、2月份.
func months(text []rune, v, k int) (atom, int) {
	a := atom{level: monthLevel, date: Date{Month: int16(v)}}
	at := k + spaces(text[k:])
	if at < len(text) && text[at] != '月' {
		switch text[at] {
		case '-', '–', '—', '~', '至', '到', '、':
			w, n := digits(text[at+1:])
			if n == 0 || n > 2 || w <= v || w > 12 {
				return atom{}, 0
			}
			a.date.LastMonth = int16(w)
			at += 1 + n
			at += spaces(text[at:])
		}
	}
	if v < 1 || v > 12 || at >= len(text) || text[at] != '月' || hasPrefix(text[at:], "月期") {
		return atom{}, 0
	}
	at++
	if hasPrefix(text[at:], "份") && !hasPrefix(text[at:], "份额") {
		at++
	}
	return a, at
}

// dayOf reads 5日, 5-7日 and, after a month, 5号.
func (s *scan) dayOf(at, v, k int, after level) (atom, int) {
	text := s.text[at:]
	a := atom{level: dayLevel, date: Date{Day: int16(v)}}
	i := k + spaces(text[k:])
	if i < len(text) {
		switch text[i] {
		case '-', '–', '—', '~', '至', '到', '、':
			w, n := digits(text[i+1:])
			if n > 0 && n <= 2 && w > v && w <= 31 {
				a.date.LastDay = int16(w)
				i += 1 + n
				i += spaces(text[i:])
			}
		}
	}
	if v < 1 || v > 31 || i >= len(text) {
		return atom{}, 0
	}
	switch {
	case text[i] == '日' && !hasPrefix(text[i:], "日元") && !hasPrefix(text[i:], "日圆") && (after == monthLevel || !s.isStretch(at, text[i+1:])):
		return a, i + 1
	case text[i] == '号' && after == monthLevel:
		return a, i + 1
	}
	return atom{}, 0
}

// isStretch reports whether N日 is a length of time (连涨3日, 10日内) rather
// than a day of the month.
func (s *scan) isStretch(at int, rest []rune) bool {
	for _, w := range []string{"内", "之内", "均线", "线", "游", "无条件", "年化", "滚动"} {
		if hasPrefix(rest, w) {
			return true
		}
	}
	before := s.before
	if at > 0 {
		before = s.text[:at]
	}
	for _, w := range []string{"连涨", "连跌", "连续", "为期", "历时", "长达", "近", "过去", "连升", "连降", "未来", "前", "仅", "时隔", "连", "共", "首", "每", "约", "逾", "超", "超过", "过去的"} {
		if hasSuffix(before, w) {
			return true
		}
	}
	return false
}

// clock reads 10点55分, 20时, 14:30.
func clock(text []rune, v, k int, after level) (atom, int) {
	a := atom{level: clockLevel}
	i := k + spaces(text[k:])
	if v > 24 || i >= len(text) {
		return atom{}, 0
	}
	switch text[i] {
	case ':':
		m, n := digits(text[i+1:])
		if n != 2 || m > 59 {
			return atom{}, 0
		}
		i += 1 + n
		if i < len(text) && text[i] == ':' {
			if _, n := digits(text[i+1:]); n == 2 {
				i += 3
			}
		}
		return a, i
	case '点', '时':
	default:
		return atom{}, 0
	}
	hour := text[i] == '时'
	i++
	if m, n := digits(text[i:]); n > 0 && n <= 2 && m < 60 && i+n < len(text) && text[i+n] == '分' && !hasPrefix(text[i+n:], "分之") {
		return a, i + n + 1
	}
	for _, w := range []string{"钟", "半", "整", "许"} {
		if hasPrefix(text[i:], w) {
			return a, i + 1
		}
	}
	if after >= dayLevel || (hour && !hasPrefix(text[i:], "代") && !hasPrefix(text[i:], "间")) {
		return a, i
	}
	return atom{}, 0
}

// firstMonths reads 前10个月.
func firstMonths(text []rune) (atom, int) {
	i := 1 + spaces(text[1:])
	v, k := smallNumber(text[i:])
	if v < 2 || v > 12 {
		return atom{}, 0
	}
	i += k
	i += spaces(text[i:])
	switch {
	case hasPrefix(text[i:], "个月"):
		i += 2
	case hasPrefix(text[i:], "月"):
		i++
	default:
		return atom{}, 0
	}
	return atom{level: monthLevel, date: Date{Month: 1, LastMonth: int16(v)}}, i
}

// ordinalMonth reads 连续第8个月 and 第10个月.
func ordinalMonth(text []rune) (atom, int) {
	i := 0
	if hasPrefix(text, "连续第") {
		i = 2
	}
	if text[i] != '第' {
		return atom{}, 0
	}
	i++
	i += spaces(text[i:])
	_, k := smallNumber(text[i:])
	if k == 0 {
		return atom{}, 0
	}
	i += k
	i += spaces(text[i:])
	for _, w := range []string{"个月", "个季度", "个交易日", "年", "周", "天"} {
		if hasPrefix(text[i:], w) {
			return atom{level: dayLevel, alone: true, vague: true}, i + len([]rune(w))
		}
	}
	return atom{}, 0
}

// fiscal reads FY2022 and FY22.
func fiscal(text []rune) (atom, int) {
	if !hasPrefix(text, "FY") {
		return atom{}, 0
	}
	v, k := digits(text[2:])
	switch k {
	case 2:
		v += 2000
	case 4:
	default:
		return atom{}, 0
	}
	return atom{level: yearLevel, date: Date{Year: int16(v)}}, 2 + k
}

// hanYear reads 二〇二一年.
func hanYear(text []rune) (atom, int) {
	if len(text) < 5 || text[4] != '年' {
		return atom{}, 0
	}
	v := 0
	for _, r := range text[:4] {
		d := yearDigit(r)
		if d < 0 {
			return atom{}, 0
		}
		v = v*10 + d
	}
	if v < 1900 || v > 2100 {
		return atom{}, 0
	}
	return atom{level: yearLevel, date: Date{Year: int16(v)}}, 4 + yearWord(text[4:])
}
