// Package client is the Go client of the tiyao annotation service: [Dial] for a
// server, [Embedded] for the same service inside the calling process.
package client

import (
	"context"
	"errors"
	"math"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/health" // for the health checks of serviceConfig
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/test/bufconn"

	"github.com/tiyao/tiyao/nlp"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
	"github.com/tiyao/tiyao/server"
)

// Client calls an annotation service. All rpcs of the service are its methods;
// [Client.Annotate] and [Client.AnnotateAll] spare the messages around them.
// It is safe for concurrent use. Close it after use.
type Client struct {
	tiyaov1.AnnotationServiceClient
	close func() error
}

// Options says how to annotate. The zero Options asks for all annotations, with
// offsets in code points.
type Options struct {
	Features       *tiyaov1.Features
	OffsetEncoding tiyaov1.OffsetEncoding
	CustomTerms    []*tiyaov1.CustomTerm
	Segmenter      tiyaov1.Segmenter
}

// serviceConfig spreads calls over all addresses of the target whose health
// service reports SERVING, and repeats unary calls that a server had no capacity
// for or never got (gRFC A6). Annotating has no side effects, so that a repeat
// is safe. Where most calls fail, repeats stop: they would add to the load.
const serviceConfig = `{
	"loadBalancingConfig": [{"round_robin": {}}],
	"healthCheckConfig": {"serviceName": ""},
	"retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1},
	"methodConfig": [{
		"name": [{"service": "tiyao.v1.AnnotationService"}],
		"retryPolicy": {
			"maxAttempts": 5,
			"initialBackoff": "0.1s",
			"maxBackoff": "5s",
			"backoffMultiplier": 2,
			"retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]
		}
	}]
}`

// keepaliveParameters have a connection whose server is gone noticed within a
// minute. Servers refuse clients that ping more often than every ten seconds.
var keepaliveParameters = keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 20 * time.Second}

// Dial returns a client of the server at target, a host:port or any other
// gRPC target (dns:///…); calls are spread over the addresses it resolves to
// and that report to be healthy. Dial does not wait for a connection: the first
// call does. Without [WithTLS] or a grpc.WithTransportCredentials in options the
// connection is in the clear.
func Dial(target string, options ...grpc.DialOption) (*Client, error) {
	conn, err := grpc.NewClient(target, append([]grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithKeepaliveParams(keepaliveParameters),
		// A record is some thirty times as long as its article.
		grpc.WithInitialConnWindowSize(32 << 20),
		grpc.WithInitialWindowSize(2 << 20),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)),
	}, options...)...)
	if err != nil {
		return nil, err
	}
	return &Client{tiyaov1.NewAnnotationServiceClient(conn), conn.Close}, nil
}

// Embedded starts the service in this process, over an in-memory connection,
// and returns a client of it. It takes as long as [nlp.New].
func Embedded(options ...nlp.Option) (*Client, error) {
	annotator, err := nlp.New(options...)
	if err != nil {
		return nil, err
	}
	s, err := server.New(annotator, server.Options{Limits: server.Unlimited()})
	if err != nil {
		return nil, err
	}
	listener := bufconn.Listen(1 << 20)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()

	c, err := Dial("passthrough:///embedded", grpc.WithContextDialer(
		func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) },
	))
	if err != nil {
		s.Stop()
		return nil, errors.Join(err, <-served)
	}
	closeConn := c.close
	c.close = func() error {
		err := closeConn()
		s.Stop()
		return errors.Join(err, <-served)
	}
	return c, nil
}

// Close ends the connection; calls under way fail.
func (c *Client) Close() error { return c.close() }

// Annotate annotates one document.
func (c *Client) Annotate(ctx context.Context, doc *tiyaov1.Document, o Options) (*tiyaov1.Annotations, error) {
	resp, err := c.AnnotateText(ctx, &tiyaov1.AnnotateTextRequest{
		Document:       doc,
		Features:       o.Features,
		OffsetEncoding: o.OffsetEncoding,
		CustomTerms:    o.CustomTerms,
		Segmenter:      o.Segmenter,
	})
	if err != nil {
		return nil, err
	}
	return resp.GetAnnotations(), nil
}
