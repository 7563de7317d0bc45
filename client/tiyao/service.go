package main

import (
	"cmp"
	"context"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/nlp"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
	"github.com/tiyao/tiyao/server"
)

// serviceFlags say which service a command asks.
type serviceFlags struct {
	Addr string `help:"Ask the server at this address instead of annotating in this process." placeholder:"HOST:PORT"`

	engineFlags `embed:""`
	serverFlags `embed:""`
}

// engineFlags say which segmentation engine is used, and what the one in this
// process loads.
type engineFlags struct {
	Segmenter      string   `help:"Segmentation engine: gse or gojieba. Default: the service's own." enum:"gse,gojieba," default:""`
	GseWords       []string `help:"Files with words for the gse engine, a line 'word frequency [tag]' each." type:"existingfile" placeholder:"FILE,…"`
	GojiebaDictDir string   `help:"Directory of gojieba's dictionary files. Default: share/tiyao/jieba beside the program's own directory, or else where the gojieba module was at build time." type:"existingdir"`
}

// Validate checks what the grammar cannot. kong calls it.
func (f *serviceFlags) Validate() error { return f.validate(f.Addr != "") }

var segmenters = map[string]tiyaov1.Segmenter{
	"gse":     tiyaov1.Segmenter_SEGMENTER_GSE,
	"gojieba": tiyaov1.Segmenter_SEGMENTER_GOJIEBA,
}

// connect returns a client of the service that f names.
func (f *serviceFlags) connect() (*client.Client, error) {
	if f.Addr != "" {
		return f.dial(f.Addr)
	}
	return f.embedded()
}

// embedded returns a client of the service in this process.
func (f *engineFlags) embedded() (*client.Client, error) {
	options := []nlp.Option{nlp.WithGSEWords(f.GseWords...), nlp.WithGoJiebaDictDir(cmp.Or(f.GojiebaDictDir, server.DictDir()))}
	if f.Segmenter != "" {
		options = append(options, nlp.WithSegmenter(f.Segmenter))
	}
	return client.Embedded(options...)
}

// infoCmd prints what the service is.
type infoCmd struct {
	serviceFlags `embed:""`
}

// Run implements the command.
func (c *infoCmd) Run(ctx context.Context, s streams) error {
	service, err := c.connect()
	if err != nil {
		return err
	}
	defer service.Close()
	info, err := service.GetServiceInfo(ctx, &tiyaov1.GetServiceInfoRequest{})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, protojson.MarshalOptions{Multiline: true, EmitUnpopulated: true}.Format(info))
	return err
}
