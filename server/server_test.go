package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

func TestHealth(t *testing.T) {
	health := healthv1.NewHealthClient(serve(t, Options{}))
	for _, service := range []string{"", "tiyao.v1.AnnotationService"} {
		resp, err := health.Check(t.Context(), &healthv1.HealthCheckRequest{Service: service})
		if err != nil || resp.GetStatus() != healthv1.HealthCheckResponse_SERVING {
			t.Errorf("%q: %v, %v", service, resp.GetStatus(), err)
		}
	}
}

func TestHeadersAreBounded(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	for _, test := range []struct {
		bytes int
		good  bool
	}{{maxHeaderBytes / 2, true}, {2 * maxHeaderBytes, false}} {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "x-long", strings.Repeat("a", test.bytes))
		if _, err := service.GetServiceInfo(ctx, &tiyaov1.GetServiceInfoRequest{}); (err == nil) != test.good {
			t.Errorf("%d bytes: %v", test.bytes, err)
		}
	}
}

func TestReflection(t *testing.T) {
	conn := serve(t, Options{})
	const service = "tiyao.v1.AnnotationService"
	t.Run("v1", func(t *testing.T) {
		stream, err := reflectionv1.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := stream.Send(&reflectionv1.ServerReflectionRequest{MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{}}); err != nil {
			t.Fatal(err)
		}
		resp, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(resp.GetListServicesResponse().GetService(),
			func(s *reflectionv1.ServiceResponse) bool { return s.GetName() == service }) {
			t.Errorf("%v does not list %s", resp, service)
		}
	})
	t.Run("v1alpha", func(t *testing.T) {
		stream, err := reflectionv1alpha.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := stream.Send(&reflectionv1alpha.ServerReflectionRequest{MessageRequest: &reflectionv1alpha.ServerReflectionRequest_ListServices{}}); err != nil {
			t.Fatal(err)
		}
		resp, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(resp.GetListServicesResponse().GetService(),
			func(s *reflectionv1alpha.ServiceResponse) bool { return s.GetName() == service }) {
			t.Errorf("%v does not list %s", resp, service)
		}
	})
}

func TestLogHasCallsButNoText(t *testing.T) {
	var log bytes.Buffer
	conn := serve(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	const secret = "机密内容"
	if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc(secret)}); err != nil {
		t.Fatal(err)
	}
	if _, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("panic")}); err == nil {
		t.Error("no error")
	}
	for _, want := range []string{"AnnotateText", "grpc.code=OK", "grpc.code=Internal", "told to"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log holds the text of a document:\n%s", log.String())
	}
}

func TestShutdownCutsOffWhenTheDeadlinePasses(t *testing.T) {
	entered := make(chan struct{}, 1)
	s, err := New(fake{entered}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 10)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	conn := dial(t, listener)
	answered := make(chan error, 1)
	go func() {
		_, err := tiyaov1.NewAnnotationServiceClient(conn).AnnotateText(context.Background(),
			&tiyaov1.AnnotateTextRequest{Document: doc("forever")})
		answered <- err
	}()
	<-entered

	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-answered; status.Code(err) == codes.OK {
		t.Error("the call was not cut off")
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestShutdownEndsStreamsAfterWhatTheyHaveRead(t *testing.T) {
	entered := make(chan struct{}, 10)
	s, err := New(fake{entered}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 10)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	stream, err := tiyaov1.NewAnnotationServiceClient(dial(t, listener)).StreamAnnotateText(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc("slow")}); err != nil {
		t.Fatal(err)
	}
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- s.Shutdown(context.Background()) }()
	resp, err := stream.Recv()
	if err != nil || resp.GetResult().GetAnnotations().GetText() != "slow" {
		t.Errorf("the document that was read: %v, %v", resp, err)
	}
	_, err = stream.Recv()
	if got, want := failureOf(t, err), (failure{codes.Unavailable, ReasonShuttingDown, ""}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}
