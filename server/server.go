package server

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/selector"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc/filters"
	"go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/reflection"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// Options configures [New]. The zero Options serves everyone, within the
// default limits.
type Options struct {
	Logger   *slog.Logger          // for calls and faults; nil: nothing is logged
	Limits   Limits                // of what the server takes on
	Auth     Authenticator         // of callers; nil: everyone may call
	Registry prometheus.Registerer // of metrics; nil: they go nowhere
	Tracer   trace.TracerProvider  // of a trace for each call; nil: none
}

// withDefaults checks o and fills in what it leaves open.
func (o Options) withDefaults() (Options, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	var err error
	o.Limits, err = o.Limits.withDefaults()
	return o, err
}

// Server is a gRPC server with the annotation service, health and reflection
// (v1 and v1alpha).
type Server struct {
	*grpc.Server
	service *Service
	health  *health.Server
}

// New returns a server over a, ready to Serve.
func New(a Annotator, o Options, extra ...grpc.ServerOption) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, err
	}
	service, err := newService(a, o, m)
	if err != nil {
		return nil, err
	}
	g, err := newGuard(o, service.unary, m)
	if err != nil {
		return nil, err
	}
	options := append(transport(o.Limits), grpc.InTapHandle(g.admit))
	options = append(options, interceptorChain(o, service, m)...)
	if o.Tracer != nil {
		options = append(options, tracing(o.Tracer))
	}
	s := &Server{
		Server:  grpc.NewServer(append(options, extra...)...),
		service: service,
		health:  health.NewServer(),
	}
	tiyaov1.RegisterAnnotationServiceServer(s, service)
	healthv1.RegisterHealthServer(s, s.health) // of the server as a whole, "", and of the service
	s.health.SetServingStatus(tiyaov1.AnnotationService_ServiceDesc.ServiceName, healthv1.HealthCheckResponse_SERVING)
	reflection.Register(s)
	m.calls.InitializeMetrics(s)
	return s, nil
}

// maxHeaderBytes bounds the headers of a call.
const maxHeaderBytes = 64 << 10

// transport bounds connections and messages.
func transport(l Limits) []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.WaitForHandlers(true), // Stop leaves nothing behind
		grpc.ConnectionTimeout(10 * time.Second),
		grpc.MaxHeaderListSize(maxHeaderBytes), // they are read before the caller is known
		grpc.MaxRecvMsgSize(l.MaxMessageBytes),
		// Without a wait for the other side to make room: the windows that gRPC
		// starts with hold some twenty articles on a connection.
		grpc.InitialConnWindowSize(8 << 20),
		grpc.InitialWindowSize(1 << 20),
		grpc.MaxConcurrentStreams(uint32(l.MaxConnectionStreams)),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			MaxConnectionIdle:     5 * time.Minute, // others may wait for a connection
			MaxConnectionAge:      l.MaxConnectionAge,
			MaxConnectionAgeGrace: l.MaxCallDuration,
			Time:                  time.Minute, // a dead client is noticed
			Timeout:               20 * time.Second,
		}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: l.MinKeepalive, PermitWithoutStream: true}),
	}
}

// interceptorChain counts and logs calls and recovers from panics. Health checks
// are left out of the log: there are many, and they say nothing.
func interceptorChain(o Options, s *Service, m *metrics) []grpc.ServerOption {
	panics := recovery.WithRecoveryHandlerContext(func(ctx context.Context, fault any) error { return s.fault(ctx, fault) })
	calls := callLogger(o.Logger)
	logged := logging.WithLogOnEvents(logging.FinishCall)
	notHealth := selector.MatchFunc(func(_ context.Context, c interceptors.CallMeta) bool {
		return !strings.HasPrefix(c.FullMethod(), healthPrefix)
	})
	return []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(
			m.calls.UnaryServerInterceptor(),
			returnRequestID,
			selector.UnaryServerInterceptor(logging.UnaryServerInterceptor(calls, logged), notHealth),
			recovery.UnaryServerInterceptor(panics),
		),
		grpc.ChainStreamInterceptor(
			m.calls.StreamServerInterceptor(),
			returnStreamRequestID,
			selector.StreamServerInterceptor(logging.StreamServerInterceptor(calls, logged), notHealth),
			recovery.StreamServerInterceptor(panics),
		),
	}
}

// tracing makes a span for each call, below that of the caller. Calls are
// measured by [metrics] alone.
func tracing(p trace.TracerProvider) grpc.ServerOption {
	return grpc.StatsHandler(otelgrpc.NewServerHandler(
		otelgrpc.WithTracerProvider(p),
		otelgrpc.WithMeterProvider(noop.NewMeterProvider()),
		otelgrpc.WithFilter(filters.Not(filters.HealthCheck())),
	))
}

func returnRequestID(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	if id := callOf(ctx).id; id != "" {
		_ = grpc.SetHeader(ctx, metadata.Pairs(RequestIDHeader, id)) // fails only after headers were sent
	}
	return handle(ctx, req)
}

func returnStreamRequestID(srv any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	if id := callOf(stream.Context()).id; id != "" {
		_ = stream.SetHeader(metadata.Pairs(RequestIDHeader, id)) // fails only after headers were sent
	}
	return handle(srv, stream)
}

// Shutdown reports NOT_SERVING, asks the streams to end after what they have
// read, waits for the calls under way, and cuts them off when ctx ends; it then
// returns ctx.Err(). It is to be called once.
func (s *Server) Shutdown(ctx context.Context) error {
	s.health.Shutdown()
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	close(s.service.draining)
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.Stop()
		<-done
		return ctx.Err()
	}
}

// NotServing reports NOT_SERVING, so that callers turn to other servers, while
// calls that come in all the same are served. Shutdown comes after it.
func (s *Server) NotServing() { s.health.Shutdown() }

// callLogger writes one line a call. It never sees the text of documents.
func callLogger(l *slog.Logger) logging.Logger {
	return logging.LoggerFunc(func(ctx context.Context, level logging.Level, msg string, fields ...any) {
		l.Log(ctx, slog.Level(level), msg, fields...)
	})
}
