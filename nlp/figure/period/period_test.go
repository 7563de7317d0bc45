package period_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/figure/period"
)

// published is the day on which the corpus is news, a Friday.
var published = time.Date(2022, 4, 29, 0, 0, 0, 0, time.UTC)

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}

// TestExpressions runs testdata/expressions.txt: a text, the time expression
// that it starts with (or a dash), and its first and last day.
func TestExpressions(t *testing.T) {
	p := period.NewParser()
	f, err := os.Open(filepath.Join("testdata", "expressions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		text := []rune(cells[0])
		got := []string{"-"}
		if e, ok := p.Scan(nil, text); ok {
			start, end := e.Days(published, 0)
			got = []string{string(text[:e.Len]), day(start), day(end)}
		}
		if strings.Join(got, " | ") != strings.Join(cells[1:], " | ") {
			t.Errorf("line %d: %s\n\tgot  %s\n\twant %s", n, cells[0], strings.Join(got, " | "), strings.Join(cells[1:], " | "))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestScanIsBounded holds that an expression lies within its text and never
// ends before it starts.
func TestScanIsBounded(t *testing.T) {
	p := period.NewParser()
	runes := []rune("0123456789年月日前后至-截自从第连上下半季度一二三四去今底初末旬Q(H)、 以来")
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOf(rapid.RuneFrom(runes)).Draw(t, "text"))
		e, ok := p.Scan(nil, text)
		if !ok {
			return
		}
		if e.Len <= 0 || e.Len > len(text) {
			t.Fatalf("length %d of %d", e.Len, len(text))
		}
		if start, end := e.Days(published, 0); !start.IsZero() && !end.IsZero() && end.Before(start) {
			t.Fatalf("%q from %s to %s", string(text[:e.Len]), day(start), day(end))
		}
	})
}
