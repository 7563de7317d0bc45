package batch

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// maxStream is the number of documents after which a stream ends. The next may
// go to another server: one that has come back, say.
const maxStream = 500

// stream annotates tasks, over one stream after the other, until there are no
// more.
func (r *run) stream(ctx context.Context) error {
	for {
		select {
		case first, ok := <-r.work:
			if !ok {
				return nil
			}
			if err := r.oneStream(ctx, first); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// oneStream annotates first and tasks that follow it.
func (r *run) oneStream(ctx context.Context, first *task) error {
	var sent queue
	for result, err := range r.annotator.AnnotateAll(ctx, r.documents(ctx, first, &sent), r.options.Annotate) {
		if err != nil {
			return err
		}
		t := sent.pop()
		go func() { t.done <- r.settle(ctx, t, result) }()
	}
	if ctx.Err() == nil && len(sent.tasks) > 0 {
		return fmt.Errorf("the stream ended with %d documents unanswered", len(sent.tasks))
	}
	return ctx.Err()
}

// documents yields the documents of first and of the tasks that follow, and
// notes the tasks.
func (r *run) documents(ctx context.Context, first *task, sent *queue) iter.Seq[*tiyaov1.Document] {
	return func(yield func(*tiyaov1.Document) bool) {
		t, ok := first, true
		for n := 0; ok; {
			sent.push(t)
			if n++; !yield(t.item.Document) || n == maxStream {
				return
			}
			select {
			case t, ok = <-r.work:
			case <-ctx.Done():
				return
			}
		}
	}
}

// settle returns what became of t. A server that had no room for the document
// is asked again, or another one.
func (r *run) settle(ctx context.Context, t *task, result *tiyaov1.AnnotationResult) *annotated {
	if transient(codes.Code(result.GetError().GetCode())) {
		a, err := r.annotator.Annotate(ctx, t.item.Document, r.options.Annotate)
		if transient(status.Code(err)) || ctx.Err() != nil {
			return &annotated{err: err}
		}
		result = &tiyaov1.AnnotationResult{DocumentId: t.item.ID}
		if err != nil {
			result.Result = &tiyaov1.AnnotationResult_Error{Error: status.Convert(err).Proto()}
		} else {
			result.Result = &tiyaov1.AnnotationResult_Annotations{Annotations: a}
		}
	}
	return r.encode(result)
}

// transient reports codes that tell of the server, not of the document.
func transient(c codes.Code) bool {
	switch c {
	case codes.Unavailable, codes.ResourceExhausted, codes.Canceled, codes.DeadlineExceeded:
		return true
	default:
		return false
	}
}

// queue holds tasks between the two sides of a stream.
type queue struct {
	mu    sync.Mutex
	tasks []*task
}

func (q *queue) push(t *task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, t)
}

func (q *queue) pop() *task {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := q.tasks[0]
	q.tasks = q.tasks[1:]
	return t
}
