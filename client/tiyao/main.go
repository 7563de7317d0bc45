// Command tiyao annotates Chinese news: companies, persons and other entities,
// figures, keywords and topics. It runs the service in its own process unless
// --addr names a server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"google.golang.org/grpc/status"
)

// cli is the grammar of the command line.
type cli struct {
	Annotate annotateCmd `cmd:"" help:"Annotate articles and print what was read."`
	Batch    batchCmd    `cmd:"" help:"Annotate archives: any number of articles, in a run that can be stopped and resumed."`
	Evaluate evaluateCmd `cmd:"" help:"Measure the annotations against articles annotated by hand."`
	Info     infoCmd     `cmd:"" help:"Print what the service is: build, engines, models, topics, limits."`
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// Exit codes of the command.
const (
	exitOK     = 0
	exitFailed = 1 // something could not be annotated, or the service failed
	exitUsage  = 2 // the command line is wrong
)

// run runs the command that args name and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	var grammar cli
	exited := -1
	parser, err := kong.New(&grammar,
		kong.Name("tiyao"),
		kong.Description("Reads Chinese news: who, how much, what about."),
		kong.UsageOnError(),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
	)
	if err != nil {
		fmt.Fprintln(s.err, "tiyao:", err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		fmt.Fprintln(s.err, "tiyao:", err)
		return exitUsage
	}
	err = command.Run()
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
	default:
		fmt.Fprintln(s.err, "tiyao:", describe(err))
	}
	return exitFailed
}

// errReported says that some inputs failed and were reported one by one.
var errReported = errors.New("some inputs failed")

// describe returns the message of err; for an error of the service, without
// the wrapping of gRPC.
func describe(err error) string {
	var rpc interface{ GRPCStatus() *status.Status }
	if errors.As(err, &rpc) {
		return rpc.GRPCStatus().Message()
	}
	return err.Error()
}
