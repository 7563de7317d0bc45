package server

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/tiyao/tiyao/nlp"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// fuzzed returns a connection to a server with all of the language processing,
// which lives as long as f.
func fuzzed(f *testing.F) *grpc.ClientConn {
	f.Helper()
	a, err := annotator()
	if err != nil {
		f.Fatal(err)
	}
	s, err := New(a, Options{Limits: Limits{MaxCallDuration: 10 * time.Second}})
	if err != nil {
		f.Fatal(err)
	}
	listener := bufconn.Listen(1 << 20)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	conn, err := grpc.NewClient("passthrough:///fuzz",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		conn.Close()
		s.Stop()
		if err := <-served; err != nil {
			f.Errorf("Serve: %v", err)
		}
	})
	return conn
}

var annotator = sync.OnceValues(func() (*nlp.Annotator, error) { return nlp.New(nlp.WithMaxContentBytes(1 << 16)) })

// seeds adds valid requests, and what is left of them after damage.
func seeds(f *testing.F, requests ...proto.Message) {
	f.Helper()
	for _, r := range requests {
		b, err := proto.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0x0a, 0x03, 0x12, 0x01, 0xff}) // document.content = "\xff"
}

var seedDocuments = []*tiyaov1.Document{
	{Id: "1", Content: "联想集团执行副总裁刘军表示，2021年营收同比增长128%。", Title: "联想", PublishTime: timestamppb.New(time.Unix(1e9, 0))},
	{Content: "<p>上海<span>证券</span>报</p>", ContentType: tiyaov1.ContentType_CONTENT_TYPE_HTML},
	{Content: "# 题\n\n*PUE*值降到1.1以下\x00", ContentType: tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN},
	{Content: "\U0010ffff\u202e𠮷é\u0301", Language: "zh-Hans"},
	nil,
}

var seedTerms = []*tiyaov1.CustomTerm{{Text: "营收", Type: tiyaov1.EntityType_ENTITY_TYPE_PRODUCT}}

// expected checks that err is one that a caller can be given. valid says whether
// the message is a request at all: grpc itself answers to what does not decode.
func expected(t *testing.T, err error, valid bool) {
	t.Helper()
	switch code := status.Code(err); {
	case code == codes.OK, code == codes.InvalidArgument:
	case code == codes.Internal && !valid:
	default:
		t.Fatalf("valid: %v, got %v", valid, err)
	}
}

// send sends a message as it is.
func send(conn *grpc.ClientConn, method string, message []byte) error {
	var out []byte
	return conn.Invoke(context.Background(), method, message, &out, grpc.ForceCodec(rawCodec{}))
}

func FuzzAnnotateText(f *testing.F) {
	for i, d := range seedDocuments {
		seeds(f, &tiyaov1.AnnotateTextRequest{Document: d, CustomTerms: seedTerms, Segmenter: tiyaov1.Segmenter(i % 3), OffsetEncoding: tiyaov1.OffsetEncoding(i % 4)})
	}
	conn := fuzzed(f)
	f.Fuzz(func(t *testing.T, message []byte) {
		err := send(conn, tiyaov1.AnnotationService_AnnotateText_FullMethodName, message)
		expected(t, err, proto.Unmarshal(message, &tiyaov1.AnnotateTextRequest{}) == nil)
	})
}

func FuzzBatchAnnotateText(f *testing.F) {
	seeds(f, &tiyaov1.BatchAnnotateTextRequest{Documents: seedDocuments[:4], CustomTerms: seedTerms})
	conn := fuzzed(f)
	f.Fuzz(func(t *testing.T, message []byte) {
		err := send(conn, tiyaov1.AnnotationService_BatchAnnotateText_FullMethodName, message)
		expected(t, err, proto.Unmarshal(message, &tiyaov1.BatchAnnotateTextRequest{}) == nil)
	})
}

func FuzzStreamAnnotateText(f *testing.F) {
	for _, d := range seedDocuments {
		seeds(f, &tiyaov1.StreamAnnotateTextRequest{Document: d, CustomTerms: seedTerms})
	}
	conn := fuzzed(f)
	f.Fuzz(func(t *testing.T, message []byte) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		desc := &tiyaov1.AnnotationService_ServiceDesc.Streams[0]
		stream, err := conn.NewStream(ctx, desc, tiyaov1.AnnotationService_StreamAnnotateText_FullMethodName, grpc.ForceCodec(rawCodec{}))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			_ = stream.SendMsg(message) // RecvMsg tells
		}
		_ = stream.CloseSend() // never fails
		valid := proto.Unmarshal(message, &tiyaov1.StreamAnnotateTextRequest{}) == nil
		answers := 0
		for {
			var out []byte
			if err = stream.RecvMsg(&out); err != nil {
				break
			}
			answers++
			resp := &tiyaov1.StreamAnnotateTextResponse{}
			if err := proto.Unmarshal(out, resp); err != nil || codes.Code(resp.GetResult().GetError().GetCode()) == codes.Internal {
				t.Fatalf("%v, %v", err, resp)
			}
		}
		if valid && answers != 3 {
			t.Fatalf("%d answers, then %v", answers, err)
		}
	})
}

func FuzzGetServiceInfo(f *testing.F) {
	seeds(f, &tiyaov1.GetServiceInfoRequest{})
	conn := fuzzed(f)
	f.Fuzz(func(t *testing.T, message []byte) {
		err := send(conn, tiyaov1.AnnotationService_GetServiceInfo_FullMethodName, message)
		expected(t, err, proto.Unmarshal(message, &tiyaov1.GetServiceInfoRequest{}) == nil)
	})
}
