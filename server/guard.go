package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/tap"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
	"github.com/tiyao/tiyao/server/internal/admission"
	"github.com/tiyao/tiyao/server/internal/auth"
)

// Authenticator tells whose a bearer token is. It must be safe for concurrent
// use, and must not let the time it takes tell anything about the tokens.
type Authenticator interface {
	Caller(token string) (name string, ok bool)
}

// healthPrefix is that of the methods that everyone may call at any time.
const healthPrefix = "/grpc.health.v1.Health/"

// RequestIDHeader is the metadata key of a call's id. A caller may choose it; it
// comes back with the response and stands in the log.
const RequestIDHeader = "x-request-id"

// guard decides which calls come in. It sees a call before its message is read,
// so that a caller who is refused cannot make the server read and decode.
type guard struct {
	auth     Authenticator // nil: everyone may call
	unary    *admission.Gate
	maxCalls int64
	log      *slog.Logger
	metrics  *metrics
	calls    atomic.Int64

	// Made once: under overload most calls end with them.
	full, busy *status.Status
}

func newGuard(o Options, unary *admission.Gate, m *metrics) (*guard, error) {
	g := &guard{
		auth: o.Auth, unary: unary, maxCalls: int64(o.Limits.MaxCalls), log: o.Logger, metrics: m,
		full: overloaded("the server is at capacity"), busy: overloaded("too many calls are under way"),
	}
	opts := prometheus.GaugeOpts{Name: "tiyao_calls", Help: "Calls under way, beside health checks."}
	if err := o.Registry.Register(prometheus.NewGaugeFunc(opts, func() float64 { return float64(g.calls.Load()) })); err != nil {
		return nil, fmt.Errorf("server: metrics: %w", err)
	}
	return g, nil
}

// admit is a [tap.ServerInHandle]. The context it returns holds the caller and
// the request id.
func (g *guard) admit(ctx context.Context, info *tap.Info) (context.Context, error) {
	if strings.HasPrefix(info.FullMethodName, healthPrefix) {
		return ctx, nil
	}
	caller, refusal := g.authenticate(ctx, info.Header)
	if refusal == nil {
		refusal = g.enter(info.FullMethodName)
	}
	if refusal != nil {
		g.refuse(ctx, info.FullMethodName, caller, refusal)
		return nil, refusal.Err()
	}
	// The context ends with the call, whether or not its message ever came.
	context.AfterFunc(ctx, func() { g.calls.Add(-1) })
	id := requestID(info.Header)
	fields := logging.Fields{"request_id", id}
	if caller != "" {
		fields = append(fields, "caller", caller)
	}
	return context.WithValue(logging.InjectFields(ctx, fields), callKey{}, call{caller, id}), nil
}

// enter counts a call in, unless there is no room for it.
func (g *guard) enter(method string) (refusal *status.Status) {
	if method == tiyaov1.AnnotationService_AnnotateText_FullMethodName && g.unary.Full() {
		return g.full
	}
	if g.calls.Add(1) > g.maxCalls {
		g.calls.Add(-1)
		return g.busy
	}
	return nil
}

// authenticate returns the name of the caller: that of the token where tokens
// are asked for, else that of the client certificate, if there is one.
func (g *guard) authenticate(ctx context.Context, header metadata.MD) (caller string, refusal *status.Status) {
	if g.auth == nil {
		return certificateName(ctx), nil
	}
	values := header.Get("authorization")
	if len(values) != 1 {
		return "", unauthenticated("the call needs one authorization header with a bearer token")
	}
	token, ok := auth.Bearer(values[0])
	if !ok {
		return "", unauthenticated("the authorization header holds no bearer token")
	}
	if caller, ok = g.auth.Caller(token); !ok {
		return "", unauthenticated("the token is not known")
	}
	return caller, nil
}

func (g *guard) refuse(ctx context.Context, method, caller string, refusal *status.Status) {
	g.metrics.refused.WithLabelValues(refusal.Code().String()).Inc()
	level := slog.LevelWarn
	if refusal.Code() == codes.ResourceExhausted {
		level = slog.LevelDebug // there are many when there are any
	}
	if !g.log.Enabled(ctx, level) {
		return
	}
	address := ""
	if p, ok := peer.FromContext(ctx); ok {
		address = p.Addr.String()
	}
	g.log.Log(ctx, level, "refused call", "method", method, "code", refusal.Code().String(),
		"reason", refusal.Message(), "caller", caller, "peer", address)
}

// certificateName returns the common name of the client's verified certificate.
func certificateName(ctx context.Context) string {
	p, ok := peer.FromContext(ctx)
	if !ok {
		return ""
	}
	info, ok := p.AuthInfo.(credentials.TLSInfo)
	if !ok || len(info.State.VerifiedChains) == 0 {
		return ""
	}
	return info.State.VerifiedChains[0][0].Subject.CommonName
}

// call is what is known of a call under way.
type call struct{ caller, id string }

type callKey struct{}

func callOf(ctx context.Context) call {
	c, _ := ctx.Value(callKey{}).(call)
	return c
}

// requestID returns the id that the caller chose, if it is fit for a log, or a
// new one.
func requestID(header metadata.MD) string {
	if values := header.Get(RequestIDHeader); len(values) == 1 && isID(values[0]) {
		return values[0]
	}
	return rand.Text()
}

func isID(s string) bool {
	if s == "" || len(s) > 128 {
		return false
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
