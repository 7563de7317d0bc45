package server

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// occupy sends unary documents that are never done, and returns what ends them.
// It returns when as many are annotated as can run; the others come to wait.
func occupy(t *testing.T, conn *grpc.ClientConn, entered <-chan struct{}, running, waiting int) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range running + waiting {
		wg.Go(func() {
			_, err := tiyaov1.NewAnnotationServiceClient(conn).AnnotateText(ctx, &tiyaov1.AnnotateTextRequest{Document: doc("forever")})
			if status.Code(err) != codes.Canceled {
				t.Errorf("a document that was let in: %v", err)
			}
		})
		if i < running {
			<-entered
		}
	}
	return func() {
		cancel()
		wg.Wait()
	}
}

// retryDelay returns how long an error asks to wait, or 0.
func retryDelay(err error) time.Duration {
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration()
		}
	}
	return 0
}

// until waits until metrics has exactly the lines want for name.
func until(t *testing.T, metrics *prometheus.Registry, name string, want ...string) {
	t.Helper()
	for !slices.Equal(values(t, metrics, name), want) {
		time.Sleep(time.Millisecond)
	}
}

func TestAFullQueueAnswersAtOnceAndRecovers(t *testing.T) {
	entered := make(chan struct{}, 100)
	metrics := prometheus.NewRegistry()
	conn := serveOver(t, fake{entered}, Options{Registry: metrics, Limits: Limits{MaxDocuments: 2, MaxQueue: 3}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	stop := occupy(t, conn, entered, 2, 3)
	until(t, metrics, "tiyao_waiting_documents", "tiyao_waiting_documents unary 3")
	_, refused := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("a")})
	if got, want := failureOf(t, refused), (failure{codes.ResourceExhausted, ReasonOverloaded, ""}); got != want || retryDelay(refused) != retryAfter {
		t.Errorf("got %v with delay %v, want %v", got, retryDelay(refused), want)
	}
	if _, err := healthv1.NewHealthClient(conn).Check(t.Context(), &healthv1.HealthCheckRequest{}); err != nil {
		t.Errorf("health under load: %v", err)
	}
	// Bulk work has capacity of its own.
	if _, err := service.BatchAnnotateText(t.Context(), &tiyaov1.BatchAnnotateTextRequest{Documents: []*tiyaov1.Document{doc("a")}}); err != nil {
		t.Errorf("a batch beside them: %v", err)
	}
	stop()
	until(t, metrics, "tiyao_running_documents") // none: the server has seen that the calls are over
	if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("a")}); err != nil {
		t.Errorf("after the load: %v", err)
	}
}

func TestABatchStarvesNoUnaryCall(t *testing.T) {
	entered := make(chan struct{}, 1000)
	conn := serveOver(t, fake{entered}, Options{Limits: Limits{MaxDocuments: 2, MaxQueue: 1}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	batch := &tiyaov1.BatchAnnotateTextRequest{}
	for range 100 {
		batch.Documents = append(batch.Documents, doc("forever"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() { _, _ = service.BatchAnnotateText(ctx, batch) }) // canceled
	}
	<-entered
	for range 20 {
		if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("a")}); err != nil {
			t.Errorf("beside batches: %v", err)
		}
	}
	cancel()
	wg.Wait()
}

func TestLongDocumentsStarveNoShortOnes(t *testing.T) {
	metrics := prometheus.NewRegistry()
	conn := serve(t, Options{Registry: metrics, Limits: Limits{MaxDocuments: 1, MaxQueue: 1}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	long := &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "forever" + strings.Repeat(" ", longBytes)}}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := service.AnnotateText(ctx, long); status.Code(err) != codes.Canceled {
				t.Error(err)
			}
		})
	}
	until(t, metrics, "tiyao_waiting_documents", "tiyao_waiting_documents bulk 3")
	for range 20 {
		if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("a")}); err != nil {
			t.Errorf("beside long documents: %v", err)
		}
	}
	cancel()
	wg.Wait()
}

