// Package segment divides a text into words.
//
// It cuts in two steps. First the characters themselves decide: numbers
// (1.25, 1,234.5, 12%), words of letters and digits (K11, iPhone, 5G), blanks,
// and punctuation marks one by one. Only the rest, stretches of Han characters
// with the letters and digits that touch them (A股, 2024年), is given to an
// engine with a dictionary, [GSE], [Module] or [Jieba], and the engine's answer is laid
// back onto the text. So no engine ever sees a character that it would drop,
// rewrite or stumble over (NUL, emoji, invalid bytes, upper case), and the
// tokens of every engine tile the text exactly.
//
// # Parts of speech
//
// Words found in a dictionary carry its tag, in the ICTCLAS set as jieba uses
// it (n, nr, ns, nt, nz, v, a, d, t, …). The other tokens carry:
//
//	m    a number: digits with their separators and percent or per-mille sign
//	eng  a word of Latin letters, or of Latin letters and digits
//	w    one punctuation mark or symbol
//	x    anything else: a run of blanks, a control character, a word in another
//	     script, a Han word that is in no dictionary
//
// Words are looked up in the folded analysis characters ([document.Text].Runes),
// so Traditional text and full-width forms match the Simplified dictionaries.
package segment

import (
	"context"

	"github.com/tiyao/tiyao/nlp/document"
)

// Segmenter is a word segmentation engine. It is safe for concurrent use on
// different texts.
type Segmenter interface {
	// Segment sets t.Tokens to words that tile t. The cost is linear in the
	// length of t. Its error is that of ctx, which is checked every thousand
	// characters or so; t.Tokens is then left as it was.
	Segment(ctx context.Context, t *document.Text) error

	// Name returns the engine's name, "gse" or "jieba".
	Name() string
}

// The parts of speech that follow from the characters alone.
const (
	posNumber  = "m"
	posLatin   = "eng"
	posMark    = "w"
	posUnknown = "x"
)

// expectedTokens returns a capacity that the tokens of n characters of news
// rarely exceed.
func expectedTokens(n int) int { return n*5/8 + 8 }
