package client_test

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/client"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// A client of several servers behind one name, over TLS, with a token. Calls are
// spread over the servers that report to be healthy.
func ExampleDial() {
	secure, err := client.WithTLS(client.TLS{CAFile: "/etc/tiyao/ca.pem"})
	if err != nil {
		log.Print(err)
		return
	}
	c, err := client.Dial("dns:///tiyao.example.com:50051", secure, client.WithToken(os.Getenv("TIYAO_TOKEN")))
	if err != nil {
		log.Print(err)
		return
	}
	defer c.Close()
	info, err := c.GetServiceInfo(context.Background(), &tiyaov1.GetServiceInfoRequest{})
	if err != nil {
		log.Print(err)
		return
	}
	log.Print(info.GetBuild().GetVersion())
}

// Many documents over one stream. When the connection fails, the documents that
// have no answer are sent again.
func ExampleClient_AnnotateAll() {
	c, err := client.Dial("localhost:50051")
	if err != nil {
		log.Print(err)
		return
	}
	defer c.Close()
	docs := func(yield func(*tiyaov1.Document) bool) {
		for _, content := range []string{"联想集团营收增长128%。", "PUE值降到1.1以下。"} {
			if !yield(&tiyaov1.Document{Id: content, Content: content}) {
				return
			}
		}
	}
	for result, err := range c.AnnotateAll(context.Background(), docs, client.Options{}) {
		switch {
		case err != nil:
			log.Print(err) // the stream cannot go on
		case result.GetError() != nil:
			log.Print(result.GetDocumentId(), result.GetError()) // this document cannot be annotated
		default:
			log.Print(result.GetAnnotations().GetFigures())
		}
	}
}

func TestWithTLSNamesTheFile(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		options client.TLS
		want    string
	}{
		{client.TLS{CAFile: "/no/ca.pem"}, "/no/ca.pem"},
		{client.TLS{CAFile: empty}, "no certificate"},
		{client.TLS{CertFile: empty, KeyFile: empty}, empty},
		{client.TLS{CertFile: empty}, empty},
	} {
		if _, err := client.WithTLS(test.options); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: error %v, want one with %q", test.options, err, test.want)
		}
	}
}

func TestATokenIsNeverSentInTheClear(t *testing.T) {
	c, err := client.Dial("localhost:1", client.WithToken("s3cret"))
	if err == nil {
		c.Close()
		t.Fatal("no error")
	}
}
