package segment

import (
	"strings"
	"testing"
)

func TestDictionaryErrorsNameTheLine(t *testing.T) {
	for _, c := range []struct{ dict, want string }{
		{"中国 3 ns\n人民\n", `line 2: want "word frequency tag"`},
		{"中国 3\n", `line 1: want "word frequency tag"`},
		{"中国 3 \n", `line 1: want "word frequency tag"`},
		{"\n", `line 1: want "word frequency tag"`},
		{" 3 ns\n", `line 1: want "word frequency tag"`},
		{"中国 many ns\n", `line 1: frequency "many" of "中国"`},
		{"中国 0 ns\n", `line 1: frequency "0" of "中国"`},
		{"中国 NaN ns\n", `line 1: frequency "NaN" of "中国"`},
		{"中国 3 ns\n中国 3 ns\n", `line 2: "中国" is not sorted after "中国"`},
		{"国 3 n\n中 3 n\n", `line 2: "中" is not sorted after "国"`},
	} {
		if _, err := readDictionary(strings.NewReader(c.dict)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.dict, err, c.want)
		}
	}
}

func TestDamagedDictionaryIsAnError(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty":     nil,
		"truncated": gseDict[:len(gseDict)/2],
		"no gzip":   []byte("中国 3 ns\n"),
	} {
		if _, err := loadDictionary(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFreq(t *testing.T) {
	g := newGSE(t)
	for _, c := range []struct {
		word, pos string
		freq      float64
		ok        bool
	}{
		{"中国", "ns", 1_000, true},
		{"A股", "n", 3, true},
		{"中", "f", 2, true},
		{"中国人民解", "", 0, false}, // only the beginning of a word
		{"鎏鎏鎏", "", 0, false},
		{"", "", 0, false},
		{"\x00", "", 0, false},
		{"\xff", "", 0, false},
	} {
		freq, pos, ok := g.Freq(c.word)
		if freq < c.freq || pos != c.pos || ok != c.ok {
			t.Errorf("Freq(%q) = %v, %q, %v; want at least %v, %q, %v", c.word, freq, pos, ok, c.freq, c.pos, c.ok)
		}
	}
}
