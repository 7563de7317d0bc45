package batch

import (
	"bytes"
	"encoding/json"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/tiyao/tiyao/client/batch/source"
	"github.com/tiyao/tiyao/client/batch/table"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// annotated is what became of an input, in the forms that are written.
type annotated struct {
	entry   []byte          // for the journal; nil where the source failed
	failure *source.Failure // why there is nothing more
	line    []byte          // for JSON Lines, if asked for
	rows    *table.Rows     // for the tables, if asked for
	names   names
	err     error // there is no saying: the run must end
}

// encode returns the forms of a result.
func (r *run) encode(result *tiyaov1.AnnotationResult) *annotated {
	entry, err := proto.Marshal(result)
	if err != nil {
		return &annotated{err: err}
	}
	out := &annotated{entry: entry}
	if e := result.GetError(); e != nil {
		out.failure = &source.Failure{ID: result.GetDocumentId(), Reason: reasonOf(e), Error: e.GetMessage()}
		return out
	}
	a := result.GetAnnotations()
	if r.options.JSONL {
		if out.line, err = JSONLine(a); err != nil {
			return &annotated{err: err}
		}
	}
	if r.options.Parquet {
		out.rows = table.RowsOf(a)
	}
	out.names = namesOf(a)
	return out
}

// JSONLine returns m as a line of protojson. The line is compacted, because
// protojson varies its blanks from build to build.
func JSONLine(m proto.Message) ([]byte, error) {
	data, err := protojson.Marshal(m)
	if err != nil {
		return nil, err
	}
	var line bytes.Buffer
	line.Grow(len(data) + 1)
	if err := json.Compact(&line, data); err != nil {
		return nil, err
	}
	line.WriteByte('\n')
	return line.Bytes(), nil
}

// reasonOf returns the reason that an error of the service carries, or the name
// of its code.
func reasonOf(e *statuspb.Status) source.Reason {
	for _, d := range status.FromProto(e).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return source.Reason(info.GetReason())
		}
	}
	return source.Reason(codes.Code(e.GetCode()).String())
}
