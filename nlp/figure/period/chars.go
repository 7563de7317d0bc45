package period

import "strings"

// IsStart reports whether a time expression may start with r; most characters
// of a text are turned away here.
func (p *Parser) IsStart(r rune) bool {
	if isDigit(r) {
		return true
	}
	switch r {
	case '截', '自', '从', '前', '首', '头', '第', '连', 'F', '二', '一', '“':
		return true
	}
	return p.words.HasFirst(r)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// digits reads a row of up to five Arabic digits.
func digits(text []rune) (v, n int) {
	for n < len(text) && n < 5 && isDigit(text[n]) {
		v = v*10 + int(text[n]-'0')
		n++
	}
	return v, n
}

const hanDigits = "〇一二三四五六七八九"

// yearDigit returns the value of a Chinese digit as years are written, or -1.
func yearDigit(r rune) int {
	if r == '零' {
		return 0
	}
	if i := strings.IndexRune(hanDigits, r); i >= 0 {
		return i / len("一")
	}
	return -1
}

func isYearDigit(r rune) bool { return r == '二' || r == '一' }

// smallNumber reads a number from 1 to 99 in either script.
func smallNumber(text []rune) (v, n int) {
	if v, n = digits(text); n > 0 {
		return v, n
	}
	for n < len(text) && n < 3 {
		d := yearDigit(text[n])
		switch {
		case text[n] == '两':
			v = 2
		case text[n] == '十':
			v = max(v, 1) * 10
		case d > 0:
			v += d
		default:
			return v, n
		}
		n++
	}
	return v, n
}

// dated reports whether what stands behind the digits that text starts with can
// make them a part of a date: most numbers of news are turned away here.
func dated(text []rune) bool {
	_, n := digits(text)
	at := n + spaces(text[n:])
	if at == len(text) {
		return false
	}
	switch text[at] {
	case '年', '月', '日', '号', '点', '时', ':', '-', '–', '—', '~', '至', '到', '、', '财', '季', '/', 'Q', 'H':
		return true
	case '.':
		return n == len("2006")
	}
	return false
}

func hasPrefix(text []rune, word string) bool {
	i := 0
	for _, r := range word {
		if i >= len(text) || text[i] != r {
			return false
		}
		i++
	}
	return true
}

func hasSuffix(text []rune, word string) bool {
	n := len([]rune(word))
	return len(text) >= n && hasPrefix(text[len(text)-n:], word)
}

func spaces(text []rune) int {
	n := 0
	for n < len(text) && n < 2 && (text[n] == ' ' || text[n] == '\u00a0') {
		n++
	}
	return n
}
