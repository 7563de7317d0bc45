package number

import "slices"

// IsStart reports whether a numeral may start with r.
func IsStart(r rune) bool {
	if isArabic(r) || r == '.' {
		return true
	}
	if r < '〇' {
		return false
	}
	switch r {
	case '几', '数', '上', '半', '好':
		return true
	}
	_, ok := hanDigit(r)
	return ok || scaleRune(r) > 0
}

func isArabic(r rune) bool { return '0' <= r && r <= '9' }

// hanDigit returns the value of a Chinese digit, in plain or financial form.
func hanDigit(r rune) (int, bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '一', '壹', '弌':
		return 1, true
	case '二', '两', '贰', '貳', '兩', '倆', '俩':
		return 2, true
	case '三', '叁', '參', '叄':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆', '陸':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// scaleRune returns the power of ten of a scale word, or 0.
func scaleRune(r rune) int {
	switch r {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	case '万', '萬':
		return 4
	case '亿', '億':
		return 8
	case '兆':
		return 12
	}
	return 0
}

// scaleOf returns the power of ten of the scale word at text[0], or 0.
func scaleOf(text []rune) int {
	if len(text) == 0 {
		return 0
	}
	return scaleRune(text[0])
}

// scaleIsUnit reports whether the scale character at text[0] is the first
// half of a unit: 千瓦, 兆帕, 百分点.
func scaleIsUnit(text []rune) bool {
	if len(text) < 2 {
		return false
	}
	var heads string
	switch text[0] {
	case '百':
		return text[1] == '帕' || (text[1] == '分' && len(text) > 2 && (text[2] == '点' || text[2] == '比' || text[2] == '位'))
	case '千':
		heads = "瓦米克伏帕卡赫焦安牛字欧"
	case '兆':
		heads = "瓦赫帕字比焦欧"
	}
	return slices.Contains([]rune(heads), text[1])
}

func startsWith(text []rune, word ...rune) bool {
	return len(text) >= len(word) && slices.Equal(text[:len(word)], word)
}

// spaces returns how many spaces stand at text[0], up to three: more do not
// stand inside a numeral.
func spaces(text []rune) int {
	n := 0
	for n < len(text) && n < 3 && (text[n] == ' ' || text[n] == '\u00a0' || text[n] == '\u3000') {
		n++
	}
	return n
}
