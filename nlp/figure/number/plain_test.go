package number

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPlainAgreesWithCompound holds that what is read at once is what reading
// item by item gives.
func TestPlainAgreesWithCompound(t *testing.T) {
	part := rapid.SampledFrom([]string{
		"0", "1", "27", "345", ",678", ".5", ".", ",", " ", "十", "百", "千", "万", "亿", "兆", "零", "三", "两", "几", "多", "余", "来", "点", "又", "分之", "元", "瓦", "帕", "a",
	})
	rapid.Check(t, func(t *rapid.T) {
		var text []rune
		for range rapid.IntRange(1, 9).Draw(t, "parts") {
			text = append(text, []rune(part.Draw(t, "part"))...)
		}
		var s Scanner
		got, ok := s.plain(text)
		if !ok {
			return
		}
		want, ok := s.compound(text)
		if !ok || got.Len != want.Len || got.Style != want.Style || got.Tail != want.Tail || want.Hedge != Exact ||
			got.Low.Text('g') != want.Low.Text('g') || got.Low.Exponent != want.Low.Exponent || want.Low != want.High {
			t.Fatalf("%q: got %+v, want %+v, %v", string(text), got, want, ok)
		}
	})
}
