package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/tiyao/tiyao/nlp"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// values returns the metrics of r whose name starts with prefix: counters and
// gauges by their value, histograms by their number of observations.
func values(t *testing.T, r *prometheus.Registry, prefix string) []string {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range families {
		if !strings.HasPrefix(f.GetName(), prefix) {
			continue
		}
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			value := m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			if value != 0 {
				out = append(out, fmt.Sprintf("%s %s %v", f.GetName(), strings.Join(labels, ","), value))
			}
		}
	}
	return out
}

func TestMetrics(t *testing.T) {
	r := prometheus.NewRegistry()
	conn := serve(t, Options{Registry: r, Auth: names{"ana's": "ana"}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	everyCall(ctx, conn) // refused
	service := tiyaov1.NewAnnotationServiceClient(conn)
	ctx = withToken(t.Context(), "ana's")
	batch := &tiyaov1.BatchAnnotateTextRequest{}
	for _, content := range []string{"四个汉字", "refused", "panic"} {
		batch.Documents = append(batch.Documents, doc(content))
	}
	if _, err := service.BatchAnnotateText(ctx, batch); err != nil {
		t.Fatal(err)
	}
	if _, err := service.AnnotateText(ctx, &tiyaov1.AnnotateTextRequest{Document: doc("a")}); err != nil {
		t.Fatal(err)
	}
	got := slices.DeleteFunc(values(t, r, "tiyao_"), func(s string) bool { return strings.HasPrefix(s, "tiyao_build_info") })
	want := []string{
		"tiyao_annotations_total sentence 2",
		"tiyao_content_bytes_total  13",
		"tiyao_documents_total batch,Internal 1",
		"tiyao_documents_total batch,InvalidArgument 1",
		"tiyao_documents_total batch,OK 1",
		"tiyao_documents_total unary,OK 1",
		"tiyao_panics_total  1",
		"tiyao_queue_seconds bulk 3",
		"tiyao_queue_seconds unary 1",
		"tiyao_refused_calls_total Unauthenticated 5",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(values(t, r, "tiyao_build_info")) != 1 || len(values(t, r, "grpc_server_handling_seconds")) == 0 {
		t.Error("no build info, or no latencies")
	}
}

func TestTraceHasASpanForEachStage(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	provider := trace.NewTracerProvider(trace.WithSpanProcessor(recorder))
	observer, err := StageObserver(prometheus.NewRegistry(), provider.Tracer("test"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := nlp.New(nlp.WithObserver(observer))
	if err != nil {
		t.Fatal(err)
	}
	conn := serveOver(t, a, Options{Tracer: provider})
	if _, err := tiyaov1.NewAnnotationServiceClient(conn).AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("联想集团增长128%。")}); err != nil {
		t.Fatal(err)
	}
	if err := provider.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var call string
	var stages []string
	for _, s := range recorder.Started() {
		if !s.Parent().IsValid() {
			call = s.Name()
			continue
		}
		stages = append(stages, s.Name())
	}
	if call != "tiyao.v1.AnnotationService/AnnotateText" {
		t.Errorf("the call is %q", call)
	}
	if diff := cmp.Diff("parse segment entities roles figures keywords topics", strings.Join(stages, " ")); diff != "" {
		t.Error(diff)
	}
}
