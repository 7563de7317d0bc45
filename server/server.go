package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// DefaultMaxMessageBytes is the longest message that a server accepts unless
// told otherwise: a batch of articles of ordinary length.
const DefaultMaxMessageBytes = 16 << 20

// Options configures [New].
type Options struct {
	Logger          *slog.Logger // for calls and faults; nil: nothing is logged
	MaxMessageBytes int          // longest request; 0: DefaultMaxMessageBytes
}

// Server is a gRPC server with the annotation service, health and reflection
// (v1 and v1alpha).
type Server struct {
	*grpc.Server
	health *health.Server
}

// New returns a server over a, ready to Serve.
func New(a Annotator, o Options, extra ...grpc.ServerOption) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MaxMessageBytes == 0 {
		o.MaxMessageBytes = DefaultMaxMessageBytes
	}
	service, err := NewService(a, o.MaxMessageBytes)
	if err != nil {
		return nil, err
	}
	panics := recovery.WithRecoveryHandlerContext(reportPanic(o.Logger))
	calls := callLogger(o.Logger)
	logged := logging.WithLogOnEvents(logging.FinishCall)
	s := &Server{
		Server: grpc.NewServer(append([]grpc.ServerOption{
			grpc.MaxRecvMsgSize(o.MaxMessageBytes),
			grpc.ChainUnaryInterceptor(logging.UnaryServerInterceptor(calls, logged), recovery.UnaryServerInterceptor(panics)),
			grpc.ChainStreamInterceptor(logging.StreamServerInterceptor(calls, logged), recovery.StreamServerInterceptor(panics)),
		}, extra...)...),
		health: health.NewServer(),
	}
	tiyaov1.RegisterAnnotationServiceServer(s, service)
	healthv1.RegisterHealthServer(s, s.health)
	reflection.Register(s)
	return s, nil
}

// Shutdown reports NOT_SERVING, waits for the calls under way, and cuts them
// off when ctx ends; it then returns ctx.Err().
func (s *Server) Shutdown(ctx context.Context) error {
	s.health.Shutdown()
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.Stop()
		<-done
		return ctx.Err()
	}
}

// callLogger writes one line a call. It never sees the text of documents.
func callLogger(l *slog.Logger) logging.Logger {
	return logging.LoggerFunc(func(ctx context.Context, level logging.Level, msg string, fields ...any) {
		l.Log(ctx, slog.Level(level), msg, fields...)
	})
}

// reportPanic logs a panic with its stack and hides it from the caller.
func reportPanic(l *slog.Logger) recovery.RecoveryHandlerFuncContext {
	return func(ctx context.Context, p any) error {
		l.ErrorContext(ctx, "panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
		return newStatus(codes.Internal, ReasonInternal, "internal error").Err()
	}
}
