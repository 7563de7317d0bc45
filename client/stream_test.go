package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"pgregory.net/rapid"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// flaky is a service whose streams break after a number of answers each.
type flaky struct {
	tiyaov1.UnimplementedAnnotationServiceServer
	code codes.Code

	mu     sync.Mutex
	breaks []int // answers of the next streams before they break; then they hold
	opened int
}

// next returns after how many answers the stream that opens now breaks, or -1.
func (f *flaky) next() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened++
	if len(f.breaks) == 0 {
		return -1
	}
	n := f.breaks[0]
	f.breaks = f.breaks[1:]
	return n
}

func (f *flaky) StreamAnnotateText(stream tiyaov1.AnnotationService_StreamAnnotateTextServer) error {
	limit := f.next()
	for answered := 0; ; answered++ {
		if answered == limit {
			return status.Error(f.code, "broken")
		}
		req, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		id := req.GetDocument().GetId()
		result := &tiyaov1.AnnotationResult{DocumentId: id, Result: &tiyaov1.AnnotationResult_Annotations{
			Annotations: &tiyaov1.Annotations{DocumentId: id},
		}}
		if err := stream.Send(&tiyaov1.StreamAnnotateTextResponse{Result: result}); err != nil {
			return err
		}
	}
}

// connect serves f in memory and returns a client of it, and what stops both.
func connect(t *testing.T, f *flaky) (*Client, func()) {
	t.Helper()
	s := grpc.NewServer()
	tiyaov1.RegisterAnnotationServiceServer(s, f)
	listener := bufconn.Listen(1 << 16)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	c, err := Dial("passthrough:///test",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithDisableRetry())
	if err != nil {
		t.Fatal(err)
	}
	return c, func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		s.Stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

func numbered(n int) iter.Seq[*tiyaov1.Document] {
	return func(yield func(*tiyaov1.Document) bool) {
		for i := range n {
			if !yield(&tiyaov1.Document{Id: fmt.Sprint(i), Content: "x"}) {
				return
			}
		}
	}
}

func TestAnnotateAllAnswersEachDocumentOnceWhateverBreaks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(rt, "documents")
		f := &flaky{
			code:   rapid.SampledFrom([]codes.Code{codes.Unavailable, codes.ResourceExhausted}).Draw(rt, "code"),
			breaks: rapid.SliceOfN(rapid.IntRange(0, 70), 0, maxAttempts-1).Draw(rt, "breaks"),
		}
		// The bubble's clock skips the pauses between streams.
		synctest.Test(t, func(t *testing.T) {
			c, stop := connect(t, f)
			defer stop()
			next := 0
			for r, err := range c.AnnotateAll(t.Context(), numbered(n), Options{}) {
				if err != nil {
					t.Fatalf("%d documents, %v: %v", n, f.breaks, err)
				}
				if r.GetDocumentId() != fmt.Sprint(next) {
					t.Fatalf("answer %d is for document %s", next, r.GetDocumentId())
				}
				next++
			}
			if next != n {
				t.Fatalf("%d answers for %d documents", next, n)
			}
		})
	})
}

func TestAnnotateAllGivesUp(t *testing.T) {
	for name, test := range map[string]struct {
		code   codes.Code
		opened int
	}{
		"after six streams without an answer": {codes.Unavailable, maxAttempts},
		"at once where no repeat can help":    {codes.InvalidArgument, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &flaky{code: test.code, breaks: make([]int, 100)}
				c, stop := connect(t, f)
				defer stop()
				var last error
				for r, err := range c.AnnotateAll(t.Context(), numbered(3), Options{}) {
					if r != nil {
						t.Errorf("answer for %s", r.GetDocumentId())
					}
					last = err
				}
				if status.Code(last) != test.code || f.opened != test.opened {
					t.Errorf("%v after %d streams, want %v after %d", last, f.opened, test.code, test.opened)
				}
			})
		})
	}
}

// A source that has nothing for an hour holds up no document that it brought
// before, and while nothing is unanswered, no stream is missed.
func TestAnnotateAllDoesNotWaitForItsSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &flaky{code: codes.Unavailable, breaks: []int{0, 1}}
		c, stop := connect(t, f)
		defer stop()
		start := time.Now()
		docs := func(yield func(*tiyaov1.Document) bool) {
			if yield(&tiyaov1.Document{Id: "early"}) {
				time.Sleep(time.Hour)
				yield(&tiyaov1.Document{Id: "late"})
			}
		}
		var got []string
		for r, err := range c.AnnotateAll(t.Context(), docs, Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(r.GetDocumentId(), " ", time.Since(start).Round(time.Minute)))
		}
		if want := []string{"early 0s", "late 1h0m0s"}; !slices.Equal(got, want) || f.opened != 3 {
			t.Errorf("%v over %d streams, want %v over 3", got, f.opened, want)
		}
	})
}

func TestAnnotateAllEndsWithTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, stop := connect(t, &flaky{})
		defer stop()
		answers := 0
		for _, err := range c.AnnotateAll(t.Context(), numbered(1_000_000), Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if answers++; answers == 3 {
				break
			}
		}
	})
}

func TestAnnotateAllEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, stop := connect(t, &flaky{})
		defer stop()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var last error
		for r, err := range c.AnnotateAll(ctx, numbered(1_000_000), Options{}) {
			if r.GetDocumentId() == "10" {
				cancel()
			}
			last = err
		}
		if status.Code(last) != codes.Canceled {
			t.Errorf("last error is %v, want CANCELED", last)
		}
	})
}
