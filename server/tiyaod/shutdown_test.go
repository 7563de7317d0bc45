package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	"github.com/tiyao/tiyao/client"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// article is a text of n paragraphs.
func article(n int) string {
	return strings.Repeat("联想集团执行副总裁刘军表示，2021年联想集团营收同比增长128%，数据中心的PUE值降到1.1以下。\n", n)
}

// connectAll returns a client of several daemons behind one name.
func connectAll(t *testing.T, daemons ...*daemon) *client.Client {
	t.Helper()
	names := manual.NewBuilderWithScheme("daemons")
	var state resolver.State
	for _, d := range daemons {
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: d.address}}})
	}
	names.InitialState(state)
	c, err := client.Dial("daemons:///all", grpc.WithResolvers(names))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// A server that gets SIGTERM answers each call that it has let in: as many calls
// ended well in its log as callers got answers, and none ended otherwise.
func TestSIGTERMUnderLoadLosesNoCall(t *testing.T) {
	d := start(t)
	c := connectAll(t, d)
	const callers = 8
	var answered atomic.Int64
	warm := make(chan struct{}, 1000)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for {
				if _, err := c.Annotate(t.Context(), &tiyaov1.Document{Content: article(10)}, client.Options{}); err != nil {
					return // the server is gone
				}
				answered.Add(1)
				select {
				case warm <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 5 * callers {
		<-warm
	}
	if err := d.terminate(t); err != nil {
		t.Errorf("ended with %v", err)
	}
	wg.Wait()
	var good int64
	for _, line := range d.lines() {
		if line["msg"] != "finished call" || line["grpc.method"] != "AnnotateText" {
			continue
		}
		if line["grpc.code"] != "OK" {
			t.Errorf("a call that was let in: %v", line)
			continue
		}
		good++
	}
	if good != answered.Load() || good == 0 {
		t.Errorf("the server answered %d calls, callers got %d answers", good, answered.Load())
	}
}

// stream annotates n numbered documents over one stream, calls meanwhile when a
// fifth is answered, and checks that each is answered once and in order.
func stream(t *testing.T, c *client.Client, n int, meanwhile func()) {
	t.Helper()
	docs := func(yield func(*tiyaov1.Document) bool) {
		for i := range n {
			if !yield(&tiyaov1.Document{Id: fmt.Sprint(i), Content: article(5)}) {
				return
			}
		}
	}
	next := 0
	for r, err := range c.AnnotateAll(t.Context(), docs, client.Options{}) {
		if err != nil {
			t.Fatalf("after %d answers: %v", next, err)
		}
		if r.GetError() != nil || r.GetDocumentId() != fmt.Sprint(next) {
			t.Fatalf("answer %d is %s, %v", next, r.GetDocumentId(), r.GetError())
		}
		if next++; next == n/5 {
			meanwhile()
		}
	}
	if next != n {
		t.Errorf("%d answers for %d documents", next, n)
	}
}

func TestAStreamSurvivesItsServer(t *testing.T) {
	one, two := start(t), start(t)
	c := connectAll(t, one, two)
	serves := func(d *daemon) bool {
		return d.metric(t, `grpc_server_started_total{grpc_method="StreamAnnotateText",grpc_service="tiyao.v1.AnnotationService",grpc_type="bidi_stream"}`) > 0
	}
	var left *daemon
	stream(t, c, 200, func() { // SIGTERM: the stream moves when its server has answered what it read
		left = one
		gone := two
		if serves(one) {
			left, gone = two, one
		}
		if err := gone.terminate(t); err != nil {
			t.Errorf("ended with %v", err)
		}
	})
	three := start(t)
	stream(t, connectAll(t, left, three), 200, func() { // SIGKILL
		gone := left
		if serves(three) {
			gone = three
		}
		if err := gone.process.Kill(); err != nil {
			t.Error(err)
		}
		for range gone.exited { // until it is gone
		}
	})
}
