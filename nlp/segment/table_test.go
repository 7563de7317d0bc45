package segment_test

import (
	"bufio"
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
)

// example is one entry of testdata/tokens.txt.
type example struct {
	line int
	text string
	want map[string]string // by engine
}

func readExamples(t *testing.T) []example {
	t.Helper()
	f, err := os.Open("testdata/tokens.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var examples []example
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		key, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch key {
		case "text":
			if s, err := strconv.Unquote(value); err == nil {
				value = s
			}
			examples = append(examples, example{line: n, text: value, want: make(map[string]string)})
		case "both":
			examples[len(examples)-1].want["gse"] = value
			examples[len(examples)-1].want["jieba"] = value
		case "gse", "jieba":
			examples[len(examples)-1].want[key] = value
		default:
			if lines.Text() != "" && lines.Text()[0] != '#' {
				t.Fatalf("line %d: neither text, both, gse nor jieba", n)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return examples
}

// render writes the tokens of text as testdata/tokens.txt has them.
func render(text *document.Text) string {
	var words []string
	for _, token := range text.Tokens {
		quoted := strconv.Quote(text.Slice(token.Span))
		word := strings.ReplaceAll(quoted[1:len(quoted)-1], " ", "␣")
		words = append(words, strings.ReplaceAll(word, `\"`, `"`)+"/"+token.POS)
	}
	return strings.Join(words, " ")
}

func TestExamples(t *testing.T) {
	examples := readExamples(t)
	for _, engine := range engines(t) {
		for _, e := range examples {
			text := segmented(t, engine, e.text)
			if got, want := render(text), e.want[engine.Name()]; got != want {
				t.Errorf("line %d, %s:\n got %s\nwant %s", e.line, engine.Name(), got, want)
			}
		}
	}
}

// segmented returns s with its tokens, which are known to tile it.
func segmented(t testing.TB, engine segment.Segmenter, s string) *document.Text {
	t.Helper()
	text := document.NewText(s)
	if err := engine.Segment(context.Background(), text); err != nil {
		t.Fatal(err)
	}
	checkTiling(t, engine.Name(), text)
	return text
}
