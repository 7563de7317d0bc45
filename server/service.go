// Package server implements the gRPC AnnotationService over package nlp.
package server

import (
	"context"
	"fmt"
	"io"
	"iter"
	"runtime"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
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

	annotator       Annotator
	validator       protovalidate.Validator
	workers         int // documents of one call that are annotated at a time
	maxMessageBytes int
}

// NewService returns a service over a, to be served with messages of at most
// maxMessageBytes.
func NewService(a Annotator, maxMessageBytes int) (*Service, error) {
	v, err := protovalidate.New(protovalidate.WithMessages(
		&tiyaov1.AnnotateTextRequest{}, &tiyaov1.BatchAnnotateTextRequest{}, &tiyaov1.StreamAnnotateTextRequest{},
	))
	if err != nil {
		return nil, fmt.Errorf("server: compile request rules: %w", err)
	}
	return &Service{annotator: a, validator: v, workers: runtime.GOMAXPROCS(0), maxMessageBytes: maxMessageBytes}, nil
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

// annotate annotates one checked document.
func (s *Service) annotate(ctx context.Context, doc *tiyaov1.Document, p plan) (*tiyaov1.Annotations, error) {
	a, err := s.annotator.Annotate(ctx, source(doc), p.features, p.options...)
	if err != nil {
		return nil, err
	}
	return annotations(a, p.encoding), nil
}

// AnnotateText implements the rpc.
func (s *Service) AnnotateText(ctx context.Context, req *tiyaov1.AnnotateTextRequest) (*tiyaov1.AnnotateTextResponse, error) {
	p, err := s.plan(req)
	if err != nil {
		return nil, statusOf(err, "document").Err()
	}
	a, err := s.annotate(ctx, req.GetDocument(), p)
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
	if err := inOrder(ctx, s.workers, items, work, collect); err != nil {
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
	return s.annotate(ctx, doc, p)
}

// StreamAnnotateText implements the rpc.
func (s *Service) StreamAnnotateText(stream tiyaov1.AnnotationService_StreamAnnotateTextServer) error {
	work := func(ctx context.Context, req *tiyaov1.StreamAnnotateTextRequest) *tiyaov1.AnnotationResult {
		var a *tiyaov1.Annotations
		p, err := s.plan(req)
		if err == nil {
			a, err = s.annotate(ctx, req.GetDocument(), p)
		}
		return result(req.GetDocument().GetId(), a, statusOf(err, "document"))
	}
	send := func(r *tiyaov1.AnnotationResult) error {
		return stream.Send(&tiyaov1.StreamAnnotateTextResponse{Result: r})
	}
	if err := inOrder(stream.Context(), s.workers, received(stream), work, send); err != nil {
		return statusOf(err, "document").Err()
	}
	return nil
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
		MaxMessageBytes:   int64(s.maxMessageBytes),
	}
	return resp, nil
}

// received yields the requests of a stream until the caller closes it.
func received(stream tiyaov1.AnnotationService_StreamAnnotateTextServer) iter.Seq2[*tiyaov1.StreamAnnotateTextRequest, error] {
	return func(yield func(*tiyaov1.StreamAnnotateTextRequest, error) bool) {
		for {
			req, err := stream.Recv()
			if err == io.EOF {
				return
			}
			if !yield(req, err) || err != nil {
				return
			}
		}
	}
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
