package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/client/batch"
	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// batchCmd annotates archives.
type batchCmd struct {
	Addr []string `help:"Ask the server at this address instead of annotating in this process. Repeatable: documents are spread over all of them." placeholder:"HOST:PORT" sep:"none"`

	engineFlags `embed:""`
	serverFlags `embed:""`

	Inputs []string `arg:"" name:"input" help:"What holds the articles: directories, plain text, HTML or Markdown, JSONL, JSON, CSV or TSV tables (any of them .gz, .zst, .xz or .bz2), tar, tar.gz, tar.zst, tar.xz, tar.bz2 or zip archives; in UTF-8 or GB18030."`
	Output string   `required:"" short:"o" help:"Directory to write to. Running the same command again goes on where it was stopped." placeholder:"DIR"`
	Format []string `help:"What to write: jsonl (annotations) and parquet (tables)." enum:"jsonl,parquet" default:"jsonl,parquet" placeholder:"NAME,…"`
	Zstd   bool     `help:"Compress jsonl with zstd. Parquet always is."`

	Features []string          `help:"Annotations to make: sentences, tokens, entities, roles, figures, keywords, topics." enum:"sentences,tokens,entities,roles,figures,keywords,topics" default:"entities,roles,figures,keywords,topics" placeholder:"NAME,…"`
	Offsets  string            `help:"Unit of offsets: utf8 bytes, utf16 units or utf32 code points." enum:"utf8,utf16,utf32" default:"utf32"`
	Term     map[string]string `help:"A name to mark wherever it stands, for example 星河智联=company. Repeatable." placeholder:"TEXT=TYPE"`
	Type     string            `help:"Markup of the articles: auto, plain, html or markdown." enum:"auto,plain,html,markdown" default:"auto"`

	Include       []string `help:"Read only articles and tables whose path, or name if the glob has no slash, matches. ** stands for any directories. Repeatable." placeholder:"GLOB" sep:"none"`
	Exclude       []string `help:"Pass over files and directories that match. Repeatable. Default: hidden ones and __MACOSX." default:".*,__MACOSX" placeholder:"GLOB"`
	IDColumn      string   `help:"Column or field of a table that holds the id. Rows without one are numbered." default:"id" placeholder:"NAME"`
	TitleColumn   string   `help:"The same for the title." default:"title" placeholder:"NAME"`
	DateColumn    string   `help:"The same for the time of publication." default:"date" placeholder:"NAME"`
	ContentColumn string   `help:"The same for the article." default:"content" placeholder:"NAME"`

	Limit      int  `help:"Read no more inputs than this." placeholder:"N"`
	PartSize   int  `help:"Most documents of one part of the output." default:"4096" placeholder:"N"`
	MaxEntries int  `help:"Most entries to read from one archive." default:"1000000" placeholder:"N"`
	Workers    int  `help:"Processors to use; with --addr, streams to each server. Default: all processors; 2 streams." placeholder:"N"`
	DryRun     bool `help:"Read the inputs and count them; annotate and write nothing."`
	Quiet      bool `help:"Show no progress and no summary."`
}

// Validate checks what the grammar cannot.
func (c *batchCmd) Validate() error {
	switch {
	case c.Limit < 0 || c.Workers < 0 || c.PartSize <= 0 || c.MaxEntries <= 0:
		return errors.New("--limit and --workers cannot be negative; --part-size and --max-entries must be positive")
	case c.Zstd && !slices.Contains(c.Format, "jsonl"):
		return errors.New("--zstd compresses jsonl, which --format does not ask for")
	}
	return c.validate(len(c.Addr) > 0)
}

// Run implements the command.
func (c *batchCmd) Run(ctx context.Context, s streams) error {
	debug.SetMemoryLimit(min(debug.SetMemoryLimit(-1), memoryLimit))
	if c.DryRun {
		return c.count(ctx, s)
	}
	service, err := c.connect()
	if err != nil {
		return err
	}
	defer service.Close()
	info, err := c.serviceInfo(ctx, service, s.err)
	if err != nil {
		return err
	}
	inputs, err := source.Open(c.source(info.GetLimits()))
	if err != nil {
		return err
	}
	options, err := c.options(info)
	if err != nil {
		return err
	}
	progress := c.newProgress(ctx, inputs, s.err)
	options.Progress = progress.update
	summary, err := batch.Run(ctx, service, inputs, options)
	progress.finish()
	if ended := err == nil || errors.Is(err, context.Canceled); ended && summary != nil && !c.Quiet {
		writeSummary(s.out, summary, progress.elapsed())
	}
	return c.explain(summary, err)
}

// memoryLimit is the memory, in bytes, above which garbage is collected at every
// turn. What a run needs at a time is well below, whatever the archive's size;
// GOMEMLIMIT can lower it.
const memoryLimit = 320 << 20

