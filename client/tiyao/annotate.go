package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"golang.org/x/term"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/tiyao/tiyao/client"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// annotateCmd annotates articles and prints their records.
type annotateCmd struct {
	serviceFlags `embed:""`

	Files    []string          `arg:"" name:"file" help:"Articles, plain text, HTML or Markdown, in UTF-8 or GB18030; - is standard input."`
	Format   string            `help:"Output: table for people, json for programs (one protojson object a line)." enum:"table,json" default:"table"`
	Type     string            `help:"Markup of the input: auto, plain, html or markdown." enum:"auto,plain,html,markdown" default:"auto"`
	Title    string            `help:"Title of the article, where the input does not give one."`
	Date     string            `help:"Day of publication (2006-01-02), from which 去年 and the like are counted." placeholder:"DATE"`
	Features []string          `help:"Annotations to make: sentences, tokens, entities, roles, figures, keywords, topics. Default: all." enum:"sentences,tokens,entities,roles,figures,keywords,topics" placeholder:"NAME,…"`
	Offsets  string            `help:"Unit of offsets: utf8 bytes, utf16 units or utf32 code points." enum:"utf8,utf16,utf32" default:"utf32"`
	Term     map[string]string `help:"A name to mark wherever it stands, for example 星河智联=company. Repeatable." placeholder:"TEXT=TYPE"`
	Color    string            `help:"Colours in tables: auto, always or never." enum:"auto,always,never" default:"auto"`
}

// Run implements the command. Files that cannot be read or annotated are
// reported, each by name, and do not keep the others from being annotated.
func (c *annotateCmd) Run(ctx context.Context, s streams) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	write := c.printer(s.out)
	service, err := c.connect()
	if err != nil {
		return err
	}
	defer service.Close()

	failed := false
	report := func(name string, err error) {
		failed = true
		fmt.Fprintf(s.err, "tiyao: %s: %s\n", name, describe(err))
	}
	for result, err := range service.AnnotateAll(ctx, c.documents(s.in, report), options) {
		switch {
		case err != nil:
			return err
		case result.GetError() != nil:
			report(result.GetDocumentId(), status.ErrorProto(result.GetError()))
		default:
			if err := write(result.GetAnnotations()); err != nil {
				return err
			}
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// documents yields the articles that can be read and reports the others.
func (c *annotateCmd) documents(stdin io.Reader, report func(name string, err error)) iter.Seq[*tiyaov1.Document] {
	return func(yield func(*tiyaov1.Document) bool) {
		for _, name := range c.Files {
			doc, err := c.document(name, stdin)
			if err != nil {
				report(name, err)
				continue
			}
			if !yield(doc) {
				return
			}
		}
	}
}

// options translates the flags.
func (c *annotateCmd) options() (client.Options, error) {
	o := client.Options{
		Segmenter:      segmenters[c.Segmenter],
		OffsetEncoding: tiyaov1.OffsetEncoding(tiyaov1.OffsetEncoding_value["OFFSET_ENCODING_"+strings.ToUpper(c.Offsets)]),
		Features:       featuresOf(c.Features),
	}
	for text, name := range c.Term {
		typ, ok := tiyaov1.EntityType_value["ENTITY_TYPE_"+strings.ToUpper(name)]
		if !ok || typ == 0 {
			return o, fmt.Errorf("--term %s=%s: unknown type, want company, person, organization, location or product", text, name)
		}
		o.CustomTerms = append(o.CustomTerms, &tiyaov1.CustomTerm{Text: text, Type: tiyaov1.EntityType(typ)})
	}
	return o, nil
}

// featuresOf returns the selection of names, which are those of the fields.
func featuresOf(names []string) *tiyaov1.Features {
	f := &tiyaov1.Features{}
	m := f.ProtoReflect()
	for _, name := range names {
		m.Set(m.Descriptor().Fields().ByName(protoreflect.Name(name)), protoreflect.ValueOfBool(true))
	}
	return f
}

// printer returns what writes one record in the chosen format.
func (c *annotateCmd) printer(out io.Writer) func(*tiyaov1.Annotations) error {
	if c.Format == "json" {
		return func(a *tiyaov1.Annotations) error { return writeJSON(out, a) }
	}
	r := renderer{colors: c.colors(out)}
	return func(a *tiyaov1.Annotations) error { return r.render(out, a) }
}

// colors reports whether tables written to out are coloured.
func (c *annotateCmd) colors(out io.Writer) bool {
	switch c.Color {
	case "always":
		return true
	case "never":
		return false
	}
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == ""
}
