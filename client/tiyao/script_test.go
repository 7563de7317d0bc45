package main

import (
	"context"
	"net"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tiyao": main})
}

// TestScripts runs the command as a person would. $ADDR is a server.
func TestScripts(t *testing.T) {
	addr := serve(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ADDR", addr)
			article, err := os.ReadFile("testdata/article.md")
			if err != nil {
				return err
			}
			return os.WriteFile(e.WorkDir+"/article.md", article, 0o600)
		},
	})
}

// serve starts a server on a free port.
func serve(t *testing.T) string {
	t.Helper()
	annotator, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(annotator, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}
