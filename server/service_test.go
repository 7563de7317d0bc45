package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// failure is what a caller can tell an error by.
type failure struct {
	Code   codes.Code
	Reason string
	Field  string
}

func failureOf(t *testing.T, err error) failure {
	t.Helper()
	s := status.Convert(err)
	f := failure{Code: s.Code()}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() != Domain {
				t.Errorf("domain is %q, want %q", d.GetDomain(), Domain)
			}
			f.Reason = d.GetReason()
		case *errdetails.BadRequest:
			f.Field = d.GetFieldViolations()[0].GetField()
		}
	}
	return f
}

func doc(content string) *tiyaov1.Document { return &tiyaov1.Document{Id: content, Content: content} }

func TestAnnotateTextErrors(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	invalid := func(field string) failure { return failure{codes.InvalidArgument, ReasonFieldInvalid, field} }
	terms := make([]*tiyaov1.CustomTerm, 1001)
	for i := range terms {
		terms[i] = &tiyaov1.CustomTerm{Text: fmt.Sprint(i), Type: tiyaov1.EntityType_ENTITY_TYPE_COMPANY}
	}
	for _, test := range []struct {
		name string
		req  *tiyaov1.AnnotateTextRequest
		want failure
	}{
		{"no document", &tiyaov1.AnnotateTextRequest{}, invalid("document")},
		{"no content", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Id: "1"}}, invalid("document.content")},
		{"long id", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "x", Id: strings.Repeat("x", 1025)}}, invalid("document.id")},
		{"long title", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "x", Title: strings.Repeat("x", 4097)}}, invalid("document.title")},
		{"unknown content type", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "x", ContentType: 99}}, invalid("document.content_type")},
		{"bad language", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "x", Language: "中文"}}, invalid("document.language")},
		{"bad time", &tiyaov1.AnnotateTextRequest{Document: &tiyaov1.Document{Content: "x", PublishTime: &timestamppb.Timestamp{Seconds: -99999999999}}}, invalid("document.publish_time")},
		{"unknown segmenter", &tiyaov1.AnnotateTextRequest{Document: doc("x"), Segmenter: 99}, invalid("segmenter")},
		{"unknown encoding", &tiyaov1.AnnotateTextRequest{Document: doc("x"), OffsetEncoding: 99}, invalid("offset_encoding")},
		{"empty term", &tiyaov1.AnnotateTextRequest{Document: doc("x"), CustomTerms: []*tiyaov1.CustomTerm{{Type: 1}}}, invalid("custom_terms[0].text")},
		{"untyped term", &tiyaov1.AnnotateTextRequest{Document: doc("x"), CustomTerms: []*tiyaov1.CustomTerm{{Text: "x"}}}, invalid("custom_terms[0].type")},
		{"too many terms", &tiyaov1.AnnotateTextRequest{Document: doc("x"), CustomTerms: terms}, invalid("custom_terms")},
		{"blank term", &tiyaov1.AnnotateTextRequest{Document: doc("x"), CustomTerms: []*tiyaov1.CustomTerm{{Text: " ", Type: 1}}}, failure{codes.InvalidArgument, "TERM_INVALID", "custom_terms"}},
		{"refused content", &tiyaov1.AnnotateTextRequest{Document: doc("refused")}, failure{codes.InvalidArgument, "CONTENT_TOO_LARGE", "document.content"}},
		{"panic", &tiyaov1.AnnotateTextRequest{Document: doc("panic")}, failure{codes.Internal, ReasonInternal, ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := service.AnnotateText(t.Context(), test.req)
			if diff := cmp.Diff(test.want, failureOf(t, err)); diff != "" {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func TestCallsAreCutOff(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{Limits: Limits{MaxCallDuration: time.Millisecond}}))
	want := failure{codes.DeadlineExceeded, ReasonDeadlineExceeded, ""}
	_, err := service.AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("forever")})
	if got := failureOf(t, err); got != want {
		t.Errorf("unary: got %v, want %v", got, want)
	}
	_, err = service.BatchAnnotateText(t.Context(), &tiyaov1.BatchAnnotateTextRequest{Documents: []*tiyaov1.Document{doc("forever")}})
	if got := failureOf(t, err); got != want {
		t.Errorf("batch: got %v, want %v", got, want)
	}
	stream, err := service.StreamAnnotateText(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"forever", "a"} {
		if err := stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc(content)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"forever DeadlineExceeded DEADLINE_EXCEEDED ", "a"} {
		resp, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if got := summary(t, []*tiyaov1.AnnotationResult{resp.GetResult()}); got[0] != want {
			t.Errorf("stream: got %q, want %q", got[0], want)
		}
	}
}

// rawCodec sends and receives bytes as they are.
type rawCodec struct{}

func (rawCodec) Marshal(v any) ([]byte, error) { return v.([]byte), nil }
func (rawCodec) Name() string                  { return "proto" }

func (rawCodec) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = slices.Clone(data)
	return nil
}

