package document

import "unicode"

// languageSample bounds, in code points, how far a text is read for its
// language.
const languageSample = 2000

// detectLanguage tells from the characters of t which of the languages it is
// that the pipeline distinguishes: "zh-Hans", "zh-Hant", "en", or "und" for
// none of them. Traditional characters that differ from their Simplified form
// make up a third of a Traditional text and next to nothing of a Simplified one.
func detectLanguage(t *Text) string {
	var han, traditional, latin, accented, other int
	for i, folded := range t.Runes[:min(t.Len(), languageSample)] {
		at := t.offsets[i]
		switch size := t.offsets[i+1] - at; {
		case size == 1:
			if isWord(folded) && folded > '9' {
				latin++
			}
			continue
		case size == 3 && folded >= 0x4e00 && folded < 0xa000:
			han++
			if three(t.String[at:]) != folded {
				traditional++
			}
			continue
		}
		switch r := t.original(i); {
		case isCommon(r):
		case unicode.Is(unicode.Han, r):
			han++
			if folded != r {
				traditional++
			}
		case unicode.Is(unicode.Latin, r):
			accented++
		case unicode.IsLetter(r):
			other++
		}
	}
	switch {
	case han+latin == 0 || other*4 > han+latin:
		return "und"
	case han*8 >= latin: // a Chinese text with many Latin names
		if traditional*10 > han {
			return "zh-Hant"
		}
		return "zh-Hans"
	case accented*20 > latin:
		return "und"
	}
	return "en"
}

// isCommon reports the punctuation of Chinese, and full-width forms, which are of
// no language.
func isCommon(r rune) bool {
	return r >= 0xff00 && r < 0xff60 || r >= 0x2010 && r < 0x2070 || r >= 0x3000 && r < 0x3005 || r >= 0x3008 && r < 0x3021
}
