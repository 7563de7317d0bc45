package server

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/topic"
)

// fake is an annotator whose behaviour the content of a document chooses.
type fake struct {
	entered chan<- struct{} // if not nil, gets a value when a call comes in
}

func (f fake) Annotate(ctx context.Context, doc nlp.Document, _ nlp.Features, _ ...nlp.RequestOption) (*nlp.Annotation, error) {
	if f.entered != nil {
		f.entered <- struct{}{}
	}
	switch {
	case strings.HasPrefix(doc.Content, "slow"):
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	case strings.HasPrefix(doc.Content, "forever"):
		<-ctx.Done()
		return nil, ctx.Err()
	case doc.Content == "panic":
		panic("told to")
	case doc.Content == "refused":
		return nil, &nlp.InputError{Field: "document.content", Reason: nlp.ContentTooLarge, Detail: "is too long"}
	}
	parsed, err := document.Parse(doc)
	if err != nil {
		return nil, err
	}
	return &nlp.Annotation{Document: parsed}, nil
}

func (fake) Info() nlp.Info {
	return nlp.Info{
		Segmenters:      []nlp.SegmenterInfo{{Name: nlp.GSE, Available: true, Default: true}, {Name: nlp.GoJieba}},
		Resources:       []nlp.Resource{{Name: "tagger", Hash: "abc"}},
		Topics:          []topic.Info{{ID: "business.earnings"}},
		MaxContentBytes: 1000,
	}
}

// serve starts a server over the fake and returns a connection to it.
func serve(t *testing.T, o Options) *grpc.ClientConn {
	t.Helper()
	return serveOver(t, fake{}, o)
}

// serveOver starts a server over a and returns a connection to it.
func serveOver(t *testing.T, a Annotator, o Options) *grpc.ClientConn {
	t.Helper()
	s, err := New(a, o)
	if err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 16)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	t.Cleanup(func() {
		s.Stop()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return dial(t, listener)
}

// dial connects to the server behind listener.
func dial(t *testing.T, listener *bufconn.Listener) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient("passthrough:///test",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithDisableRetry(),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}
