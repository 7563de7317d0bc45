package document

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestMeasureAgreesWithParts holds the one pass over a text to the three that it
// stands for.
func TestMeasureAgreesWithParts(t *testing.T) {
	part := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("中，。“a1\n\t\u0085\u00a0\u2028𠀀"))),
		rapid.SampledFrom([]string{"\x00", "\x1f", "\x7f", "\u0080", "\u009f", "\xff", "\xe4\xb8", "\xed\xa0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\ufffd"}))
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for range rapid.IntRange(0, 4).Draw(t, "parts") {
			s += part.Draw(t, "part")
		}
		n, ok := measure(s)
		if want := forbiddenAt(s) < 0 && utf8.ValidString(s); ok != want {
			t.Fatalf("measure(%q) = %v, want %v", s, ok, want)
		}
		if ok && n != utf8.RuneCountInString(s) {
			t.Fatalf("measure(%q) = %d code points, want %d", s, n, utf8.RuneCountInString(s))
		}
	})
}

// TestCommonIsOfNoLanguage holds that what is passed over when the language is
// told would not have been counted: it is no letter, but for full-width forms.
func TestCommonIsOfNoLanguage(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if fullWidth := r >= 0xff00 && r < 0xff60; isCommon(r) && !fullWidth && (unicode.IsLetter(r) || unicode.In(r, unicode.Han, unicode.Latin)) {
			t.Errorf("%U is passed over", r)
		}
	}
}
