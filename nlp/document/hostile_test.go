package document

import (
	"strings"
	"testing"
)

// attack is content that costs a careless reader more than linear time, or its
// stack: unit over and over, then tail.
type attack struct{ name, unit, tail string }

func (a attack) content(n int) string {
	return strings.Repeat(a.unit, n/len(a.unit)) + a.tail
}

var attacks = []attack{
	{"angles", "<", ""},
	{"nested bold", "<b>", ""},
	{"nested div", "<div>", ""},
	{"closed bold", "<b></b>", ""},
	{"hidden", "<div hidden>", "x"},
	{"share boxes", "<div class=share>", "x"},
	{"hidden paragraphs", "<p hidden>x", ""},
	{"comments", "<!--", ""},
	{"declarations", "<!a", ""},
	{"instructions", "<?", ""},
	{"attributes", "<a b='", ""},
	{"titles", "<title>", ""},
	{"styles", "<style>", ""},
	{"closed styles", "<style></style>", ""},
	{"ampersands", "&", ""},
	{"references", "&amp", ""},
	{"long reference", "&#0000000000000", ""},
	{"quotes", ">", ""},
	{"spaced quotes", "> ", "x"},
	{"quoted lines", "> a\n\n", "x"},
	{"lists", "- ", "x"},
	{"ordered lists", "1. ", "x"},
	{"brackets", "[", ""},
	{"links", "[a](", ""},
	{"images", "![", ""},
	{"references to links", "[a]: b\n", ""},
	{"emphasis", "*a ", ""},
	{"mixed emphasis", "*a_ ", ""},
	{"strong", "**a", "**"},
	{"code", "`a``", ""},
	{"backticks", "`", ""},
	{"fences", "```\n", ""},
	{"backslashes", `\`, ""},
	{"escapes", `\*`, ""},
	{"headings", "# a\n", ""},
	{"rules", "---\n", ""},
	{"setext", "a\n=\n", ""},
	{"tables", "|a", "\n|-|\n"},
	{"table rows", "|a|b|\n|-|-|\n", ""},
	{"autolinks", "<a:b>", ""},
	{"inline tags", "a<i>", ""},
	{"open front matter", "---\na: ", ""},
	{"title marks", "《", ""},
	{"full stops", "。", ""},
	{"periods", "a.", " "},
	{"straight quotes", `"。`, ""},
	{"blank", " ", ""},
	{"blank lines", "\n", ""},
	{"tabs", "\t", "x"},
	{"carriage returns", "\r", ""},
	{"sources", "（来源：", ""},
}

// TestAttacksParse: whatever the content, it parses, to text that leads back.
func TestAttacksParse(t *testing.T) {
	for _, a := range attacks {
		for _, kind := range []ContentType{HTML, Markdown} {
			d, err := Parse(Source{Content: a.content(4096), Type: kind})
			if err != nil {
				t.Errorf("%s: %v", a.name, err)
				continue
			}
			checkDocument(t, d)
		}
	}
}

// BenchmarkAttacks shows that the cost of a byte does not grow with the length.
func BenchmarkAttacks(b *testing.B) {
	for _, kind := range []ContentType{HTML, Markdown} {
		for _, a := range attacks {
			content := a.content(1 << 20)
			b.Run(kind.String()+"/"+strings.ReplaceAll(a.name, " ", "-"), func(b *testing.B) {
				b.SetBytes(int64(len(content)))
				for b.Loop() {
					if _, err := Parse(Source{Content: content, Type: kind}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
