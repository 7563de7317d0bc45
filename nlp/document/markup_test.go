package document

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// checkDocument checks what must hold of any document read from markup: runs
// tile the body, lead forward through the source, and copies are copies.
func checkDocument(t testing.TB, d *Document) {
	t.Helper()
	body, at, src := d.Body.String, 0, 0
	if !utf8.ValidString(body) || strings.IndexByte(body, 0) >= 0 {
		t.Fatalf("body %q is no text", body)
	}
	if d.origin == nil {
		return
	}
	for _, r := range d.origin.runs {
		if int(r.text) != at || r.size <= 0 {
			t.Fatalf("run %+v begins before or after %d", r, at)
		}
		at += int(r.size)
		if r.src < 0 {
			continue
		}
		if int(r.src) < src {
			t.Fatalf("run %+v leads back before %d", r, src)
		}
		src = int(r.src + r.n)
		if r.copied() {
			src = int(r.src + r.size)
			from, to := d.origin.src[r.src:src], body[r.text:at]
			if strings.Map(blankToSpace, from) != strings.Map(blankToSpace, to) {
				t.Fatalf("run %+v: %q is copied as %q", r, from, to)
			}
		}
	}
	if at != len(body) || src > len(d.origin.src) {
		t.Fatalf("runs end at %d of %d, in the source at %d of %d", at, len(body), src, len(d.origin.src))
	}
}

func blankToSpace(r rune) rune {
	if r < 0x80 && isSpace(byte(r)) {
		return ' '
	}
	return r
}
