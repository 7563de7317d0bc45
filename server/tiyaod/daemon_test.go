package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/tiyao/tiyao/client"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// files is a directory of files that are replaced in one step each.
type files string

func (f files) path(name string) string { return filepath.Join(string(f), name) }

func (f files) write(t *testing.T, name, content string) string {
	t.Helper()
	next := f.path(name + ".next")
	if err := os.WriteFile(next, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, f.path(name)); err != nil {
		t.Fatal(err)
	}
	return f.path(name)
}

// certificate writes a certificate of 127.0.0.1 that is its own authority, and
// returns its serial number.
func (f files) certificate(t *testing.T, name string) *big.Int {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	f.write(t, name+".pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})))
	f.write(t, name+".key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	return serial
}

// trust makes a certificate the authority of clients.
func (f files) trust(t *testing.T, name string) {
	t.Helper()
	content, err := os.ReadFile(f.path(name + ".pem"))
	if err != nil {
		t.Fatal(err)
	}
	f.write(t, "ca.pem", string(content))
}

func tokenLine(name, token string) string {
	return fmt.Sprintf("%s %x\n", name, sha256.Sum256([]byte(token)))
}

// connect returns a client that trusts the server's certificate in f.
func (f files) connect(t *testing.T, d *daemon, token string) *client.Client {
	t.Helper()
	secure, err := client.WithTLS(client.TLS{
		CAFile: f.path("server.pem"), CertFile: f.path("client.pem"), KeyFile: f.path("client.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.Dial(d.address, secure, client.WithToken(token))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// eventually waits until ok holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// serial returns that of the certificate which the daemon shows.
func serial(t *testing.T, d *daemon) *big.Int {
	t.Helper()
	conn, err := tls.Dial("tcp", d.address, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber
}

// TestLiveFiles replaces each kind of file under a running daemon: with a bad
// one, which leaves the old in use and shows, and with a good one.
func TestLiveFiles(t *testing.T) {
	f := files(t.TempDir())
	f.certificate(t, "server")
	f.certificate(t, "client")
	f.trust(t, "client")
	lexicon := f.write(t, "own.tsv", "青溪渡\tPRODUCT\n")
	topics := f.write(t, "own.yaml", "topics: [{id: own.boats, words: [青溪渡]}]\n")
	d := start(t, "--lexicon", lexicon, "--topics", topics, "--tokens", f.write(t, "tokens", tokenLine("ana", "first")),
		"--tls-cert", f.path("server.pem"), "--tls-key", f.path("server.key"), "--tls-client-ca", f.path("ca.pem"),
		"--reload-interval=20ms")
	replaceOwnData(t, f, d, f.connect(t, d, "first"))
	replaceTokens(t, f, d)
	replaceCertificates(t, f, d)
	for _, line := range d.lines() {
		for key, value := range line {
			if strings.Contains(fmt.Sprint(value), "昨天") || strings.Contains(fmt.Sprint(value), "second") {
				t.Errorf("the log holds a text or token under %s: %v", key, value)
			}
		}
	}
	if err := d.terminate(t); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// good reports whether the metrics say that the newest version is in use.
func (d *daemon) good(t *testing.T, name string) bool {
	t.Helper()
	return d.metric(t, fmt.Sprintf("tiyao_last_reload_successful{name=%q}", name)) == 1
}

// resourceOf returns what c says of the data called name.
func resourceOf(t *testing.T, c *client.Client, name string) *tiyaov1.ResourceInfo {
	t.Helper()
	info, err := c.GetServiceInfo(t.Context(), &tiyaov1.GetServiceInfoRequest{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(info.GetResources(), func(r *tiyaov1.ResourceInfo) bool { return r.GetName() == name })
	return info.GetResources()[i]
}

// replaceOwnData also shows that each file is on its own: while one is bad,
// changes of others are taken.
func replaceOwnData(t *testing.T, f files, d *daemon, c *client.Client) {
	lexicon, topics := "lexicon "+f.path("own.tsv"), "topics "+f.path("own.yaml")
	// found reports whether a product or topic is found in a text.
	found := func(name string) bool {
		a, err := c.Annotate(t.Context(), &tiyaov1.Document{Content: "昨天，青溪渡和白石桥一同发布。青溪渡很受欢迎。"}, client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(a.GetEntities(), func(e *tiyaov1.Entity) bool {
			return e.GetType() == tiyaov1.EntityType_ENTITY_TYPE_PRODUCT && e.GetName() == name
		}) || slices.ContainsFunc(a.GetTopics(), func(t *tiyaov1.Topic) bool { return t.GetId() == name })
	}
	if !found("青溪渡") || !found("own.boats") || !d.good(t, lexicon) || !d.good(t, topics) {
		t.Fatal("before any change")
	}
	first := resourceOf(t, c, lexicon).GetContentHash()
	f.write(t, "own.tsv", "青溪渡\tBOAT\n")
	eventually(t, "the bad file shows", func() bool {
		return strings.Contains(resourceOf(t, c, lexicon).GetError(), f.path("own.tsv")+":1: unknown type")
	})
	if !found("青溪渡") || resourceOf(t, c, lexicon).GetContentHash() != first || d.good(t, lexicon) {
		t.Errorf("the old file is not in use, or it does not show: %v", resourceOf(t, c, lexicon))
	}
	f.write(t, "own.yaml", "topics: [{id: own.bridges, words: [白石桥]}]\n")
	eventually(t, "the other file is in use", func() bool { return found("own.bridges") && !found("own.boats") })
	if !found("青溪渡") || !d.good(t, topics) || d.good(t, lexicon) {
		t.Errorf("beside a bad file: %v", resourceOf(t, c, topics))
	}
	f.write(t, "own.tsv", "白石桥\tPRODUCT\n")
	eventually(t, "the good file is in use", func() bool { return found("白石桥") })
	if got := resourceOf(t, c, lexicon); got.GetError() != "" || got.GetContentHash() == first || !d.good(t, lexicon) {
		t.Errorf("after a good file: %v", got)
	}
}

// Topics may move from one file to another: whichever is read first, both are in
// use in the end.
func TestFilesThatDoNotGoTogether(t *testing.T) {
	f := files(t.TempDir())
	boats, bridges := "topics: [{id: own.boats, words: [青溪渡]}]\n", "topics: [{id: own.bridges, words: [白石桥]}]\n"
	a, b := f.write(t, "a.yaml", boats), f.write(t, "b.yaml", bridges)
	d := start(t, "--topics", a, "--topics", b, "--reload-interval=20ms")
	c := connectAll(t, d)
	f.write(t, "a.yaml", bridges)
	eventually(t, "the id that is taken shows", func() bool {
		return strings.Contains(resourceOf(t, c, "topics "+a).GetError(), `"own.bridges": the id is taken`)
	})
	f.write(t, "b.yaml", boats)
	eventually(t, "both are in use", func() bool { return d.good(t, "topics "+a) && d.good(t, "topics "+b) })
	failures := 0
	for _, line := range d.lines() {
		if line["level"] == "ERROR" {
			failures++
		}
	}
	if failures == 0 || failures > 2 {
		t.Errorf("%d errors in the log, want one for as long as it lasts", failures)
	}
}

func replaceTokens(t *testing.T, f files, d *daemon) {
	first, second := f.connect(t, d, "first"), f.connect(t, d, "second")
	knows := func(c *client.Client) bool {
		_, err := c.GetServiceInfo(t.Context(), &tiyaov1.GetServiceInfoRequest{})
		if err != nil && status.Code(err) != codes.Unauthenticated {
			t.Fatal(err)
		}
		return err == nil
	}
	if !knows(first) || knows(second) {
		t.Fatal("before any change")
	}
	f.write(t, "tokens", tokenLine("ana", "first")+tokenLine("ana", "second"))
	eventually(t, "both tokens are known", func() bool { return knows(first) && knows(second) })
	f.write(t, "tokens", "")
	eventually(t, "the bad file shows", func() bool { return !d.good(t, "tokens") })
	if !knows(first) || !knows(second) {
		t.Error("a bad file took tokens away")
	}
	f.write(t, "tokens", tokenLine("ana", "second"))
	eventually(t, "the first token is gone", func() bool { return !knows(first) && knows(second) })
}

func replaceCertificates(t *testing.T, f files, d *daemon) {
	call := func(c *client.Client) error {
		_, err := c.GetServiceInfo(t.Context(), &tiyaov1.GetServiceInfoRequest{})
		return err
	}
	open := f.connect(t, d, "second")
	if err := call(open); err != nil {
		t.Fatal(err)
	}
	if ends := d.metric(t, "tiyao_certificate_expiry_timestamp_seconds"); time.Until(time.Unix(int64(ends), 0)) > time.Hour || ends == 0 {
		t.Errorf("the certificate ends at %v", ends)
	}
	old := serial(t, d)
	f.write(t, "server.pem", "no certificate")
	eventually(t, "the bad file shows", func() bool { return !d.good(t, "tls") })
	if serial(t, d).Cmp(old) != 0 {
		t.Error("a bad file took the certificate away")
	}
	renewed := f.certificate(t, "server")
	eventually(t, "the new certificate is shown", func() bool { return serial(t, d).Cmp(renewed) == 0 })
	if err := call(f.connect(t, d, "second")); err != nil {
		t.Errorf("a new connection: %v", err)
	}
	f.certificate(t, "client")
	if err := call(f.connect(t, d, "second")); status.Code(err) != codes.Unavailable {
		t.Errorf("with a certificate that is not trusted: %v", err)
	}
	f.trust(t, "client")
	eventually(t, "the new authority is trusted", func() bool { return call(f.connect(t, d, "second")) == nil })
	if err := call(open); err != nil {
		t.Errorf("the connection that stayed open: %v", err)
	}
}

func TestAdminAndSIGHUP(t *testing.T) {
	f := files(t.TempDir())
	lexicon := f.write(t, "own.tsv", "青溪渡\tPRODUCT\n")
	d := start(t, "--lexicon", lexicon, "--reload-interval=1h", "--no-pprof")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/debug/pprof/": 404, "/": 404} {
		if got, _ := d.get(t, path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	good := fmt.Sprintf("tiyao_last_reload_successful{name=%q}", "lexicon "+lexicon)
	for _, name := range []string{"go_goroutines", "process_open_fds", good} {
		if d.metric(t, name) == 0 {
			t.Errorf("no metric %s", name)
		}
	}
	_, metrics := d.get(t, "/metrics")
	problems, err := promlint.New(strings.NewReader(metrics)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("metrics not named as is usual: %v, %v", problems, err)
	}
	f.write(t, "own.tsv", "oops\n")
	if err := d.process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "SIGHUP has the file read", func() bool { return d.metric(t, good) == 0 })
}
