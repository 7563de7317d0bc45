package server

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// yielding returns an iterator over n numbers that ends with err unless nil.
func yielding(n int, err error) func(func(int, error) bool) {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

func TestInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 50).Draw(t, "n")
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		failing := rapid.Bool().Draw(t, "failing")
		var inputErr error
		if failing {
			inputErr = errors.New("input")
		}
		var running, most atomic.Int32
		work := func(_ context.Context, i int) int {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			return i * i
		}
		var got []int
		err := inOrder(context.Background(), limit, yielding(n, inputErr), work, func(i int) error {
			got = append(got, i)
			return nil
		})
		if !errors.Is(err, inputErr) {
			t.Fatalf("error is %v, want %v", err, inputErr)
		}
		want := make([]int, 0, n)
		for i := range n {
			want = append(want, i*i)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %v", got)
		}
		if most.Load() > int32(limit) || running.Load() != 0 {
			t.Fatalf("%d ran at once, %d still run, limit %d", most.Load(), running.Load(), limit)
		}
	})
}

func TestInOrderStopsAtTheFirstErrorOfEmit(t *testing.T) {
	broken := errors.New("broken pipe")
	var emitted int
	err := inOrder(t.Context(), 4, yielding(1000, nil), func(_ context.Context, i int) int { return i }, func(i int) error {
		emitted++
		if i == 3 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || emitted != 4 {
		t.Errorf("error %v after %d, want %v after 4", err, emitted, broken)
	}
}

func TestInOrderEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	work := func(ctx context.Context, i int) int {
		if i == 2 {
			cancel()
		}
		<-ctx.Done()
		return i
	}
	err := inOrder(ctx, 4, yielding(100, nil), work, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