func TestDocumentsOfStreamsWait(t *testing.T) {
	conn := serve(t, Options{Limits: Limits{MaxDocuments: 1, MaxQueue: 1, MaxBytesInFlight: 20}})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			stream, err := tiyaov1.NewAnnotationServiceClient(conn).StreamAnnotateText(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			const documents = 10
			go func() {
				for range documents {
					_ = stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc("slow enough")}) // Recv tells
				}
			}()
			for range documents {
				resp, err := stream.Recv()
				if err != nil || resp.GetResult().GetError() != nil {
					t.Errorf("%v, %v", err, resp)
					return
				}
			}
			_ = stream.CloseSend()
			_, _ = stream.Recv()
		})
	}
	wg.Wait()
}

func TestBytesInFlightAreBounded(t *testing.T) {
	entered := make(chan struct{}, 100)
	metrics := prometheus.NewRegistry()
	conn := serveOver(t, fake{entered}, Options{Registry: metrics, Limits: Limits{MaxBytesInFlight: 20, MaxDocuments: 10}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	overloaded := failure{codes.ResourceExhausted, ReasonOverloaded, ""}
	// "forever" leaves three bytes of the unary half.
	stop := occupy(t, conn, entered, 1, 0)
	for content, want := range map[string]failure{"abc": {}, "abcd": overloaded} {
		_, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc(content)})
		if got := failureOf(t, err); got != want {
			t.Errorf("unary %q: got %v, want %v", content, got, want)
		}
	}
	stop()
	until(t, metrics, "tiyao_held_bytes")
	if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc(strings.Repeat("x", 900))}); err != nil {
		t.Errorf("one document alone, larger than the bound: %v", err)
	}
}

func TestCallsUnderWayAreBounded(t *testing.T) {
	entered := make(chan struct{}, 100)
	metrics := prometheus.NewRegistry()
	conn := serveOver(t, fake{entered}, Options{Registry: metrics, Limits: Limits{MaxCalls: 2, MaxDocuments: 10}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	for range 3 { // calls that have ended no longer count
		stop := occupy(t, conn, entered, 2, 0)
		_, err := service.GetServiceInfo(t.Context(), &tiyaov1.GetServiceInfoRequest{})
		if got, want := failureOf(t, err), (failure{codes.ResourceExhausted, ReasonOverloaded, ""}); got != want || retryDelay(err) == 0 {
			t.Errorf("got %v, want %v", got, want)
		}
		stop()
		until(t, metrics, "tiyao_calls")
	}
}

func TestRateOfACaller(t *testing.T) {
	conn := serveAuth(t, Limits{CallerRate: 1e-3, CallerBurst: 2})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	as := func(token string) context.Context { return withToken(t.Context(), token) }
	for i := range 3 {
		_, err := service.AnnotateText(as("ana's"), &tiyaov1.AnnotateTextRequest{Document: doc("a")})
		want := failure{}
		if i == 2 {
			want = failure{codes.ResourceExhausted, ReasonRateLimited, ""}
			if retryDelay(err) < time.Minute {
				t.Errorf("delay is %v", retryDelay(err))
			}
		}
		if got := failureOf(t, err); got != want {
			t.Errorf("call %d: got %v, want %v", i, got, want)
		}
	}
	if _, err := service.AnnotateText(as("bo's"), &tiyaov1.AnnotateTextRequest{Document: doc("a")}); err != nil {
		t.Errorf("another caller: %v", err)
	}
	ctx, cancel := context.WithTimeout(as("ana's"), time.Second)
	defer cancel()
	resp, err := service.BatchAnnotateText(ctx, &tiyaov1.BatchAnnotateTextRequest{Documents: []*tiyaov1.Document{doc("a")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(t, resp.GetResults())[0]; got != "a DeadlineExceeded DEADLINE_EXCEEDED " {
		t.Errorf("a document that would wait beyond the deadline: %s", got)
	}
}