// A message that does not decode never reaches the service: grpc itself answers.
func TestMalformedMessagesHarmNoOtherCall(t *testing.T) {
	conn := serve(t, Options{})
	for name, message := range map[string][]byte{
		"not protobuf": {0xff, 0xff, 0xff},
		"not UTF-8":    {0x0a, 0x03, 0x12, 0x01, 0xff}, // document.content = "\xff"
	} {
		var out []byte
		err := conn.Invoke(t.Context(), tiyaov1.AnnotationService_AnnotateText_FullMethodName, message, &out, grpc.ForceCodec(rawCodec{}))
		if status.Code(err) != codes.Internal {
			t.Errorf("%s: %v, want INTERNAL", name, err)
		}
		if _, err := tiyaov1.NewAnnotationServiceClient(conn).AnnotateText(t.Context(), &tiyaov1.AnnotateTextRequest{Document: doc("x")}); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
}

// mixed are documents of which some fail, and slow ones stand before fast ones.
var mixed = []string{"slow1", "a", "refused", "", "b", "slow2", "panic", "c"}

// summary returns the id of each result, with the failure it holds.
func summary(t *testing.T, results []*tiyaov1.AnnotationResult) []string {
	t.Helper()
	var out []string
	for _, r := range results {
		line := r.GetDocumentId()
		if r.GetError() != nil {
			f := failureOf(t, status.ErrorProto(r.GetError()))
			line += fmt.Sprintf(" %s %s %s", f.Code, f.Reason, f.Field)
		} else if got := r.GetAnnotations().GetText(); got != line {
			line += " has the text of " + got
		}
		out = append(out, line)
	}
	return out
}

func TestBatch(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	req := &tiyaov1.BatchAnnotateTextRequest{}
	for _, content := range mixed {
		req.Documents = append(req.Documents, doc(content))
	}
	resp, err := service.BatchAnnotateText(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"slow1", "a",
		"refused InvalidArgument CONTENT_TOO_LARGE documents[2].content",
		" InvalidArgument FIELD_INVALID documents[3].content",
		"b", "slow2", "panic Internal INTERNAL ", "c",
	}
	if diff := cmp.Diff(want, summary(t, resp.GetResults())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBatchBounds(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	for _, n := range []int{0, 101} {
		req := &tiyaov1.BatchAnnotateTextRequest{}
		for range n {
			req.Documents = append(req.Documents, doc("x"))
		}
		_, err := service.BatchAnnotateText(t.Context(), req)
		if got, want := failureOf(t, err), (failure{codes.InvalidArgument, ReasonFieldInvalid, "documents"}); got != want {
			t.Errorf("%d documents: got %v, want %v", n, got, want)
		}
	}
}

func TestStream(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	stream, err := service.StreamAnnotateText(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range mixed {
		if err := stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc(content)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	var results []*tiyaov1.AnnotationResult
	for {
		resp, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, resp.GetResult())
	}
	want := []string{
		"slow1", "a",
		"refused InvalidArgument CONTENT_TOO_LARGE document.content",
		" InvalidArgument FIELD_INVALID document.content",
		"b", "slow2", "panic Internal INTERNAL ", "c",
	}
	if diff := cmp.Diff(want, summary(t, results)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestStreamEndsWhenTheCallerLeaves(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	ctx, cancel := context.WithCancel(t.Context())
	stream, err := service.StreamAnnotateText(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc("forever")}); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := stream.Recv(); status.Code(err) != codes.Canceled {
		t.Errorf("got %v, want CANCELED", err)
	}
}

func TestGetServiceInfo(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{Limits: Limits{MaxMessageBytes: 5000}}))
	info, err := service.GetServiceInfo(t.Context(), &tiyaov1.GetServiceInfoRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want := &tiyaov1.Limits{MaxContentBytes: 1000, MaxBatchDocuments: 100, MaxCustomTerms: 1000, MaxMessageBytes: 5000}
	if !proto.Equal(info.GetLimits(), want) {
		t.Errorf("limits are %v, want %v", info.GetLimits(), want)
	}
	if got := len(info.GetEntityTypes()); got != 5 {
		t.Errorf("%d entity types, want 5", got)
	}
	if got := info.GetSegmenters()[0]; got.GetSegmenter() != tiyaov1.Segmenter_SEGMENTER_GSE || !got.GetDefault() {
		t.Errorf("first segmenter is %v", got)
	}
	if info.GetBuild().GetGoVersion() == "" {
		t.Error("no Go version")
	}
}

// A stream on which the server waits for a request ends with its caller, too:
// else Stop, which waits for all handlers, would never return.
func TestIdleStreamsEndWhenTheCallerLeaves(t *testing.T) {
	service := tiyaov1.NewAnnotationServiceClient(serve(t, Options{}))
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		stream, err := service.StreamAnnotateText(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := stream.Send(&tiyaov1.StreamAnnotateTextRequest{Document: doc("a")}); err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Recv(); err != nil {
			t.Fatal(err)
		}
		cancel()
	}
}
