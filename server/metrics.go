package server

import (
	"context"
	"fmt"
	"time"

	grpcprom "github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/codes"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server/internal/admission"
)

// latencyBuckets are the upper bounds, in seconds, of call and stage times.
var latencyBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// metrics is what the server counts. Names and labels are part of its interface:
// dashboards rely on them.
type metrics struct {
	calls       *grpcprom.ServerMetrics
	refused     *prometheus.CounterVec
	documents   *prometheus.CounterVec
	bytes       prometheus.Counter
	annotations *prometheus.CounterVec
	queued      *prometheus.HistogramVec
	panics      prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		calls: grpcprom.NewServerMetrics(grpcprom.WithServerHandlingTimeHistogram(grpcprom.WithHistogramBuckets(latencyBuckets))),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiyao_refused_calls_total", Help: "Calls refused before their message was read.",
		}, []string{"code"}),
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiyao_documents_total", Help: "Documents by kind of call and by what became of them.",
		}, []string{"call", "code"}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tiyao_content_bytes_total", Help: "Bytes of content that were annotated.",
		}),
		annotations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiyao_annotations_total", Help: "Annotations returned, by kind.",
		}, []string{"kind"}),
		queued: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tiyao_queue_seconds", Help: "How long documents waited for their turn.", Buckets: latencyBuckets,
		}, []string{"class"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tiyao_panics_total", Help: "Faults of the program that a call ran into.",
		}),
	}
	for _, c := range []prometheus.Collector{
		m.calls, m.refused, m.documents, m.bytes, m.annotations, m.queued, m.panics, newBuildInfo(),
	} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("server: metrics: %w", err)
		}
	}
	return m, nil
}

// newBuildInfo returns a gauge that is always 1, whose labels say what runs.
func newBuildInfo() prometheus.Collector {
	b := buildInfo()
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "tiyao_build_info", Help: "What the program was built from; always 1.",
		ConstLabels: prometheus.Labels{"version": b.GetVersion(), "revision": b.GetRevision(), "go_version": b.GetGoVersion()},
	})
	g.Set(1)
	return g
}

// registerGate adds gauges of what a gate has let in.
func registerGate(r prometheus.Registerer, class string, g *admission.Gate) error {
	for _, gauge := range []struct {
		name, help string
		value      func(admission.Usage) int64
	}{
		{"tiyao_held_bytes", "Bytes of content in memory.", func(u admission.Usage) int64 { return u.Bytes }},
		{"tiyao_running_documents", "Documents that are annotated now.", func(u admission.Usage) int64 { return u.Running }},
		{"tiyao_waiting_documents", "Documents that wait for their turn.", func(u admission.Usage) int64 { return u.Waiting }},
	} {
		opts := prometheus.GaugeOpts{Name: gauge.name, Help: gauge.help, ConstLabels: prometheus.Labels{"class": class}}
		if err := r.Register(prometheus.NewGaugeFunc(opts, func() float64 { return float64(gauge.value(g.Usage())) })); err != nil {
			return fmt.Errorf("server: metrics: %w", err)
		}
	}
	return nil
}

// annotated counts one document of a call of a kind: unary, batch or stream.
func (m *metrics) annotated(kind string, code codes.Code) {
	m.documents.WithLabelValues(kind, code.String()).Inc()
}

// returned counts what was found in one document.
func (m *metrics) returned(contentBytes int, a *nlp.Annotation) {
	m.bytes.Add(float64(contentBytes))
	for kind, n := range map[string]int{
		"sentence": len(a.Document.Body.Sentences), "token": len(a.Document.Body.Tokens),
		"entity": len(a.Entities), "role": len(a.Roles), "figure": len(a.Figures),
		"keyword": len(a.Keywords), "topic": len(a.Topics),
	} {
		m.annotations.WithLabelValues(kind).Add(float64(n))
	}
}

// StageObserver returns an observer for [nlp.WithObserver] that registers a
// histogram of stage times with r and, if tracer is not nil, adds a span for
// each stage to the traces that are recorded.
func StageObserver(r prometheus.Registerer, tracer trace.Tracer) (nlp.Observer, error) {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "tiyao_stage_seconds", Help: "How long each stage took for a document.", Buckets: latencyBuckets,
	}, []string{"stage"})
	if err := r.Register(seconds); err != nil {
		return nil, fmt.Errorf("server: metrics: %w", err)
	}
	return func(ctx context.Context, stage string, start time.Time) {
		seconds.WithLabelValues(stage).Observe(time.Since(start).Seconds())
		if tracer == nil || !trace.SpanFromContext(ctx).IsRecording() {
			return
		}
		_, span := tracer.Start(ctx, stage, trace.WithTimestamp(start))
		span.End()
	}, nil
}
