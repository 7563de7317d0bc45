package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
	"github.com/tiyao/tiyao/nlp/tagger/internal/reader"
)

// score counts right, found and wanted names.
type score struct{ right, found, wanted int }

func (s score) f1() float64 {
	if s.found+s.wanted == 0 {
		return 0
	}
	return 2 * float64(s.right) / float64(s.found+s.wanted)
}

func (s score) String() string {
	p, r := 0.0, 0.0
	if s.found > 0 {
		p = float64(s.right) / float64(s.found)
	}
	if s.wanted > 0 {
		r = float64(s.right) / float64(s.wanted)
	}
	return fmt.Sprintf("P %.3f R %.3f F1 %.4f (%d/%d/%d)", p, r, s.f1(), s.right, s.found, s.wanted)
}

// scores has one score for each type and, last, that of all.
type scores []score

func (s scores) add(found, gold []chain.Span, skip int) {
	all := len(s) - 1
	set := map[chain.Span]bool{}
	for _, g := range gold {
		if g.Type == skip {
			continue
		}
		set[g] = true
		s[g.Type].wanted++
		s[all].wanted++
	}
	for _, f := range found {
		if f.Type == skip {
			continue
		}
		s[f.Type].found++
		s[all].found++
		if set[f] {
			s[f.Type].right++
			s[all].right++
		}
	}
}

func (s scores) table(types []string) string {
	var b strings.Builder
	for t, name := range types {
		if s[t].wanted+s[t].found > 0 {
			fmt.Fprintf(&b, "  %-14s %v\n", name, s[t])
		}
	}
	fmt.Fprintf(&b, "  %-14s %v\n", "all", s[len(s)-1])
	return b.String()
}

// rows returns the scores as they stand in a model's header.
func (s scores) rows(set string, types []string) (out []model.Score) {
	for t, x := range s {
		name := "all"
		if t < len(types) {
			name = types[t]
		}
		if x.wanted == 0 {
			continue
		}
		row := model.Score{Set: set, Type: name, F1: x.f1(), Names: x.wanted, Recall: float64(x.right) / float64(x.wanted)}
		if x.found > 0 {
			row.Precision = float64(x.right) / float64(x.found)
		}
		out = append(out, row)
	}
	return out
}

// writeErrors writes the wrong and the missed names of the texts kept out of
// training, each with the text around it.
func (t *training) writeErrors(ctx context.Context, d *draft) error {
	m, err := d.model()
	if err != nil {
		return err
	}
	r := reader.New(m)
	var b strings.Builder
	for _, x := range slices.Concat(t.corpus.homeTest(), t.gold) {
		found, err := read(ctx, r, x)
		if err != nil {
			return err
		}
		show := func(kind string, s chain.Span) {
			cut := func(from, to int) string {
				return strings.ReplaceAll(string(x.text.Runes[max(from, 0):min(to, x.text.Len())]), "\n", "/")
			}
			fmt.Fprintf(&b, "%s %s %s %s\t%s\t%s[%s]%s\n", x.source.name, x.id, kind, t.loader.scheme.types[s.Type],
				cut(s.Start, s.End), cut(s.Start-15, s.Start), cut(s.Start, s.End), cut(s.End, s.End+12))
		}
		var spans []chain.Span
		for _, n := range found {
			s := chain.Span{Start: n.Start, End: n.End, Type: n.Type}
			if spans = append(spans, s); !slices.Contains(x.gold, s) {
				show("wrong", s)
			}
		}
		for _, s := range x.gold {
			if !slices.Contains(spans, s) {
				show("missed", s)
			}
		}
	}
	return os.WriteFile(t.Errors, []byte(b.String()), 0o644)
}
