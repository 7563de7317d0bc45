package client

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

const (
	maxInFlight   = 64 // documents sent and not yet answered
	maxAttempts   = 6  // streams opened in a row that bring no answer
	firstBackoff  = 100 * time.Millisecond
	backoffGrowth = 2
)

// AnnotateAll annotates docs over one stream and yields one result for each, in
// their order; an [tiyaov1.AnnotationResult] holds the annotations of its
// document or the error that the document itself caused.
//
// When the connection fails, a new stream is opened, after a growing pause, and
// the documents that have no answer yet are sent again: none is lost, none is
// answered twice. After six failures in a row, or when ctx ends, the last
// yielded pair is a nil result and the error. While docs has nothing to send
// and nothing is unanswered, a connection that fails is not missed.
//
// At most 64 documents are under way. docs runs in another goroutine; the loop
// over the results ends when docs has returned from bringing its next document.
func (c *Client) AnnotateAll(ctx context.Context, docs iter.Seq[*tiyaov1.Document], o Options) iter.Seq2[*tiyaov1.AnnotationResult, error] {
	return func(yield func(*tiyaov1.AnnotationResult, error) bool) {
		r := &run{client: c, options: o, docs: make(chan *tiyaov1.Document), slots: make(chan struct{}, maxInFlight)}
		reading, stop := context.WithCancel(ctx)
		var reader sync.WaitGroup
		defer reader.Wait()
		defer stop()
		reader.Go(func() { r.read(reading, docs) })
		backoff := firstBackoff
		for attempt := 1; r.wait(ctx); {
			answered, err := r.stream(ctx, yield)
			if err == nil {
				return
			}
			if answered {
				attempt, backoff = 1, firstBackoff
			}
			if attempt == maxAttempts || !retryable(err) || !sleep(ctx, backoff) {
				yield(nil, err)
				return
			}
			attempt++
			backoff *= backoffGrowth
		}
		if ctx.Err() != nil {
			yield(nil, status.FromContextError(ctx.Err()).Err())
		}
	}
}

type requestStream = grpc.BidiStreamingClient[tiyaov1.StreamAnnotateTextRequest, tiyaov1.StreamAnnotateTextResponse]

// run is one AnnotateAll: the documents under way, kept over the streams.
type run struct {
	client  *Client
	options Options
	docs    chan *tiyaov1.Document // to send; closed when there are no more
	slots   chan struct{}          // one taken for each document read and not answered

	mu        sync.Mutex
	pending   []*tiyaov1.Document // sent and not answered, in order
	exhausted bool                // docs is closed
}

// read brings docs, one when there is a slot for it. It is apart from the
// streams, which may break while docs takes its time.
func (r *run) read(ctx context.Context, docs iter.Seq[*tiyaov1.Document]) {
	defer close(r.docs)
	r.slots <- struct{}{}
	for doc := range docs {
		select {
		case r.docs <- doc:
		case <-ctx.Done():
			return
		}
		select {
		case r.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// wait waits until there is something to send. It reports false when there is
// nothing more, or ctx ends.
func (r *run) wait(ctx context.Context) bool {
	if len(r.unanswered()) > 0 {
		return true
	}
	_, ok := r.take(ctx)
	return ok
}

// take takes the next document to send. It reports false when there is none or
// ctx ends.
func (r *run) take(ctx context.Context) (*tiyaov1.Document, bool) {
	if ctx.Err() != nil {
		return nil, false
	}
	select {
	case doc, ok := <-r.docs:
		r.mu.Lock()
		defer r.mu.Unlock()
		if !ok {
			r.exhausted = true
			return nil, false
		}
		r.pending = append(r.pending, doc)
		return doc, true
	case <-ctx.Done():
		return nil, false
	}
}

// stream opens a stream, sends what is pending and then what docs brings, and
// yields the answers. It returns nil when all is answered or the caller wants
// no more, and whether any answer came.
func (r *run) stream(ctx context.Context, yield func(*tiyaov1.AnnotationResult, error) bool) (answered bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := r.client.StreamAnnotateText(ctx)
	if err != nil {
		return false, err
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		r.send(ctx, s)
	}()
	defer func() {
		cancel()
		<-sent
	}()
	for {
		resp, err := s.Recv()
		if errors.Is(err, io.EOF) && r.done() {
			return answered, nil
		}
		if errors.Is(err, io.EOF) { // the server closed early
			return answered, status.Error(codes.Unavailable, "the stream ended before all documents were answered")
		}
		if err != nil {
			return answered, err
		}
		if err := r.settle(resp.GetResult()); err != nil {
			return answered, err
		}
		answered = true
		if !yield(resp.GetResult(), nil) {
			return answered, nil
		}
	}
}

// send sends the pending documents and then new ones. Its errors are left to the
// receiving side, which is told the reason.
func (r *run) send(ctx context.Context, s requestStream) {
	for _, doc := range r.unanswered() {
		if s.Send(r.request(doc)) != nil {
			return
		}
	}
	for {
		doc, ok := r.take(ctx)
		if !ok {
			break
		}
		if s.Send(r.request(doc)) != nil {
			return
		}
	}
	_ = s.CloseSend() // never fails
}

// unanswered returns the documents that have no answer yet.
func (r *run) unanswered() []*tiyaov1.Document {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.pending)
}

// settle takes the document of an answer off the pending ones.
func (r *run) settle(result *tiyaov1.AnnotationResult) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.pending) == 0 || r.pending[0].GetId() != result.GetDocumentId() {
		return status.Errorf(codes.Internal, "the server answered document %q out of order", result.GetDocumentId())
	}
	r.pending = r.pending[1:]
	<-r.slots
	return nil
}

// done reports whether every document has its answer.
func (r *run) done() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.exhausted && len(r.pending) == 0
}

func (r *run) request(doc *tiyaov1.Document) *tiyaov1.StreamAnnotateTextRequest {
	return &tiyaov1.StreamAnnotateTextRequest{
		Document:       doc,
		Features:       r.options.Features,
		OffsetEncoding: r.options.OffsetEncoding,
		CustomTerms:    r.options.CustomTerms,
		Segmenter:      r.options.Segmenter,
	}
}

// retryable reports whether another stream may do better.
func retryable(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.ResourceExhausted:
		return true
	default:
		return false
	}
}

// sleep waits for d; it reports false when ctx ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
