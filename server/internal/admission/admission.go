// Package admission bounds the work that a server takes on: how many documents
// are annotated at a time, how many wait for their turn, and how many bytes of
// content are held in memory.
package admission

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// ErrFull is returned where there is no capacity and waiting is not wanted.
var ErrFull = errors.New("admission: no capacity")

// Limits are the bounds of a [Gate]. All must be positive.
type Limits struct {
	Bytes     int64 // of content, held at a time
	Documents int   // annotated at a time
	Queue     int   // documents that wait to be annotated
}

// Gate bounds one class of work. Classes that must not starve each other get a
// gate each. It is safe for concurrent use.
//
// A call first holds its bytes and then starts its documents; what has started
// never waits for bytes, so that no two calls can wait for each other.
type Gate struct {
	limits    Limits
	bytes     *semaphore.Weighted
	documents *semaphore.Weighted
	held      atomic.Int64
	running   atomic.Int64
	waiting   atomic.Int64
}

// NewGate returns a gate.
func NewGate(l Limits) *Gate {
	return &Gate{
		limits:    l,
		bytes:     semaphore.NewWeighted(l.Bytes),
		documents: semaphore.NewWeighted(int64(l.Documents)),
	}
}

// Usage is what a gate has let in.
type Usage struct {
	Bytes   int64 // held
	Running int64 // documents that are annotated
	Waiting int64 // documents that wait for their turn
}

// Usage returns what g has let in at this moment.
func (g *Gate) Usage() Usage {
	return Usage{Bytes: g.held.Load(), Running: g.running.Load(), Waiting: g.waiting.Load()}
}

// TryHold takes n bytes at once or returns [ErrFull]. More bytes than the gate
// has count as all of them. The caller calls release once.
func (g *Gate) TryHold(n int64) (release func(), err error) {
	n = min(n, g.limits.Bytes)
	if !g.bytes.TryAcquire(n) {
		return nil, ErrFull
	}
	return g.hold(n), nil
}

// Hold is like [Gate.TryHold], but waits, first come, first served. Its error
// is that of ctx.
func (g *Gate) Hold(ctx context.Context, n int64) (release func(), err error) {
	n = min(n, g.limits.Bytes)
	if err := g.bytes.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return g.hold(n), nil
}

func (g *Gate) hold(n int64) (release func()) {
	g.held.Add(n)
	return func() {
		g.held.Add(-n)
		g.bytes.Release(n)
	}
}

// Start waits until a document may be annotated, first come, first served. When
// the queue is full it returns [ErrFull] at once, when ctx ends its error. The
// caller calls done once.
func (g *Gate) Start(ctx context.Context) (done func(), err error) {
	if !g.documents.TryAcquire(1) {
		if err := g.queue(ctx); err != nil {
			return nil, err
		}
	}
	// Documents that follow each other on every thread would keep goroutines
	// waiting that the network has woken: this one goes behind them.
	runtime.Gosched()
	g.running.Add(1)
	return func() {
		g.running.Add(-1)
		g.documents.Release(1)
	}, nil
}

// Full reports whether [Gate.Start] would find the queue full now.
func (g *Gate) Full() bool { return g.waiting.Load() >= int64(g.limits.Queue) }

func (g *Gate) queue(ctx context.Context) error {
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > int64(g.limits.Queue) {
		return ErrFull
	}
	return g.documents.Acquire(ctx, 1)
}
