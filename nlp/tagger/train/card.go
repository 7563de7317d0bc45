package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// ablation is the table of what each part brings, kept from runs of this
// command with --without.
//
//go:embed ablation.md
var ablation string

// card is the model card.
type card struct {
	header  model.Header
	version string
	size    int
	bins    []bin
}

func (c card) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Model card: the tagger's model.bin

Version %s, %.1f MB, seed %d. Written by `+"`go run ./nlp/tagger/train --data DIR`"+`; do not edit.

A linear-chain conditional random field over characters proposes stretches that
may be names; a logistic regression judges each by its form, its neighbours, its
probability and what the rest of the article says of the same string; a
multinomial one tells the types: %s. What they weigh: character n-grams and
classes, Latin words, the segmenter's words, their parts of speech and classes,
and name lists. Weights of eight bits.

It is meant for Chinese news, business news above all. It holds learned weights
and hashes of list entries, no text.

## Scores

Exact span and type; texts kept out of training.

%s
## Confidence

A mention's confidence is the probability that it is a name (scores divided by
%.1f) times that of its type (by %.1f). On the held-out annotated documents:

| confidence | names | mean confidence | right |
|---|---:|---:|---:|
`, c.version, float64(c.size)/1e6, c.header.Seed, strings.Join(c.header.Types, ", "), c.scores(), c.header.NameTemperature, c.header.TypeTemperature)
	for _, r := range c.bins {
		if r.names > 0 {
			fmt.Fprintf(&b, "| %.2f–%.2f | %d | %.3f | %.3f |\n", r.from, r.to, r.names, r.confidence, r.hits)
		}
	}
	b.WriteString("\n" + ablation + "\n## Sources\n\n| file | rows used | licence |\n|---|---:|---|\n")
	for _, s := range c.header.Sources {
		rows := "all"
		if s.Rows > 0 {
			rows = fmt.Sprint(s.Rows)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Name, rows, s.Licence)
	}
	return b.String()
}

// scores is the table of scores.
func (c card) scores() string {
	var b strings.Builder
	b.WriteString("| set | type | precision | recall | F1 | names |\n|---|---|---:|---:|---:|---:|\n")
	for _, s := range c.header.Scores {
		fmt.Fprintf(&b, "| %s | %s | %.3f | %.3f | %.3f | %d |\n", s.Set, s.Type, s.Precision, s.Recall, s.F1, s.Names)
	}
	return b.String()
}
