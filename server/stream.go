package server

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"google.golang.org/grpc/codes"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// errDraining ends the requests of a stream when the server shuts down.
var errDraining = errors.New("server: shutting down")

// StreamAnnotateText implements the rpc.
func (s *Service) StreamAnnotateText(stream tiyaov1.AnnotationService_StreamAnnotateTextServer) error {
	work := func(ctx context.Context, req *tiyaov1.StreamAnnotateTextRequest) *tiyaov1.AnnotationResult {
		var a *tiyaov1.Annotations
		p, err := s.plan(req)
		if err == nil {
			a, err = s.annotate(ctx, "stream", s.bulk, req.GetDocument(), p)
		}
		return result(req.GetDocument().GetId(), a, statusOf(err, "document"))
	}
	var held holds
	defer held.releaseAll()
	send := func(r *tiyaov1.AnnotationResult) error {
		defer held.releaseFirst()
		return stream.Send(&tiyaov1.StreamAnnotateTextResponse{Result: r})
	}
	err := inOrder(stream.Context(), s.limits.MaxDocuments, s.requests(stream, &held), work, send)
	if errors.Is(err, errDraining) {
		return newStatus(codes.Unavailable, ReasonShuttingDown, "the server shuts down; send what has no answer to another").Err()
	}
	if err != nil {
		return statusOf(err, "document").Err()
	}
	return nil
}

// requests yields the requests of a stream until the caller closes it or the
// server drains. Each holds the bytes of its document: they are taken in the
// order in which the results are sent, so that a document whose result is next
// never waits for bytes that later ones hold.
func (s *Service) requests(stream tiyaov1.AnnotationService_StreamAnnotateTextServer, held *holds) iter.Seq2[*tiyaov1.StreamAnnotateTextRequest, error] {
	ctx := stream.Context()
	return func(yield func(*tiyaov1.StreamAnnotateTextRequest, error) bool) {
		incoming := receive(stream)
		for {
			var in received
			select {
			case in = <-incoming:
			case <-s.draining:
				yield(nil, errDraining)
				return
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			}
			if errors.Is(in.err, io.EOF) {
				return
			}
			if in.err == nil {
				release, err := s.bulk.Hold(ctx, size(in.req.GetDocument()))
				if err == nil {
					held.add(release)
				}
				in.err = err
			}
			if !yield(in.req, in.err) || in.err != nil {
				return
			}
		}
	}
}

// received is what a stream's Recv returned.
type received struct {
	req *tiyaov1.StreamAnnotateTextRequest
	err error
}

// receive reads stream in a goroutine of its own, which ends with the stream.
func receive(stream tiyaov1.AnnotationService_StreamAnnotateTextServer) <-chan received {
	out := make(chan received)
	go func() {
		for {
			req, err := stream.Recv()
			select {
			case out <- received{req, err}:
			case <-stream.Context().Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return out
}

// holds are the bytes that the documents of a stream hold, in their order.
type holds struct {
	mu      sync.Mutex
	release []func()
}

func (h *holds) add(release func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.release = append(h.release, release)
}

func (h *holds) releaseFirst() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.release[0]()
	h.release = h.release[1:]
}

func (h *holds) releaseAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, release := range h.release {
		release()
	}
	h.release = nil
}
