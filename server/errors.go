package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"buf.build/go/protovalidate"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server/internal/admission"
)

// Domain is the domain of every ErrorInfo that the service returns.
const Domain = "tiyao"

// The reasons that the service adds to those of package nlp. They are stable.
const (
	ReasonFieldInvalid     = "FIELD_INVALID"     // a request breaks a rule of its message
	ReasonDeadlineExceeded = "DEADLINE_EXCEEDED" // the call's time ended before the work did
	ReasonCanceled         = "CANCELED"          // the caller went away
	ReasonOverloaded       = "OVERLOADED"        // no capacity now; see RetryInfo
	ReasonRateLimited      = "RATE_LIMITED"      // the caller is too fast; see RetryInfo
	ReasonUnauthenticated  = "UNAUTHENTICATED"   // no token, or not a known one
	ReasonShuttingDown     = "SHUTTING_DOWN"     // the server ends; another may serve
	ReasonInternal         = "INTERNAL"          // a fault of the service
)

// retryAfter is how long an overloaded server asks its callers to wait.
const retryAfter = 500 * time.Millisecond

// newStatus returns a status with an ErrorInfo and further details.
func newStatus(code codes.Code, reason, message string, details ...protoadapt.MessageV1) *status.Status {
	details = append([]protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: reason, Domain: Domain}}, details...)
	s, err := status.New(code, message).WithDetails(details...)
	if err != nil { // only for codes.OK or details that do not marshal
		return status.New(codes.Internal, err.Error())
	}
	return s
}

// invalidArgument returns the status of a request whose field is wrong.
func invalidArgument(reason string, violations ...*errdetails.BadRequest_FieldViolation) *status.Status {
	message := "invalid request"
	if len(violations) > 0 {
		message = fmt.Sprintf("%s: %s", violations[0].Field, violations[0].Description)
	}
	return newStatus(codes.InvalidArgument, reason, message, &errdetails.BadRequest{FieldViolations: violations})
}

// overloaded returns the status of a request that finds no capacity.
func overloaded(message string) *status.Status {
	return newStatus(codes.ResourceExhausted, ReasonOverloaded, message,
		&errdetails.RetryInfo{RetryDelay: durationpb.New(retryAfter)})
}

// rateLimited returns the status of a caller who may send again after wait.
func rateLimited(wait time.Duration) *status.Status {
	return newStatus(codes.ResourceExhausted, ReasonRateLimited, "the caller sends too many documents",
		&errdetails.RetryInfo{RetryDelay: durationpb.New(wait)})
}

// unauthenticated returns the status of a call whose caller is not known.
func unauthenticated(message string) *status.Status {
	return newStatus(codes.Unauthenticated, ReasonUnauthenticated, message)
}

// statusOf translates an error of the layers below into the vocabulary of the
// API; nil for nil. Fields of the document are named below documentPath:
// "document", or "documents[3]" in a batch.
func statusOf(err error, documentPath string) *status.Status {
	if err == nil {
		return nil
	}
	var (
		input      *nlp.InputError
		validation *protovalidate.ValidationError
	)
	switch {
	case errors.As(err, &input):
		return invalidArgument(string(input.Reason), &errdetails.BadRequest_FieldViolation{
			Field:       relocate(input.Field, documentPath),
			Description: input.Detail,
			Reason:      string(input.Reason),
		})
	case errors.As(err, &validation):
		return invalidArgument(ReasonFieldInvalid, violationsOf(validation, documentPath)...)
	case errors.Is(err, admission.ErrFull):
		return overloaded("the server is at capacity")
	case errors.Is(err, context.DeadlineExceeded):
		return newStatus(codes.DeadlineExceeded, ReasonDeadlineExceeded, "the deadline passed before the document was annotated")
	case errors.Is(err, context.Canceled):
		return newStatus(codes.Canceled, ReasonCanceled, "the call was canceled")
	}
	if s, ok := status.FromError(err); ok {
		return s
	}
	return newStatus(codes.Internal, ReasonInternal, err.Error())
}

// violationsOf lists the rules that a request breaks.
func violationsOf(err *protovalidate.ValidationError, documentPath string) []*errdetails.BadRequest_FieldViolation {
	out := make([]*errdetails.BadRequest_FieldViolation, len(err.Violations))
	for i, v := range err.Violations {
		out[i] = &errdetails.BadRequest_FieldViolation{
			Field:       relocate(protovalidate.FieldPathString(v.Proto.GetField()), documentPath),
			Description: v.Proto.GetMessage(),
			Reason:      ReasonFieldInvalid,
		}
	}
	return out
}

// relocate names a field of "document" as a field of documentPath.
func relocate(field, documentPath string) string {
	if rest, ok := strings.CutPrefix(field, "document"); ok && (rest == "" || rest[0] == '.') {
		return documentPath + rest
	}
	return field
}
