// Package server implements the gRPC AnnotationService over package nlp.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
	"github.com/tiyao/tiyao/server/internal/admission"
	"github.com/tiyao/tiyao/server/internal/auth"
)

// Annotator is what the service needs of the library below it.
// [nlp.Annotator] implements it.
type Annotator interface {
	Annotate(context.Context, nlp.Document, nlp.Features, ...nlp.RequestOption) (*nlp.Annotation, error)
	Info() nlp.Info
}

// Service implements tiyao.v1.AnnotationService. It is safe for concurrent use.
type Service struct {
	tiyaov1.UnimplementedAnnotationServiceServer

	annotator Annotator
	validator protovalidate.Validator
	limits    Limits
	unary     *admission.Gate
	bulk      *admission.Gate
	rates     *auth.Rates // nil: callers may go as fast as they like
	metrics   *metrics
	log       *slog.Logger
	draining  chan struct{} // closed when streams shall end
}

// newService returns a service over a. o has its defaults.
func newService(a Annotator, o Options, m *metrics) (*Service, error) {
	v, err := protovalidate.New(protovalidate.WithMessages(
		&tiyaov1.AnnotateTextRequest{}, &tiyaov1.BatchAnnotateTextRequest{}, &tiyaov1.StreamAnnotateTextRequest{},
	))
	if err != nil {
		return nil, fmt.Errorf("server: compile request rules: %w", err)
	}
	s := &Service{
		annotator: a,
		validator: v,
		limits:    o.Limits,
		unary:     admission.NewGate(o.Limits.unary()),
		bulk:      admission.NewGate(o.Limits.bulk()),
		metrics:   m,
		log:       o.Logger,
		draining:  make(chan struct{}),
	}
	if o.Limits.CallerRate > 0 {
		s.rates = auth.NewRates(o.Limits.CallerRate, o.Limits.CallerBurst)
	}
	return s, errors.Join(
		registerGate(o.Registry, "unary", s.unary),
		registerGate(o.Registry, "bulk", s.bulk),
	)
}

// options is the part that all annotating requests have in common.
type options interface {
	proto.Message
	GetFeatures() *tiyaov1.Features
	GetOffsetEncoding() tiyaov1.OffsetEncoding
	GetCustomTerms() []*tiyaov1.CustomTerm
	GetSegmenter() tiyaov1.Segmenter
}

// plan is the common part of a request, checked and translated.
type plan struct {
	features nlp.Features
	encoding document.Encoding
	options  []nlp.RequestOption
}

// plan checks req and translates its common part.
func (s *Service) plan(req options) (plan, error) {
	if err := s.validator.Validate(req); err != nil {
		return plan{}, err
	}
	opts, err := requestOptions(req)
	if err != nil {
		return plan{}, err
	}
	return plan{features(req.GetFeatures()), encodings.from(req.GetOffsetEncoding()), opts}, nil
}

// longBytes is the size from which a document is bulk work also in a unary call.
// It is twenty times an article; a few would hold up all others.
const longBytes = 64 << 10

// gate returns that of a unary call with a document.
func (s *Service) gate(d *tiyaov1.Document) *admission.Gate {
	if size(d) >= longBytes {
		return s.bulk
	}
	return s.unary
}

// size returns what a document counts for in the bytes in flight.
func size(d *tiyaov1.Document) int64 { return int64(len(d.GetContent()) + len(d.GetTitle())) }

// annotate annotates one checked document of a call of a kind when its turn in
// the queue of g has come.
func (s *Service) annotate(ctx context.Context, kind string, g *admission.Gate, doc *tiyaov1.Document, p plan) (*tiyaov1.Annotations, error) {
	ctx, cancel := context.WithTimeout(ctx, s.limits.MaxCallDuration)
	defer cancel()
	a, err := s.annotateInTurn(ctx, kind, g, doc, p)
	s.metrics.annotated(kind, statusOf(err, "document").Code())
	return a, err
}

