package number_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/figure/number"
)

// recognizersCase is one case of Microsoft Recognizers-Text.
type recognizersCase struct {
	Input   string
	Results []struct {
		Text       string
		Start, End int
		Resolution struct{ Value string }
	}
}

// find reads every numeral of text, with its sign.
func find(text []rune) (out []string) {
	for i := 0; i < len(text); {
		n, ok := number.Scan(text[i:])
		if !ok {
			i += max(n.Len, 1)
			continue
		}
		v := n.Low.Text('f')
		if n.Denominator != nil {
			q := new(apd.Decimal)
			if _, err := apd.BaseContext.WithPrecision(15).Quo(q, n.Low, n.Denominator); err == nil {
				v = q.Text('f')
			}
		}
		if i > 0 && (text[i-1] == '-' || text[i-1] == '负') {
			v = "-" + v
		}
		out = append(out, v)
		i += n.Len
	}
	return out
}

func TestRecognizers(t *testing.T) {
	path := filepath.FromSlash("../../../../shared/data/figures/recognizers-NumberModel.json")
	data, err := os.ReadFile(path)
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
	right := 0
	for _, c := range cases {
		var want []string
		for _, r := range c.Results {
			want = append(want, r.Resolution.Value)
		}
		got := find(document.NewText(c.Input).Runes)
		if equal(got, want) {
			right++
		} else {
			t.Logf("%s\n\tgot  %v\n\twant %v", c.Input, got, want)
		}
	}
	t.Logf("%d of %d", right, len(cases))
}

func equal(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		a, _, err1 := apd.NewFromString(got[i])
		b, _, err2 := apd.NewFromString(strings.TrimSpace(want[i]))
		if err1 != nil || err2 != nil || a.Cmp(b) != 0 {
			return false
		}
	}
	return true
}
