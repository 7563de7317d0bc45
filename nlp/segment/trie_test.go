package segment

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// entry is what a dictionary says of a word.
type entry struct {
	freq float64
	tag  string
}

// TestDictionaryEqualsMap holds the trie to a map of the same words, on words, on
// what words begin with and on other strings.
func TestDictionaryEqualsMap(t *testing.T) {
	// Few characters, so that words meet, and more than a map has bits.
	var alphabet []rune
	for r := range rune(60) {
		alphabet = append(alphabet, 0x4e00+r)
	}
	alphabet = append(alphabet, 'a', '9', '𠮷', '𪚥')
	text := rapid.StringOfN(rapid.SampledFrom(alphabet), 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.MapOf(text, rapid.Custom(func(t *rapid.T) entry {
			return entry{float64(rapid.IntRange(1, 40).Draw(t, "frequency")), rapid.SampledFrom([]string{"n", "v", "nr"}).Draw(t, "tag")}
		})).Draw(t, "words")
		d := dictionaryOf(t, words)
		others := rapid.SliceOf(rapid.StringOfN(rapid.SampledFrom(append(alphabet, '外', '𠀀', 'b')), 0, 8, -1)).Draw(t, "others")
		for w := range words {
			others = append(others, w, w+"外", w+string(alphabet[0]), string([]rune(w)[1:]))
			for i := range w {
				others = append(others, w[:i])
			}
		}
		for _, s := range others {
			freq, tag, ok := d.lookup(s)
			if want, known := words[s]; ok != known || freq != want.freq || tag != want.tag {
				t.Fatalf("%q: %v %q %v, want %+v %v", s, freq, tag, ok, want, known)
			}
		}
	})
}

// dictionaryOf reads a dictionary of the given words.
func dictionaryOf(t *rapid.T, words map[string]entry) *dictionary {
	var lines []string
	for w, e := range words {
		lines = append(lines, fmt.Sprintf("%s %.0f %s\n", w, e.freq, e.tag))
	}
	slices.SortFunc(lines, func(a, b string) int {
		a, _, _ = strings.Cut(a, " ")
		b, _, _ = strings.Cut(b, " ")
		return strings.Compare(a, b)
	})
	d, err := readDictionary(strings.NewReader(strings.Join(lines, "")))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

func TestDictionaryIsNotTooLarge(t *testing.T) {
	for name, line := range map[string]func(i int) string{
		"characters":  func(i int) string { return fmt.Sprintf("%c 3 n\n", rune(0x20000+i)) },
		"frequencies": func(i int) string { return fmt.Sprintf("%c%c %d n\n", rune(0x4e00+i/200), rune(0x4e00+i%200), i+1) },
		"tags":        func(i int) string { return fmt.Sprintf("%c 3 t%d\n", rune(0x4e00+min(i, 5000)), i) },
	} {
		for _, c := range []struct {
			n  int
			ok bool
		}{{50, true}, {20_000, false}} {
			if name == "tags" && c.n > 5000 {
				c.n = 5000
			}
			var b strings.Builder
			for i := range c.n {
				b.WriteString(line(i))
			}
			if _, err := readDictionary(strings.NewReader(b.String())); (err == nil) != c.ok {
				t.Errorf("%d %s: %v", c.n, name, err)
			}
		}
	}
}

// TestWayOrder holds the order of ways, as numbers, to that of their parts.
func TestWayOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Float32Range(0, math.MaxFloat32)
		from, kinds := rapid.IntRange(0, maxRun), rapid.Uint32Range(0, 1<<kindBits-1)
		a, b := cost.Draw(t, "cost"), cost.Draw(t, "cost")
		i, j := from.Draw(t, "from"), from.Draw(t, "from")
		k := kind(kinds.Draw(t, "kind"))
		v, w := origin.extended(i, a, k), origin.extended(j, b, k)
		if v.cost() != a || v.from() != i || v.kind() != k {
			t.Fatalf("%v %v %v becomes %v %v %v", a, i, k, v.cost(), v.from(), v.kind())
		}
		if before := a < b || a == b && i < j; before != (v < w) {
			t.Fatalf("%v from %d against %v from %d: %v", a, i, b, j, v < w)
		}
	})
}
