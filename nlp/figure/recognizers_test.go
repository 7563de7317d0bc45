package figure_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// recognizersCase is one case of Microsoft Recognizers-Text.
type recognizersCase struct {
	Input   string
	Results []struct {
		Resolution struct{ Value string }
	}
}

func readRecognizers(t *testing.T, model string) []recognizersCase {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash("../../../shared/data/figures/recognizers-" + model + ".json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no Recognizers-Text cases beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	var cases []recognizersCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// readExcluded returns the cases that contradict the annotation guidelines,
// by model and index, with the reason.
func readExcluded(t *testing.T) map[string]map[int]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "recognizers", "excluded.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]map[int]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		model, rest, _ := strings.Cut(line, " ")
		list, reason, ok := strings.Cut(rest, ":")
		if !ok {
			t.Fatalf("bad line %q", line)
		}
		if out[model] == nil {
			out[model] = map[int]string{}
		}
		for _, w := range strings.Fields(list) {
			i, err := strconv.Atoi(w)
			if err != nil {
				t.Fatal(err)
			}
			out[model][i] = strings.TrimSpace(reason)
		}
	}
	return out
}

// numerals reads every numeral of text, with its sign.
func numerals(text []rune) (out []string) {
	for i := 0; i < len(text); {
		n, ok := new(number.Scanner).Scan(text[i:])
		if !ok {
			i += max(n.Len, 1)
			continue
		}
		v := n.Low
		if n.Denominator != nil {
			v = new(apd.Decimal)
			if _, err := apd.BaseContext.WithPrecision(15).Quo(v, n.Low, n.Denominator); err != nil {
				v = n.Low
			}
		}
		sign := ""
		if i > 0 && (text[i-1] == '-' || text[i-1] == '负') {
			sign = "-"
		}
		out = append(out, sign+v.Text('f'))
		i += n.Len
	}
	return out
}

// values returns the values of the figures of some kinds in text.
func values(t *testing.T, x *figure.Extractor, text string, kinds ...figure.Kind) (out []string) {
	t.Helper()
	for _, f := range extract(t, x, text) {
		for _, k := range kinds {
			if f.Kind != k {
				continue
			}
			v := f.Low
			if f.Direction == figure.Down && strings.HasPrefix(text, "-") {
				v = "-" + v
			}
			out = append(out, v)
		}
	}
	return out
}

// TestRecognizers runs the Chinese cases of Recognizers-Text that the
// guidelines do not contradict.
func TestRecognizers(t *testing.T) {
	x := newExtractor(t)
	excluded := readExcluded(t)
	for model, read := range map[string]func(t *testing.T, c recognizersCase) []string{
		"NumberModel": func(t *testing.T, c recognizersCase) []string {
			if len(c.Results) == 0 {
				return values(t, x, c.Input, figure.Number, figure.Count)
			}
			return numerals(document.NewText(c.Input).Runes)
		},
		"PercentModel": func(t *testing.T, c recognizersCase) []string {
			return values(t, x, c.Input, figure.Percentage, figure.GrowthRate, figure.PercentagePoint)
		},
		"CurrencyModel": func(t *testing.T, c recognizersCase) []string { return values(t, x, c.Input, figure.Money) },
	} {
		t.Run(model, func(t *testing.T) {
			right, run := 0, 0
			for i, c := range readRecognizers(t, model) {
				if excluded[model][i] != "" {
					continue
				}
				run++
				var want []string
				for _, r := range c.Results {
					want = append(want, strings.TrimSuffix(r.Resolution.Value, "%"))
				}
				if got := read(t, c); sameValues(got, want) {
					right++
				} else {
					t.Logf("case %d: %s: got %v, want %v", i, c.Input, got, want)
				}
			}
			t.Logf("%d of %d right, %d excluded", right, run, len(excluded[model]))
			if right*100 < run*97 {
				t.Errorf("%d of %d right, want 97 per cent", right, run)
			}
		})
	}
}

func sameValues(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		a, _, err1 := apd.NewFromString(got[i])
		b, _, err2 := apd.NewFromString(want[i])
		if err1 != nil || err2 != nil || a.Cmp(b) != 0 {
			return false
		}
	}
	return true
}
