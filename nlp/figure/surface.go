package figure

import (
	"strings"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/figure/number"
)

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// blanks returns the number of spaces at text[0], up to four: more do not
// stand between a number and its unit.
func blanks(text []rune) int {
	n := 0
	for n < len(text) && n < 4 && (text[n] == ' ' || text[n] == '\u00a0') {
		n++
	}
	return n
}

// hasPrefix reports whether text starts with word, which is valid UTF-8. Most
// of the time of this package would go to the decoding of words, so those of
// three bytes are read here.
func hasPrefix(text []rune, word string) bool {
	for i := 0; len(word) > 0; i++ {
		r, n := rune(word[0]), 1
		switch {
		case r < utf8.RuneSelf:
		case r>>4 == 0xe:
			r, n = r&0xf<<12|rune(word[1]&0x3f)<<6|rune(word[2]&0x3f), 3
		default:
			r, n = utf8.DecodeRuneInString(word)
		}
		if i == len(text) || text[i] != r {
			return false
		}
		word = word[n:]
	}
	return true
}

// hasSuffix reports whether text ends in word.
func hasSuffix(text []rune, word string) bool {
	for i := len(text) - 1; len(word) > 0; i-- {
		end := len(word)
		r, n := rune(word[end-1]), 1
		switch {
		case r < utf8.RuneSelf:
		case end >= 3 && word[end-3]>>4 == 0xe:
			r, n = rune(word[end-3]&0xf)<<12|rune(word[end-2]&0x3f)<<6|r&0x3f, 3
		default:
			r, n = utf8.DecodeLastRuneInString(word)
		}
		if i < 0 || text[i] != r {
			return false
		}
		word = word[:end-n]
	}
	return true
}

// anyPrefix reports whether text starts with one of the words. Most of them are
// turned away by the bytes of the first character.
func anyPrefix(text []rune, words ...string) bool {
	if len(text) == 0 {
		return false
	}
	var first [utf8.UTFMax]byte
	n := utf8.EncodeRune(first[:], text[0])
	for _, w := range words {
		if len(w) >= n && w[n-1] == first[n-1] && w[0] == first[0] && hasPrefix(text, w) {
			return true
		}
	}
	return false
}

// anySuffix reports whether text ends in one of the words.
func anySuffix(text []rune, words ...string) bool {
	if len(text) == 0 {
		return false
	}
	var last [utf8.UTFMax]byte
	n := utf8.EncodeRune(last[:], text[len(text)-1])
	for _, w := range words {
		if w[len(w)-1] == last[n-1] && hasSuffix(text, w) {
			return true
		}
	}
	return false
}

// startsAny reports whether s starts with one of the words.
func startsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// rangeWord returns the length of what joins the ends of a range, and whether
// it is a word rather than a dash.
func rangeWord(text []rune) (word bool, n int) {
	if len(text) == 0 {
		return false, 0
	}
	switch text[0] {
	case '-', '–', '~', '−', '〜', '～':
		return false, 1
	case '—':
		if hasPrefix(text, "——") {
			return false, 2
		}
		return false, 1
	case '至', '到':
		return true, 1
	}
	return false, 0
}

// fromBefore reports whether 从 or 由 stands before start: a change from one
// value to another rather than a range.
func fromBefore(text []rune, start int) bool {
	before := text[max(0, start-2):start]
	return anySuffix(before, "从", "由", "自", "从 ", "由 ")
}

// spread reports whether what follows a range says that it is one.
func spread(after []rune) bool { return anyPrefix(after, "不等", "之间", "区间", "左右") }

// isSign reports whether text[i] is the sign of the number after it rather
// than a hyphen.
func isSign(text []rune, i int) bool {
	switch text[i] {
	case '负':
		return i+1 < len(text) && number.IsStart(text[i+1]) && (i == 0 || text[i-1] != '正')
	case '-', '+', '−':
	default:
		return false
	}
	if i+1 >= len(text) || !isDigit(text[i+1]) {
		return false
	}
	if i == 0 {
		return true
	}
	p := text[i-1]
	return !isDigit(p) && !isLatin(p) && p != '-' && p != ')' && p != '%' && p != '~' && p != '+'
}

var currencyPrefixes = []struct{ surface, code string }{
	{"US$", "USD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"A$", "AUD"}, {"S$", "SGD"}, {"C$", "CAD"}, {"$", "USD"},
	{"¥", "CNY"}, {"￥", "CNY"}, {"€", "EUR"}, {"£", "GBP"}, {"₩", "KRW"},
	{"人民币", "CNY"}, {"RMB", "CNY"}, {"CNY", "CNY"}, {"USD", "USD"}, {"HKD", "HKD"}, {"EUR", "EUR"},
	{"新台币", "TWD"}, {"台币", "TWD"}, {"美金", "USD"}, {"港圆", "HKD"}, {"日圆", "JPY"}, {"韩元", "KRW"}, {"韩圆", "KRW"},
	{"新加坡元", "SGD"}, {"澳门元", "MOP"}, {"澳元", "AUD"}, {"加元", "CAD"}, {"新西兰元", "NZD"},
	{"美元", "USD"}, {"港元", "HKD"}, {"港币", "HKD"}, {"欧元", "EUR"}, {"日元", "JPY"}, {"英镑", "GBP"},
}

// currencyPrefix reads a currency in front of its amount.
func currencyPrefix(text []rune) (unit, int) {
	if len(text) == 0 {
		return unit{}, 0
	}
	switch text[0] {
	case 'U', 'H', 'N', 'A', 'S', 'C', 'R', 'E', '$', '¥', '￥', '€', '£', '₩', '人', '美', '港', '欧', '日', '英', '新', '台', '韩', '澳', '加':
	default:
		return unit{}, 0
	}
	for _, c := range currencyPrefixes {
		if !hasPrefix(text, c.surface) {
			continue
		}
		n := len([]rune(c.surface))
		at := n + blanks(text[n:])
		if at < len(text) && (isDigit(text[at]) || (number.IsStart(text[at]) && c.surface == "人民币")) {
			return unit{kind: Money, name: c.code}, n
		}
		return unit{}, 0
	}
	return unit{}, 0
}

// tenthsBlocked reports whether 成 before rest begins another word.
func tenthsBlocked(rest []rune) bool {
	return len(rest) > 0 && strings.ContainsRune("份立为功果都员交本长就效熟品套人年分型因绩新", rest[0])
}
