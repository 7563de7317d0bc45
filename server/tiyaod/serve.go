package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/net/netutil"
	"google.golang.org/grpc"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
	"github.com/tiyao/tiyao/server/internal/watch"
)

// serve serves until ctx ends, then lets the calls under way finish. Each value
// from reload has the files of lexicons, topics, tokens and certificates read.
func serve(ctx context.Context, c *config, reload <-chan os.Signal, log *slog.Logger) (err error) {
	processors := leaveProcessors()
	c.MaxDocuments = cmp.Or(c.MaxDocuments, processors)
	// Listening comes first: a taken port is known before the models are loaded.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer listener.Close()
	registry := newRegistry()
	admin, err := startAdmin(ctx, c, registry, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.stop()) }()
	traces, err := newTracerProvider(ctx, c)
	if err != nil {
		return err
	}
	if traces != nil {
		otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("traces", "error", err) }))
		defer func() { err = errors.Join(err, shutdownTraces(traces)) }()
	}

	start := time.Now()
	s, files, err := newServer(c, registry, traces, log)
	if err != nil {
		return err
	}
	defer watching(ctx, files, c, reload, log)()
	served := make(chan error, 1)
	go func() { served <- s.Serve(netutil.LimitListener(listener, c.MaxConnections)) }()
	admin.ready.Store(true)
	log.Info("serving", "address", listener.Addr().String(), "version", version(), "segmenter", c.Segmenter,
		"tls", c.TLSCert != "", "tokens", c.Tokens != "", "loaded_in", time.Since(start))

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	admin.ready.Store(false)
	stop(s, c, log)
	return <-served
}

// leaveProcessors returns the number of processors, and has Go run goroutines on
// twice as many threads and one more: one for each document that is annotated at
// a time, unary or not, and one for the network. Annotating never blocks. If
// documents could take all threads, goroutines that the network wakes would wait
// for them, for a tenth of a second under load; now the kernel lets them pass.
// A GOMAXPROCS that the operator sets is left as it is.
func leaveProcessors() int {
	n := runtime.GOMAXPROCS(0)
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2*n + 1)
	}
	return n
}

// newServer loads models and files, and returns the server over them and the
// files to watch.
func newServer(c *config, registry *prometheus.Registry, traces *sdktrace.TracerProvider, log *slog.Logger) (*server.Server, watch.Set, error) {
	o := server.Options{Logger: log, Limits: c.limits(), Registry: registry}
	var tracer trace.Tracer
	if traces != nil {
		o.Tracer, tracer = traces, traces.Tracer("github.com/tiyao/tiyao/nlp")
	}
	var files watch.Set
	var transport []grpc.ServerOption
	if c.TLSCert != "" {
		v, err := openTLS(c)
		if err != nil {
			return nil, nil, err
		}
		files, transport = append(files, v), append(transport, grpc.Creds(transportCredentials(v)))
		if err := registry.Register(expiry(v)); err != nil {
			return nil, nil, err
		}
	}
	if c.Tokens != "" {
		t, err := openTokens(c.Tokens)
		if err != nil {
			return nil, nil, err
		}
		files, o.Auth = append(files, t), t
		if c.TLSCert == "" {
			log.Warn("tokens come in the clear: set tls-cert, or keep the service behind something that encrypts")
		}
	}
	observer, err := server.StageObserver(registry, tracer)
	if err != nil {
		return nil, nil, err
	}
	base, err := nlp.New(c.annotatorOptions(observer)...)
	if err != nil {
		return nil, nil, err
	}
	var annotator server.Annotator = base
	if len(c.Lexicon)+len(c.Topics) > 0 {
		l, err := openLive(c, base)
		if err != nil {
			return nil, nil, err
		}
		annotator, files = l, append(files, l.files...)
	}
	if err := registry.Register(newReloadMetrics(files)); err != nil {
		return nil, nil, err
	}
	s, err := server.New(annotator, o, transport...)
	return s, files, err
}

// watching reloads files in the background until the function it returns is
// called.
func watching(ctx context.Context, files watch.Set, c *config, reload <-chan os.Signal, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { files.Run(ctx, c.ReloadInterval, reload, log) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// stop ends s as the settings say.
func stop(s *server.Server, c *config, log *slog.Logger) {
	log.Info("stopping", "delay", c.ShutdownDelay, "timeout", c.ShutdownTimeout)
	s.NotServing()
	time.Sleep(c.ShutdownDelay)
	deadline, cancel := context.WithTimeout(context.Background(), c.ShutdownTimeout)
	defer cancel()
	if err := s.Shutdown(deadline); err != nil {
		log.Warn("calls were cut off", "after", c.ShutdownTimeout)
	}
	log.Info("stopped")
}

// shutdownTraces sends the traces that are left.
func shutdownTraces(p *sdktrace.TracerProvider) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return p.Shutdown(ctx)
}
