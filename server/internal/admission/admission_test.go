package admission_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/server/internal/admission"
)

func TestTheQueueIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := admission.NewGate(admission.Limits{Bytes: 1, Documents: 1, Queue: 2})
		done, err := g.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				done, err := g.Start(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				done()
			})
		}
		synctest.Wait()
		if got, want := g.Usage(), (admission.Usage{Running: 1, Waiting: 2}); got != want {
			t.Errorf("usage is %+v, want %+v", got, want)
		}
		if _, err := g.Start(t.Context()); !errors.Is(err, admission.ErrFull) || !g.Full() {
			t.Errorf("a third waits: %v", err)
		}
		done()
		wg.Wait()
		if g.Full() {
			t.Error("full after all left")
		}
		if got := g.Usage(); got != (admission.Usage{}) {
			t.Errorf("usage is %+v after all left", got)
		}
	})
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := admission.NewGate(admission.Limits{Bytes: 10, Documents: 1, Queue: 1})
		done, err := g.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		release, err := g.TryHold(6)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := g.Start(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Start: %v", err)
		}
		if _, err := g.Hold(ctx, 6); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Hold: %v", err)
		}
		if _, err := g.TryHold(6); !errors.Is(err, admission.ErrFull) {
			t.Errorf("TryHold: %v", err)
		}
		done()
		release()
		if got := g.Usage(); got != (admission.Usage{}) {
			t.Errorf("usage is %+v after all left", got)
		}
	})
}

func TestOneLargeDocumentIsLetIn(t *testing.T) {
	g := admission.NewGate(admission.Limits{Bytes: 10, Documents: 1, Queue: 1})
	release, err := g.TryHold(1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.TryHold(1); !errors.Is(err, admission.ErrFull) {
		t.Errorf("beside it: %v", err)
	}
	release()
	if release, err = g.TryHold(10); err != nil {
		t.Fatal(err)
	}
	release()
}

// Whatever comes in, the bounds hold, and all of it is given back.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := admission.Limits{
			Bytes:     rapid.Int64Range(1, 20).Draw(t, "bytes"),
			Documents: rapid.IntRange(1, 3).Draw(t, "documents"),
			Queue:     rapid.IntRange(1, 4).Draw(t, "queue"),
		}
		g := admission.NewGate(l)
		var running, held atomic.Int64
		var wg sync.WaitGroup
		for _, n := range rapid.SliceOfN(rapid.Int64Range(0, 30), 0, 30).Draw(t, "calls") {
			wg.Go(func() {
				release, err := g.Hold(context.Background(), n)
				if err != nil {
					t.Error(err)
					return
				}
				defer release()
				if got := held.Add(min(n, l.Bytes)); got > l.Bytes {
					t.Errorf("%d bytes held of %d", got, l.Bytes)
				}
				defer held.Add(-min(n, l.Bytes))
				done, err := g.Start(context.Background())
				if errors.Is(err, admission.ErrFull) {
					return
				}
				defer done()
				if got := running.Add(1); got > int64(l.Documents) {
					t.Errorf("%d documents run of %d", got, l.Documents)
				}
				defer running.Add(-1)
			})
		}
		wg.Wait()
		if got := g.Usage(); got != (admission.Usage{}) {
			t.Errorf("usage is %+v after all left", got)
		}
	})
}
