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
		if size := t.offsets[i+1] - at; size == 3 && folded >= 0x4e00 && folded < 0xa000 {
			han++
			if three(t.String[at:]) != folded {
				traditional++
			}
			continue
		}
		r := t.original(i)
		switch {
		case r < 0x80:
			if isWord(r) && r > '9' {
				latin++
			}
		case unicode.Is(unicode.Han, r):
			han++
			if folded != r {
				traditional++
			}
		case r >= 0xff00 && r < 0xff60: // full-width forms are of no language
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
