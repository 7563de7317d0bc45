package batch

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// maxPartBytes bounds, in bytes of content, what a part may hold before it takes
// no more.
const maxPartBytes = 8 << 20

// planner places items in parts.
type planner struct {
	size int // most items of a part

	part, items int
	bytes       int
}

// place returns the part of the next item.
func (p *planner) place(it *source.Item) int {
	if p.items == p.size || p.bytes >= maxPartBytes {
		p.part++
		p.items, p.bytes = 0, 0
	}
	p.items++
	p.bytes += len(it.Document.GetContent())
	return p.part
}

// chain is a hash of a sequence of items.
type chain [sha256.Size]byte

// add appends the item with the given digest.
func (c *chain) add(digest [sha256.Size]byte) {
	*c = sha256.Sum256(append(c[:], digest[:]...))
}

// task is an item on its way to a part.
type task struct {
	item     source.Item
	part     int
	digest   [sha256.Size]byte
	chain    chain // of all items up to this one
	weight   int64
	replayed bool // it was annotated in an earlier run
	done     chan *annotated
}

// ErrChanged says that an output was begun with other inputs.
var ErrChanged = errors.New("the inputs are not those that the output was begun with")

// feed reads the items, passes over those of whole parts and hands on the
// others. When ctx ends, it reads no more; when under ends, it gives up.
func (r *run) feed(ctx, under context.Context, s *source.Source) error {
	defer close(r.work)
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(under, cancel)()

	f := &feeder{run: r, plan: planner{size: r.options.PartSize}}
	defer f.closeJournal()
	n := 0
	for it := range s.Items(reading) {
		if err := f.item(reading, under, it); err != nil {
			return err
		}
		if n++; n == r.options.Limit {
			break
		}
	}
	if under.Err() != nil {
		return under.Err()
	}
	if ctx.Err() == nil {
		if err := f.end(); err != nil {
			return err
		}
	}
	close(r.ordered) // after an error it stays open, lest the writer take what it has for all
	return nil
}

// feeder hands on items.
type feeder struct {
	*run
	plan    planner
	part    int // of the last item
	journal *journalReader
}

// item hands on an item, unless its part is whole or reading ends before there is
// room for it.
func (f *feeder) item(reading, under context.Context, it source.Item) error {
	t := &task{item: it, part: f.plan.place(&it), digest: it.Digest(), done: make(chan *annotated, 1)}
	if t.part != f.part {
		if err := f.endPart(); err != nil {
			return err
		}
		f.part = t.part
	}
	f.chain.add(t.digest)
	t.chain = f.chain
	if t.part < len(f.out.chains) {
		return nil
	}
	if !f.budget.acquire(reading, t) {
		return nil
	}
	return f.send(under, t)
}

// send hands on a task, to be annotated or with what became of it.
func (f *feeder) send(under context.Context, t *task) error {
	select {
	case f.ordered <- t:
	case <-under.Done():
		return under.Err()
	}
	if t.item.Failure != nil {
		t.done <- &annotated{failure: t.item.Failure}
		return nil
	}
	result, err := f.replay(t)
	switch {
	case err != nil:
		return err
	case result != nil:
		t.replayed = true
		go func() { t.done <- f.encode(result) }()
		return nil
	}
	select {
	case f.work <- t:
		return nil
	case <-under.Done():
		return under.Err()
	}
}

// replay returns what an earlier run found for t, or nil.
func (f *feeder) replay(t *task) (*tiyaov1.AnnotationResult, error) {
	if f.journal == nil {
		j, err := readJournal(f.out.journal(t.part))
		if err != nil {
			return nil, err
		}
		f.journal = j
	}
	digest, result, err := f.journal.next()
	if err != nil || result == nil {
		return nil, err
	}
	if digest != t.digest {
		return nil, fmt.Errorf("%w: %s differs", ErrChanged, t.item.ID)
	}
	return result, nil
}

// endPart checks that a part that is whole has the items that it had.
func (f *feeder) endPart() error {
	f.closeJournal()
	if f.part < len(f.out.chains) && f.out.chains[f.part] != f.chain.String() {
		return fmt.Errorf("%w: those of part %d differ", ErrChanged, f.part)
	}
	return nil
}

// end checks the same of the last part.
func (f *feeder) end() error {
	if len(f.out.chains) > f.part+1 {
		return fmt.Errorf("%w: there were more", ErrChanged)
	}
	return f.endPart()
}

func (f *feeder) closeJournal() {
	if f.journal != nil {
		f.journal.close()
		f.journal = nil
	}
}