// explain says what to do about the end of a run.
func (c *batchCmd) explain(summary *batch.Summary, err error) error {
	switch {
	case err == nil && summary.Failed() > 0:
		return errReported
	case errors.Is(err, batch.ErrChanged):
		return fmt.Errorf("%w; bring them back or name a new --output", err)
	case errors.Is(err, context.Canceled) && summary != nil:
		return fmt.Errorf("stopped after %d inputs; run the same command again to go on", summary.Inputs)
	case err != nil && summary != nil:
		return fmt.Errorf("%s\nWhat was written is whole. When the cause is gone, run the same command again to go on", describe(err))
	default:
		return err
	}
}

// source says what to read. Without limits, the service's defaults hold.
func (c *batchCmd) source(limits *tiyaov1.Limits) source.Options {
	return source.Options{
		Inputs:  c.Inputs,
		Include: c.Include,
		Exclude: c.Exclude,
		Avoid:   c.Output,
		Columns: source.Columns{ID: c.IDColumn, Title: c.TitleColumn, Date: c.DateColumn, Content: c.ContentColumn},
		Type:    tiyaov1.ContentType(tiyaov1.ContentType_value["CONTENT_TYPE_"+strings.ToUpper(c.Type)]),
		Limits:  source.Limits{MaxContentBytes: int(limits.GetMaxContentBytes()), MaxEntries: c.MaxEntries},
	}
}

// options says what to write.
func (c *batchCmd) options(info *tiyaov1.GetServiceInfoResponse) (batch.Options, error) {
	request := annotateCmd{Features: c.Features, Offsets: c.Offsets, Term: c.Term}
	request.Segmenter = c.Segmenter
	annotate, err := request.options()
	return batch.Options{
		Output:   c.Output,
		Annotate: annotate,
		JSONL:    slices.Contains(c.Format, "jsonl"),
		Zstd:     c.Zstd,
		Parquet:  slices.Contains(c.Format, "parquet"),
		Limit:    c.Limit,
		PartSize: c.PartSize,
		Settings: c.settings(),
		Service:  info,
		Streams:  c.streams(),
	}, err
}

// settings returns all flags that the output depends on.
func (c *batchCmd) settings() map[string]string {
	terms := slices.Sorted(maps.Keys(c.Term))
	for i, text := range terms {
		terms[i] = text + "=" + c.Term[text]
	}
	return map[string]string{
		"input":            strings.Join(c.Inputs, " "),
		"--segmenter":      c.Segmenter,
		"--gse-words":      strings.Join(c.GseWords, ","),
		"--format":         strings.Join(slices.Sorted(slices.Values(c.Format)), ","),
		"--zstd":           strconv.FormatBool(c.Zstd),
		"--features":       strings.Join(slices.Sorted(slices.Values(c.Features)), ","),
		"--offsets":        c.Offsets,
		"--term":           strings.Join(terms, ","),
		"--type":           c.Type,
		"--include":        strings.Join(c.Include, ","),
		"--exclude":        strings.Join(c.Exclude, ","),
		"--id-column":      c.IDColumn,
		"--title-column":   c.TitleColumn,
		"--date-column":    c.DateColumn,
		"--content-column": c.ContentColumn,
		"--limit":          strconv.Itoa(c.Limit),
		"--part-size":      strconv.Itoa(c.PartSize),
		"--max-entries":    strconv.Itoa(c.MaxEntries),
	}
}

// streams returns the number of streams to annotate over.
func (c *batchCmd) streams() int {
	if len(c.Addr) > 0 && c.Workers > 0 {
		return c.Workers * len(c.Addr)
	}
	return 2 * max(1, len(c.Addr))
}

// connect returns a client of the servers, or of the service in this process.
func (c *batchCmd) connect() (*client.Client, error) {
	if len(c.Addr) == 0 {
		if c.Workers > 0 {
			runtime.GOMAXPROCS(c.Workers)
		}
		return c.embedded()
	}
	return c.dial(c.Addr...)
}

// serviceInfo returns what the service is. Of several servers, those that are
// there must be the same.
func (c *batchCmd) serviceInfo(ctx context.Context, service *client.Client, warn io.Writer) (*tiyaov1.GetServiceInfoResponse, error) {
	if len(c.Addr) < 2 {
		return service.GetServiceInfo(ctx, &tiyaov1.GetServiceInfoRequest{})
	}
	var first *tiyaov1.GetServiceInfoResponse
	var last error
	for _, addr := range c.Addr {
		info, err := c.infoAt(ctx, addr)
		switch {
		case err != nil:
			last = fmt.Errorf("%s: %s", addr, describe(err))
			fmt.Fprintln(warn, "tiyao:", last)
		case first == nil:
			first = info
		case !batch.SameService(first, info):
			return nil, fmt.Errorf("%s is another version than the servers before it", addr)
		}
	}
	if first == nil {
		return nil, last
	}
	return first, nil
}

func (c *batchCmd) infoAt(ctx context.Context, addr string) (*tiyaov1.GetServiceInfoResponse, error) {
	service, err := c.dial(addr)
	if err != nil {
		return nil, err
	}
	defer service.Close()
	return service.GetServiceInfo(ctx, &tiyaov1.GetServiceInfoRequest{})
}
