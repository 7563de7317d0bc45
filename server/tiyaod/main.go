// Command tiyaod serves the tiyao annotation service over gRPC.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
)

// flags are the settings of the daemon.
type flags struct {
	Listen          string        `help:"Address to listen on." default:"127.0.0.1:50051" placeholder:"HOST:PORT"`
	Segmenter       string        `help:"Engine that serves requests that name none: gse or gojieba." enum:"gse,gojieba" default:"gse"`
	GojiebaDictDir  string        `help:"Directory of gojieba's dictionary files, where the program runs on another machine than it was built on." type:"existingdir"`
	MaxContentBytes int           `help:"Longest content of a document, in bytes of UTF-8." default:"1048576"`
	MaxMessageBytes int           `help:"Longest message, in bytes." default:"16777216"`
	ShutdownTimeout time.Duration `help:"How long calls under way may take after SIGTERM before they are cut off." default:"30s"`
	LogFormat       string        `help:"Format of the log on standard error: text or json." enum:"text,json" default:"text"`
	LogLevel        slog.Level    `help:"Least level that is logged: debug, info, warn or error." default:"info"`
}

func main() {
	var f flags
	kong.Parse(&f, kong.Name("tiyaod"), kong.Description("Serves the tiyao annotation service over gRPC."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, f, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "tiyaod:", err)
		os.Exit(1)
	}
}

// serve serves until ctx ends, then lets the calls under way finish.
func serve(ctx context.Context, f flags, logs io.Writer) error {
	logger := newLogger(f, logs)
	// Listening comes first: a taken port is known before the models are loaded.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	start := time.Now()
	annotator, err := nlp.New(
		nlp.WithSegmenter(f.Segmenter),
		nlp.WithGoJiebaDictDir(f.GojiebaDictDir),
		nlp.WithMaxContentBytes(f.MaxContentBytes),
	)
	if err != nil {
		return err
	}
	s, err := server.New(annotator, server.Options{Logger: logger, Limits: server.Limits{MaxMessageBytes: f.MaxMessageBytes}})
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	logger.Info("serving", "address", listener.Addr().String(), "segmenter", f.Segmenter, "loaded_in", time.Since(start))

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	logger.Info("stopping", "timeout", f.ShutdownTimeout)
	deadline, cancel := context.WithTimeout(context.Background(), f.ShutdownTimeout)
	defer cancel()
	if err := s.Shutdown(deadline); errors.Is(err, context.DeadlineExceeded) {
		logger.Warn("calls were cut off", "after", f.ShutdownTimeout)
	}
	logger.Info("stopped")
	return <-served
}

func newLogger(f flags, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: f.LogLevel}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
