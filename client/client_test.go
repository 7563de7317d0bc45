package client_test

import (
	"context"
	"fmt"
	"log"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/nlp"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

func Example() {
	c, err := client.Embedded() // or client.Dial("localhost:50051")
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	a, err := c.Annotate(context.Background(), &tiyaov1.Document{
		Content: "联想集团2021年营收同比增长128%。",
	}, client.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range a.GetFigures() {
		fmt.Println(f.GetText(), f.GetKind(), f.GetLow(), f.GetUnit(), f.GetMetric().GetText(), f.GetPeriod().GetText())
	}
	// Output: 128% FIGURE_KIND_GROWTH_RATE 128 % 营收 2021年
}

func TestEmbeddedRefusesWhatTheServerRefuses(t *testing.T) {
	c, err := client.Embedded(nlp.WithMaxContentBytes(9))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, content := range []string{"", "四个汉字"} {
		_, err := c.Annotate(t.Context(), &tiyaov1.Document{Content: content}, client.Options{})
		if status.Code(err) != codes.InvalidArgument {
			t.Errorf("%q: %v, want INVALID_ARGUMENT", content, err)
		}
	}
	if _, err := c.Annotate(t.Context(), &tiyaov1.Document{Content: "三个字"}, client.Options{}); err != nil {
		t.Error(err)
	}
}

func TestEmbeddedNeedsAKnownSegmenter(t *testing.T) {
	c, err := client.Embedded(nlp.WithSegmenter("mmseg"))
	if err == nil {
		c.Close()
		t.Fatal("no error")
	}
	t.Log(err)
}
