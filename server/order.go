package server

import (
	"context"
	"iter"
)

// inOrder calls work on every input, at most limit at a time, and emit on the
// results one by one in the order of the inputs. It reads at most 2·limit
// inputs ahead of emit. It stops with the first error of the inputs, after
// emitting the results of those before it; with the first error of emit; or
// with ctx.Err(). When it returns, no work is running any more.
func inOrder[In, Out any](
	ctx context.Context, limit int, inputs iter.Seq2[In, error],
	work func(context.Context, In) Out, emit func(Out) error,
) error {
	ctx, cancel := context.WithCancel(ctx)
	running := make(chan struct{}, limit) // one token for each work under way
	pending := make(chan chan Out, limit) // results to come, in order
	inputErr := make(chan error, 1)
	go func() {
		defer close(pending)
		inputErr <- start(ctx, inputs, work, running, pending)
	}()
	err := emitAll(ctx, pending, emit)
	cancel()
	for range pending { // the reader stops at its next input
	}
	for range limit {
		running <- struct{}{} // the workers have returned their tokens
	}
	if readErr := <-inputErr; err == nil {
		err = readErr
	}
	return err
}

// start starts work on each of inputs and queues the channel of its result.
func start[In, Out any](
	ctx context.Context, inputs iter.Seq2[In, error], work func(context.Context, In) Out,
	running chan struct{}, pending chan<- chan Out,
) error {
	for in, err := range inputs {
		if err != nil {
			return err
		}
		select {
		case running <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		out := make(chan Out, 1)
		go func() {
			defer func() { <-running }()
			out <- work(ctx, in)
		}()
		select {
		case pending <- out:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// emitAll emits the pending results.
func emitAll[Out any](ctx context.Context, pending <-chan chan Out, emit func(Out) error) error {
	for out := range pending {
		select {
		case r := <-out:
			if err := emit(r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
