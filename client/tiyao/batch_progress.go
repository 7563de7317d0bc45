package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/tiyao/tiyao/client/batch"
	"github.com/tiyao/tiyao/client/batch/source"
)

// lineEvery is the time between two lines of progress where there is no
// terminal to draw a bar on.
const lineEvery = 10 * time.Second

// progress shows how far a run has come: a bar on a terminal, else a line every
// ten seconds.
type progress struct {
	out   io.Writer // nil: nothing is shown
	bar   *progressbar.ProgressBar
	total int64 // bytes of all input files

	start    time.Time
	first    batch.Progress // before the first input of this run
	last     batch.Progress
	lastLine time.Time
}

// newProgress returns what shows the progress of reading s.
func (c *batchCmd) newProgress(ctx context.Context, s *source.Source, out io.Writer) *progress {
	p := &progress{start: time.Now(), lastLine: time.Now()}
	if c.Quiet {
		return p
	}
	p.out = out
	total, err := s.Size(ctx)
	if err != nil {
		return p // without a total there is no percentage
	}
	p.total = total
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(out),
			progressbar.OptionSetWidth(24),
			progressbar.OptionShowBytes(false),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionThrottle(200*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// update takes the state after an input.
func (p *progress) update(now batch.Progress) {
	if p.last.Resumed < now.Resumed || p.last == (batch.Progress{}) {
		p.begin(now)
	}
	p.last = now
	switch {
	case p.bar != nil:
		p.bar.Describe(p.rates())
		_ = p.bar.Set64(min(now.Read-p.first.Read, p.bar.GetMax64())) // a bar that cannot be drawn stops nothing
	case p.out != nil && time.Since(p.lastLine) >= lineEvery:
		p.lastLine = time.Now()
		fmt.Fprintln(p.out, p.line())
	}
}

// begin starts to count: what an earlier run has done tells nothing of the
// speed of this one.
func (p *progress) begin(now batch.Progress) {
	p.start, p.first = time.Now(), now
	if p.bar != nil {
		p.bar.ChangeMax64(max(1, p.total-now.Read))
		p.bar.Reset()
	}
}

// rates returns what is done and how fast.
func (p *progress) rates() string {
	seconds := max(p.elapsed().Seconds(), 1e-3)
	return fmt.Sprintf("%d documents, %d failed, %.0f/s, %.2f MB/s",
		p.last.Documents, p.last.Inputs-p.last.Documents,
		float64(p.last.Inputs-p.first.Inputs)/seconds,
		float64(p.last.ContentBytes-p.first.ContentBytes)/seconds/1e6)
}

// line returns the same with the share that is done and the time that is left.
func (p *progress) line() string {
	done, all := p.last.Read-p.first.Read, p.total-p.first.Read
	if done <= 0 || all <= 0 {
		return p.rates()
	}
	left := time.Duration(float64(p.elapsed()) * float64(max(0, all-done)) / float64(done))
	return fmt.Sprintf("%3d%% %s, %s left", 100*p.last.Read/p.total, p.rates(), left.Round(time.Second))
}

// elapsed returns how long this run has annotated.
func (p *progress) elapsed() time.Duration { return time.Since(p.start) }

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Clear() // see update
	}
}
