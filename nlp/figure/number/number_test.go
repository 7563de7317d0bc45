package number_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/figure/number"
)

func scan(s string) (text, low, high string, ok bool) {
	r := []rune(s)
	n, ok := new(number.Scanner).Scan(r)
	if !ok {
		return string(r[:n.Len]), "", "", false
	}
	return string(r[:n.Len]), n.Low.Text('f'), n.High.Text('f'), true
}

// TestNumerals runs testdata/numerals.txt: a text, the numeral that it starts
// with and its value, or a dash for a text that starts with none.
func TestNumerals(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "numerals.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for i := 1; lines.Scan(); i++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, " | ")
		got := "-"
		if text, low, high, ok := scan(cells[0]); ok {
			got = text + " | " + low
			if high != low {
				got += ".." + high
			}
		}
		if want := strings.Join(cells[1:], " | "); got != want {
			t.Errorf("line %d: %s: got %s, want %s", i, cells[0], got, want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// chinese writes v as it is read aloud.
func chinese(v uint64) string {
	if v == 0 {
		return "零"
	}
	var out string
	zero := false
	for _, g := range []struct {
		size uint64
		word string
	}{{1e12, "兆"}, {1e8, "亿"}, {1e4, "万"}, {1, ""}} {
		group := v / g.size % 10000
		if g.size == 1e12 {
			group = v / g.size
		}
		if group == 0 {
			zero = out != ""
			continue
		}
		if out != "" && (zero || group < 1000) {
			out += "零"
		}
		zero = false
		out += thousands(group) + g.word
	}
	return out
}

// thousands writes a number below 10000.
func thousands(v uint64) string {
	digits := []rune("零一二三四五六七八九")
	var out string
	zero := false
	for _, p := range []struct {
		size uint64
		word string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := v / p.size % 10
		if d == 0 {
			zero = out != ""
			continue
		}
		if zero {
			out += "零"
		}
		zero = false
		out += string(digits[d]) + p.word
	}
	return out
}

// TestChineseRoundTrip holds that every number written in Chinese is read
// back as itself.
func TestChineseRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Uint64Range(0, 9_999_999_999_999_999).Draw(t, "v")
		s := chinese(v)
		if text, low, _, ok := scan(s); !ok || text != s || low != strconv.FormatUint(v, 10) {
			t.Fatalf("%d as %s: got %s = %s, %v", v, s, text, low, ok)
		}
	})
}

// TestArabicRoundTrip does the same for digits, with and without commas and
// decimals, before a scale word.
func TestArabicRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Uint64Range(1, 999_999_999).Draw(t, "whole")
		frac := rapid.StringMatching(`(\.[0-9]{1,4})?`).Draw(t, "frac")
		s := strconv.FormatUint(whole, 10)
		if rapid.Bool().Draw(t, "commas") {
			for i := len(s) - 3; i > 0; i -= 3 {
				s = s[:i] + "," + s[i:]
			}
		}
		want := strconv.FormatUint(whole, 10) + frac
		if text, low, _, ok := scan(s + frac); !ok || text != s+frac || low != want {
			t.Fatalf("%s: got %s = %s, %v", s+frac, text, low, ok)
		}
	})
}

// TestTooLarge holds that a number beyond the bound gives none, whole: never
// one of its parts.
func TestTooLarge(t *testing.T) {
	for name, s := range map[string]string{
		"digits":   "1" + strings.Repeat("0", 400),
		"hundreds": strings.Repeat("百", 400),
		"tens":     strings.Repeat("万", 400),
		"ones":     strings.Repeat("一", 400),
		"points":   strings.Repeat("1.", 400) + "1",
		"scale":    "9" + strings.Repeat("亿", 5),
	} {
		t.Run(name, func(t *testing.T) {
			if text, low, _, ok := scan(s + "元"); ok || text != s {
				t.Errorf("got %.40s = %.40s, %v; want the whole run refused", text, low, ok)
			}
		})
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"1.5亿", "三千五百", "数十亿", "百分之三点五", "25万6千", "一又二分之一", "上百", "十几万"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := []rune(s)
		n, ok := new(number.Scanner).Scan(r)
		if n.Len < 0 || n.Len > len(r) || ok && n.Len == 0 {
			t.Fatalf("length %d of %d, %v", n.Len, len(r), ok)
		}
		if ok && n.Low.Cmp(n.High) > 0 {
			t.Fatalf("%s > %s", n.Low, n.High)
		}
	})
}

func ExampleScan() {
	n, _ := new(number.Scanner).Scan([]rune("3000多万元"))
	fmt.Println(n.Low.Text('f'), n.Hedge == number.Over, n.Len)
	// Output: 30000000 true 6
}
