package server

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// names are callers by their tokens.
type names map[string]string

func (n names) Caller(token string) (string, bool) {
	name, ok := n[token]
	return name, ok
}

func serveAuth(t *testing.T, l Limits) *grpc.ClientConn {
	t.Helper()
	return serve(t, Options{Auth: names{"ana's": "ana", "bo's": "bo"}, Limits: l})
}

func withToken(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// everyCall calls each method of conn and returns its error by its name.
func everyCall(ctx context.Context, conn *grpc.ClientConn) map[string]error {
	service := tiyaov1.NewAnnotationServiceClient(conn)
	out := map[string]error{}
	_, out["unary"] = service.AnnotateText(ctx, &tiyaov1.AnnotateTextRequest{Document: doc("a")})
	_, out["batch"] = service.BatchAnnotateText(ctx, &tiyaov1.BatchAnnotateTextRequest{Documents: []*tiyaov1.Document{doc("a")}})
	_, out["info"] = service.GetServiceInfo(ctx, &tiyaov1.GetServiceInfoRequest{})
	if stream, err := service.StreamAnnotateText(ctx); err == nil {
		_ = stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc("a")}) // Recv tells
		_, out["stream"] = stream.Recv()
	}
	if stream, err := reflectionv1.NewServerReflectionClient(conn).ServerReflectionInfo(ctx); err == nil {
		_ = stream.Send(&reflectionv1.ServerReflectionRequest{MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{}}) // Recv tells
		_, out["reflection"] = stream.Recv()
	}
	_, out["health"] = healthv1.NewHealthClient(conn).Check(ctx, &healthv1.HealthCheckRequest{})
	return out
}

func TestOnlyHealthIsOpenToAll(t *testing.T) {
	conn := serveAuth(t, Limits{})
	for name, test := range map[string]struct {
		headers []string
		ok      bool
	}{
		"no token":           {nil, false},
		"an empty header":    {[]string{"authorization", ""}, false},
		"another scheme":     {[]string{"authorization", "Basic ana's"}, false},
		"no scheme":          {[]string{"authorization", "ana's"}, false},
		"an unknown token":   {[]string{"authorization", "Bearer eve's"}, false},
		"two headers":        {[]string{"authorization", "Bearer eve's", "authorization", "Bearer ana's"}, false},
		"a token":            {[]string{"authorization", "Bearer ana's"}, true},
		"a lower case token": {[]string{"authorization", "bearer bo's"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(metadata.AppendToOutgoingContext(t.Context(), test.headers...))
			defer cancel()
			for method, err := range everyCall(ctx, conn) {
				want := failure{codes.Unauthenticated, ReasonUnauthenticated, ""}
				if test.ok || method == "health" {
					want = failure{}
				}
				if got := failureOf(t, err); got != want {
					t.Errorf("%s: got %v, want %v", method, got, want)
				}
			}
			err := conn.Invoke(ctx, "/tiyao.v1.AnnotationService/Nothing", &tiyaov1.GetServiceInfoRequest{}, &tiyaov1.GetServiceInfoResponse{})
			if got := failureOf(t, err).Code; got != codes.Unauthenticated && got != codes.Unimplemented || test.ok != (got == codes.Unimplemented) {
				t.Errorf("a method that is not there: %v", got)
			}
		})
	}
}

func TestWithoutTokensEveryoneMayCall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for method, err := range everyCall(ctx, serve(t, Options{})) {
		if err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestRequestID(t *testing.T) {
	var log bytes.Buffer
	conn := serve(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), Auth: names{"ana's": "ana"}})
	service := tiyaov1.NewAnnotationServiceClient(conn)
	for chosen, kept := range map[string]bool{"order-66": true, "": false, "a b": false, strings.Repeat("x", 200): false} {
		log.Reset()
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer ana's", RequestIDHeader, chosen)
		var header metadata.MD
		if _, err := service.AnnotateText(ctx, &tiyaov1.AnnotateTextRequest{Document: doc("a")}, grpc.Header(&header)); err != nil {
			t.Fatal(err)
		}
		got := header.Get(RequestIDHeader)
		if len(got) != 1 || got[0] == "" || (got[0] == chosen) != kept {
			t.Errorf("chosen %q, got %q", chosen, got)
			continue
		}
		if line := log.String(); !strings.Contains(line, "request_id="+got[0]) || !strings.Contains(line, "caller=ana") {
			t.Errorf("the log is %s", line)
		}
	}
}

func TestHealthChecksAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	conn := serve(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if _, err := healthv1.NewHealthClient(conn).Check(t.Context(), &healthv1.HealthCheckRequest{}); err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("the log is %s", log.String())
	}
}
