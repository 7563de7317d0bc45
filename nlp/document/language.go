package document

import "unicode"

// languageSample bounds, in code points, how far a text is read for its
// language.
const languageSample = 2000

// The block of the common Chinese characters.
const (
	firstHan = 0x4e00
	afterHan = 0xa000
)

// scripts counts the letters of the first languageSample code points of a text.
type scripts struct {
	han, traditional int // Chinese characters, and those of them that fold
	latin, accented  int // Latin letters of ASCII, and others
	other            int
}

// add counts r, which is not ASCII; three says that it has three bytes.
func (s *scripts) add(r, folded rune, three bool) {
	switch {
	case isCommon(r):
	case three && folded >= firstHan && folded < afterHan, unicode.Is(unicode.Han, r):
		s.han++
		if folded != r {
			s.traditional++
		}
	case unicode.Is(unicode.Latin, r):
		s.accented++
	case unicode.IsLetter(r):
		s.other++
	}
}

// language tells from the letters of a text which of the languages it is that
// the pipeline distinguishes: "zh-Hans", "zh-Hant", "en", or "und" for none of
// them. Traditional characters that differ from their Simplified form make up a
// third of a Traditional text and next to nothing of a Simplified one.
func (s *scripts) language() string {
	switch {
	case s.han+s.latin == 0 || s.other*4 > s.han+s.latin:
		return "und"
	case s.han*8 >= s.latin: // a Chinese text with many Latin names
		if s.traditional*10 > s.han {
			return "zh-Hant"
		}
		return "zh-Hans"
	case s.accented*20 > s.latin:
		return "und"
	}
	return "en"
}

// isCommon reports the punctuation of Chinese, and full-width forms, which are of
// no language.
func isCommon(r rune) bool {
	return r >= 0xff00 && r < 0xff60 || r >= 0x2010 && r < 0x2070 || r >= 0x3000 && r < 0x3005 || r >= 0x3008 && r < 0x3021
}
