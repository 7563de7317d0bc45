// Package batch annotates archives: any number of documents, in a run that may
// be stopped or killed at any moment and goes on where it was.
//
// The output is cut into parts. Which documents a part holds depends on the
// inputs alone, and a part depends on its documents alone, so that a run that
// was resumed writes the same bytes as one that was not. A part is written
// aside, synced and renamed; its record, written last, says that it is whole.
// Annotations of parts not yet whole are kept in journals, so that resuming
// repeats only the documents that were under way.
//
//	OUT/annotations/part-000000.jsonl    annotations, one protojson object a line
//	OUT/documents/part-000000.parquet    and so on, the tables of package table
//	OUT/failed.jsonl                     inputs without annotations, with the reason
//	OUT/manifest.json                    counts, hashes, versions, options; written last
//	OUT/.tiyao/                          lock, state, records, journals
package batch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// Annotator is what a batch asks of a service. [client.Client] implements it.
type Annotator interface {
	AnnotateAll(context.Context, iter.Seq[*tiyaov1.Document], client.Options) iter.Seq2[*tiyaov1.AnnotationResult, error]
	Annotate(context.Context, *tiyaov1.Document, client.Options) (*tiyaov1.Annotations, error)
}

// Options says what to write, and how to get it.
type Options struct {
	Output   string         // a directory: new, empty, or of an earlier run
	Annotate client.Options // what to ask for
	JSONL    bool           // write annotations
	Zstd     bool           // compress them
	Parquet  bool           // write tables
	Limit    int            // read no more inputs than this; 0: all
	PartSize int            // most inputs of a part; 0: 4096

	// Settings are the choices that make the output what it is, by name. A run
	// goes on with an output only if they are the same.
	Settings map[string]string
	// Service is who annotates. A run goes on only with the same service.
	Service *tiyaov1.GetServiceInfoResponse

	Streams  int            // streams to annotate over; 0: 2
	Progress func(Progress) // called from one goroutine after each input, if not nil
}

// Progress is how far a run has come.
type Progress struct {
	Inputs       int   // done, of all runs
	Documents    int   // of them, those with annotations
	ContentBytes int64 // of them
	Read         int64 // bytes of the input files behind them
	Resumed      int   // inputs that an earlier run had done
}

// grace is how long documents under way may take when a run is told to stop.
const grace = 30 * time.Second

// Run annotates the items of s. When ctx ends, it reads no more, finishes what
// is under way and returns the error of ctx; a later Run with the same inputs
// and settings goes on from there. The summary is of all that is done, whatever
// the error.
func Run(ctx context.Context, a Annotator, s *source.Source, o Options) (*Summary, error) {
	if o.PartSize == 0 {
		o.PartSize = 4096
	}
	if o.Streams == 0 {
		o.Streams = 2
	}
	out, err := openOutput(o)
	if err != nil {
		return nil, err
	}
	defer out.close()
	r := &run{
		options: o, annotator: a, out: out, summary: out.summary,
		ordered: make(chan *task, maxAhead), work: make(chan *task), commits: make(chan *part),
		budget: newBudget(o.Streams),
	}
	err = r.annotate(ctx, s)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = out.finish(r.chain)
	}
	return r.summary, err
}

// run is one Run. Items flow from the feeder through the streams to the writer,
// which sees them in their order, and on to the committer.
type run struct {
	options   Options
	annotator Annotator
	out       *output
	summary   *Summary // of the writer

	ordered chan *task // all, in order: feeder to writer
	work    chan *task // those to annotate: feeder to streams
	commits chan *part // complete parts: writer to committer
	budget  budget
	chain   chain // of all inputs; of the feeder
}

// maxAhead is the most inputs between feeder and writer.
const maxAhead = 4096

// annotate runs all goroutines of r to their end.
func (r *run) annotate(ctx context.Context, s *source.Source) error {
	// What is under way goes on when ctx ends, for a while.
	under, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	defer stop()

	g, gctx := errgroup.WithContext(under)
	g.Go(func() error { return r.feed(ctx, gctx, s) })
	for range r.options.Streams {
		g.Go(func() error { return r.stream(gctx) })
	}
	g.Go(func() error { return r.write(gctx, ctx) })
	g.Go(func() error { return r.commit(gctx) })
	return g.Wait()
}

// commit makes parts whole, one by one.
func (r *run) commit(ctx context.Context) error {
	for {
		select {
		case p, ok := <-r.commits:
			if !ok {
				return nil
			}
			if err := p.commit(r.out); err != nil {
				return fmt.Errorf("part %d: %w", p.index, err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// write writes the tasks to their parts, in order. It hands on the last part
// unless stopping has ended.
func (r *run) write(ctx, stopping context.Context) (err error) {
	var p *part
	defer func() {
		close(r.commits)
		if p != nil { // its results are in the journal
			r.summary.add(&p.record)
			err = errors.Join(err, p.abandon())
		}
	}()
	progress := r.summary.progress()
	for {
		t, done, err := r.nextDone(ctx)
		if err != nil {
			return err
		}
		if p != nil && (t == nil && stopping.Err() == nil || t != nil && p.index != t.part) {
			if err := r.handOver(ctx, p); err != nil {
				return err
			}
			p = nil
		}
		if t == nil {
			return nil
		}
		if p == nil {
			if p, err = r.out.newPart(t.part); err != nil {
				return err
			}
		}
		if err := p.add(t, done); err != nil {
			return fmt.Errorf("part %d: %w", p.index, err)
		}
		r.budget.release(t)
		r.report(&progress, t, done)
	}
}

// nextDone returns the next task with what became of it; nil after the last.
func (r *run) nextDone(ctx context.Context) (*task, *annotated, error) {
	select {
	case t, ok := <-r.ordered:
		if !ok {
			return nil, nil, nil
		}
		select {
		case done := <-t.done:
			return t, done, done.err
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// handOver gives a complete part to the committer.
func (r *run) handOver(ctx context.Context, p *part) error {
	select {
	case r.commits <- p:
		r.summary.add(&p.record)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *run) report(progress *Progress, t *task, done *annotated) {
	progress.Inputs++
	progress.Read = t.item.Read
	if done.failure == nil {
		progress.Documents++
		progress.ContentBytes += int64(len(t.item.Document.GetContent()))
	}
	if t.replayed {
		progress.Resumed++
	}
	if r.options.Progress != nil {
		r.options.Progress(*progress)
	}
}
