package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/tiyao/tiyao/server/internal/watch"
)

func newLogger(c *config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// newRegistry returns metrics with those of the Go runtime and the process.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// newTracerProvider returns what sends traces to the collector at c.OTLPEndpoint,
// or nil if there is none.
func newTracerProvider(ctx context.Context, c *config) (*sdktrace.TracerProvider, error) {
	if c.OTLPEndpoint == "" {
		return nil, nil
	}
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpointURL(c.OTLPEndpoint))
	if err != nil {
		return nil, fmt.Errorf("otlp-endpoint: %w", err)
	}
	return sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(c.TraceRatio))),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "tiyaod"), attribute.String("service.version", version()),
		)),
	), nil
}

// admin serves health, metrics and profiles over HTTP.
type admin struct {
	ready  atomic.Bool // calls are served
	server *http.Server
	served chan error
}

// startAdmin serves at c.AdminListen, or nowhere if that is empty.
func startAdmin(ctx context.Context, c *config, metrics prometheus.Gatherer, log *slog.Logger) (*admin, error) {
	a := &admin{served: make(chan error, 1)}
	a.server = &http.Server{
		Handler:           a.handler(metrics, c.Pprof),
		ReadHeaderTimeout: 5 * time.Second,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	if c.AdminListen == "" {
		a.served <- http.ErrServerClosed
		return a, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.AdminListen)
	if err != nil {
		return nil, fmt.Errorf("admin-listen: %w", err)
	}
	log.Info("admin", "address", listener.Addr().String())
	go func() { a.served <- a.server.Serve(listener) }()
	return a, nil
}

func (a *admin) handler(metrics prometheus.Gatherer, profiles bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !a.ready.Load() {
			http.Error(w, "not serving", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	if profiles {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// stop ends the listener and the requests under way.
func (a *admin) stop() error {
	err := a.server.Close()
	if served := <-a.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// reloadMetrics tells of watched files. It implements [prometheus.Collector].
type reloadMetrics struct {
	set                watch.Set
	good, since, inUse *prometheus.Desc
}

func newReloadMetrics(set watch.Set) reloadMetrics {
	return reloadMetrics{
		set:   set,
		good:  prometheus.NewDesc("tiyao_last_reload_successful", "1 if the newest version of the files is in use, 0 if it cannot be used.", []string{"name"}, nil),
		since: prometheus.NewDesc("tiyao_last_reload_success_timestamp_seconds", "When the version in use was read.", []string{"name"}, nil),
		inUse: prometheus.NewDesc("tiyao_files_info", "The SHA-256 hash of the version in use; always 1.", []string{"name", "hash"}, nil),
	}
}

// Describe implements [prometheus.Collector].
func (m reloadMetrics) Describe(out chan<- *prometheus.Desc) {
	out <- m.good
	out <- m.since
	out <- m.inUse
}

// Collect implements [prometheus.Collector].
func (m reloadMetrics) Collect(out chan<- prometheus.Metric) {
	for _, s := range m.set.Statuses() {
		good := 1.0
		if s.Err != nil {
			good = 0
		}
		out <- prometheus.MustNewConstMetric(m.good, prometheus.GaugeValue, good, s.Name)
		out <- prometheus.MustNewConstMetric(m.since, prometheus.GaugeValue, float64(s.Loaded.UnixMilli())/1000, s.Name)
		out <- prometheus.MustNewConstMetric(m.inUse, prometheus.GaugeValue, 1, s.Name, s.Hash)
	}
}
