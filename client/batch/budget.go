package batch

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// Documents under way are bounded by their content. A document weighs what it
// holds and something for what is kept beside it.
const (
	bytesPerStream = 2 << 20
	weightOfOne    = 8 << 10
)

// budget bounds the memory of what is under way.
type budget struct {
	*semaphore.Weighted
	size int64
}

func newBudget(streams int) budget {
	size := int64(max(2, streams)) * bytesPerStream
	return budget{semaphore.NewWeighted(size), size}
}

// acquire waits until there is room for t. It reports false when ctx ends before.
func (b budget) acquire(ctx context.Context, t *task) bool {
	t.weight = min(b.size, int64(len(t.item.Document.GetContent()))+weightOfOne)
	return b.Acquire(ctx, t.weight) == nil
}

// release makes the room of t free.
func (b budget) release(t *task) { b.Release(t.weight) }
