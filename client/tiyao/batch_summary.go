package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiyao/tiyao/client/batch"
	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// topRows is the number of names in each list of the summary.
const topRows = 10

// writeSummary writes the closing table. That it cannot be written fails
// nothing.
func writeSummary(w io.Writer, s *batch.Summary, elapsed time.Duration) {
	var b strings.Builder
	r := renderer{}
	fmt.Fprintf(&b, "%d inputs: %d documents, %d failed; %.1f MB in %s\n",
		s.Inputs, s.Documents, s.Failed(), float64(s.ContentBytes)/1e6, elapsed.Round(100*time.Millisecond))
	r.writeSection(&b, failureRows("Failures, each named in failed.jsonl", s.Failures))
	for _, list := range []struct {
		heading string
		counts  []batch.Count
	}{
		{"Companies", s.Companies(topRows)},
		{"Persons", s.Persons(topRows)},
		{"Topics", s.Topics(topRows)},
	} {
		rows := section{heading: list.heading, columns: []string{"documents", "name"}}
		for _, c := range list.counts {
			rows.rows = append(rows.rows, []cell{{fmt.Sprintf("%9d", c.Documents), plain}, {c.Name, plain}})
		}
		r.writeSection(&b, rows)
	}
	_, _ = io.WriteString(w, b.String())
}

func failureRows(heading string, failures map[source.Reason]int) section {
	s := section{heading: heading, columns: []string{"inputs", "reason"}}
	for _, reason := range slices.Sorted(maps.Keys(failures)) {
		s.rows = append(s.rows, []cell{{fmt.Sprintf("%6d", failures[reason]), plain}, {string(reason), plain}})
	}
	return s
}

// count implements --dry-run: it reads the inputs and counts them.
func (c *batchCmd) count(ctx context.Context, s streams) error {
	inputs, err := source.Open(c.source((*tiyaov1.Limits)(nil)))
	if err != nil {
		return err
	}
	n, documents := 0, 0
	failures := make(map[source.Reason]int)
	var bytes int64
	for it := range inputs.Items(ctx) {
		n++
		if it.Failure != nil {
			failures[it.Failure.Reason]++
			fmt.Fprintf(s.err, "tiyao: %s: %s\n", it.ID, it.Failure.Error)
		} else {
			documents++
			bytes += int64(len(it.Document.GetContent()))
		}
		if n == c.Limit {
			break
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d inputs: %d documents of %.1f MB, %d cannot be read\n", n, documents, float64(bytes)/1e6, n-documents)
	(&renderer{}).writeSection(&b, failureRows("Failures", failures))
	if _, err := io.WriteString(s.out, b.String()); err != nil {
		return err
	}
	if documents < n {
		return errReported
	}
	return nil
}