func (s *Service) annotateInTurn(ctx context.Context, kind string, g *admission.Gate, doc *tiyaov1.Document, p plan) (out *tiyaov1.Annotations, err error) {
	if err := s.keepRate(ctx, kind); err != nil {
		return nil, err
	}
	class := "bulk"
	if g == s.unary {
		class = "unary"
	}
	start := time.Now()
	done, err := g.Start(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	s.metrics.queued.WithLabelValues(class).Observe(time.Since(start).Seconds())
	// Documents of a batch or stream have goroutines of their own, where a panic
	// would end the program.
	defer func() {
		if fault := recover(); fault != nil {
			err = s.fault(ctx, fault)
		}
	}()
	a, err := s.annotator.Annotate(ctx, source(doc), p.features, p.options...)
	if err != nil {
		return nil, err
	}
	s.metrics.returned(len(doc.GetContent()), a)
	return annotations(a, p.encoding), nil
}

// keepRate takes one document from what the caller may send: a unary call fails
// where there is none left, other documents wait.
func (s *Service) keepRate(ctx context.Context, kind string) error {
	caller := callOf(ctx).caller
	switch {
	case s.rates == nil:
		return nil
	case kind != "unary":
		return s.rates.Wait(ctx, caller)
	}
	if wait, ok := s.rates.Allow(caller); !ok {
		return rateLimited(wait).Err()
	}
	return nil
}

// fault reports a panic to the log, and hides it from the caller.
func (s *Service) fault(ctx context.Context, fault any) error {
	s.metrics.panics.Inc()
	s.log.ErrorContext(ctx, "panic", "value", fmt.Sprint(fault), "request_id", callOf(ctx).id, "stack", string(debug.Stack()))
	return newStatus(codes.Internal, ReasonInternal, "internal error").Err()
}

// AnnotateText implements the rpc.
func (s *Service) AnnotateText(ctx context.Context, req *tiyaov1.AnnotateTextRequest) (*tiyaov1.AnnotateTextResponse, error) {
	p, err := s.plan(req)
	if err != nil {
		return nil, statusOf(err, "document").Err()
	}
	gate := s.gate(req.GetDocument())
	release, err := gate.TryHold(size(req.GetDocument()))
	if err != nil {
		return nil, statusOf(err, "document").Err()
	}
	defer release()
	a, err := s.annotate(ctx, "unary", gate, req.GetDocument(), p)
	if err != nil {
		return nil, statusOf(err, "document").Err()
	}
	return &tiyaov1.AnnotateTextResponse{Annotations: a}, nil
}

// BatchAnnotateText implements the rpc.
func (s *Service) BatchAnnotateText(ctx context.Context, req *tiyaov1.BatchAnnotateTextRequest) (*tiyaov1.BatchAnnotateTextResponse, error) {
	p, err := s.plan(req)
	if err != nil {
		return nil, statusOf(err, "documents").Err()
	}
	var bytes int64
	for _, doc := range req.GetDocuments() {
		bytes += size(doc)
	}
	release, err := s.bulk.TryHold(bytes)
	if err != nil {
		return nil, statusOf(err, "documents").Err()
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.limits.MaxCallDuration)
	defer cancel()
	type item struct {
		index int
		doc   *tiyaov1.Document
	}
	items := func(yield func(item, error) bool) {
		for i, doc := range req.GetDocuments() {
			if !yield(item{i, doc}, nil) {
				return
			}
		}
	}
	work := func(ctx context.Context, it item) *tiyaov1.AnnotationResult {
		a, err := s.annotateMember(ctx, it.doc, p)
		return result(it.doc.GetId(), a, statusOf(err, fmt.Sprintf("documents[%d]", it.index)))
	}
	resp := &tiyaov1.BatchAnnotateTextResponse{}
	collect := func(r *tiyaov1.AnnotationResult) error {
		resp.Results = append(resp.Results, r)
		return nil
	}
	if err := inOrder(ctx, s.limits.MaxDocuments, items, work, collect); err != nil {
		return nil, statusOf(err, "documents").Err()
	}
	return resp, nil
}

// annotateMember checks and annotates one document of a batch. The document is
// checked as part of a single request, so that it obeys the same rules.
func (s *Service) annotateMember(ctx context.Context, doc *tiyaov1.Document, p plan) (*tiyaov1.Annotations, error) {
	if err := s.validator.Validate(&tiyaov1.AnnotateTextRequest{Document: doc}); err != nil {
		return nil, err
	}
	return s.annotate(ctx, "batch", s.bulk, doc, p)
}

// GetServiceInfo implements the rpc.
func (s *Service) GetServiceInfo(context.Context, *tiyaov1.GetServiceInfoRequest) (*tiyaov1.GetServiceInfoResponse, error) {
	info := s.annotator.Info()
	resp := serviceInfo(info)
	resp.Build = buildInfo()
	resp.Limits = &tiyaov1.Limits{
		MaxContentBytes:   int64(info.MaxContentBytes),
		MaxBatchDocuments: maxItems(&tiyaov1.BatchAnnotateTextRequest{}, "documents"),
		MaxCustomTerms:    maxItems(&tiyaov1.AnnotateTextRequest{}, "custom_terms"),
		MaxMessageBytes:   int64(s.limits.MaxMessageBytes),
	}
	return resp, nil
}

// result returns what became of the document id: a, or failure unless nil.
func result(id string, a *tiyaov1.Annotations, failure *status.Status) *tiyaov1.AnnotationResult {
	r := &tiyaov1.AnnotationResult{DocumentId: id}
	if failure != nil {
		r.Result = &tiyaov1.AnnotationResult_Error{Error: failure.Proto()}
	} else {
		r.Result = &tiyaov1.AnnotationResult_Annotations{Annotations: a}
	}
	return r
}
