package document

import (
	"os"
	"strings"
	"testing"
)

// TestBoilerplate reads lines of a mark and a text: - for a line that is
// dropped, + for one that stays, = for one that names the outlet after the tab.
// A line in [] holds nothing but links.
func TestBoilerplate(t *testing.T) {
	data, err := os.ReadFile("testdata/boilerplate.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, l := range strings.Split(string(data), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		mark, text, wantOrigin := l[0], strings.TrimSpace(l[1:]), ""
		if mark == '=' {
			text, wantOrigin, _ = strings.Cut(text, "\t")
		}
		links := false
		if t, ok := strings.CutPrefix(text, "["); ok {
			text, links = strings.TrimSuffix(t, "]"), true
		}
		origin, drop := boilerplate([]byte(text), links)
		if drop != (mark != '+') || origin != wantOrigin {
			t.Errorf("line %d: %q: origin %q, dropped %v", n+1, text, origin, drop)
		}
	}
}

func TestHiddenBox(t *testing.T) {
	for names, want := range map[string]bool{
		"appendQr_wrap": true, "clearfix share-box": true, "QRCode": true, "bdsharebuttonbox": false, "share": true, "m-share2": true,
		"": false, "shareholder": false, "article": false, "quotation": false, "SHARE": true, "ewm": true,
	} {
		if got := hiddenBox([]byte(names)); got != want {
			t.Errorf("hiddenBox(%q) = %v", names, got)
		}
	}
}
