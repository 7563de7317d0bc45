package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tiyao": main})
}

// TestScripts runs the command as a person would. $ADDR is a server, $SECURE one
// over TLS that asks for a certificate, server.pem with its key, and a token.
func TestScripts(t *testing.T) {
	addr := serve(t, server.Options{})
	cert := certificate(t)
	secure := serve(t, server.Options{Auth: caller("s3cret")}, grpc.Creds(credentials.NewTLS(&tls.Config{
		Certificates: []tls.Certificate{cert}, ClientAuth: tls.RequireAnyClientCert,
	})))
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ADDR", addr)
			e.Setenv("SECURE", secure)
			if err := writeCertificate(e.WorkDir, cert); err != nil {
				return err
			}
			article, err := os.ReadFile("testdata/article.md")
			if err != nil {
				return err
			}
			return os.WriteFile(e.WorkDir+"/article.md", article, 0o600)
		},
	})
}

// caller is the token of the only caller. It implements [server.Authenticator].
type caller string

func (c caller) Caller(token string) (string, bool) { return "ana", token == string(c) }

// certificate returns that of the tests of net/http, which is its own authority
// and for 127.0.0.1.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return s.TLS.Certificates[0]
}

// writeCertificate writes server.pem and server.key.
func writeCertificate(dir string, c tls.Certificate) error {
	key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "server.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]}), 0o600),
		os.WriteFile(filepath.Join(dir, "server.key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600),
	)
}

// serve starts a server on a free port.
func serve(t *testing.T, o server.Options, extra ...grpc.ServerOption) string {
	t.Helper()
	annotator, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(annotator, o, extra...)
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
