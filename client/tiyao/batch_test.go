package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/client/batch"
	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
)

// process returns the command, to be run as a process of its own.
func process(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"tiyao"}, args...) // by this name, TestMain is main
	out := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}

// news writes a table of n articles.
func news(t *testing.T, n int) string {
	t.Helper()
	article, err := os.ReadFile("testdata/article.md")
	if err != nil {
		t.Fatal(err)
	}
	paragraphs := strings.Split(string(article), "\n\n")
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"d%d","content":%q}`+"\n", i, paragraphs[i%len(paragraphs)])
	}
	b.WriteString("no object\n")
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// outputs returns the content of all files below dir, those that only resuming
// needs included.
func outputs(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBatchStopped stops processes in the two ways that a person can.
func TestBatchStopped(t *testing.T) {
	addr := serve(t, server.Options{})
	t.Run("killed", func(t *testing.T) { testKilled(t, addr) })
	t.Run("interrupted", func(t *testing.T) { testInterrupted(t, addr) })
}

// testKilled kills processes at random moments, again and again, and expects
// the bytes of one that nobody disturbed.
func testKilled(t *testing.T, addr string) {
	args := []string{"batch", news(t, 120), "--addr", addr, "--part-size", "25", "--zstd", "--output"}
	whole := filepath.Join(t.TempDir(), "whole")
	start := time.Now()
	cmd, out := process(t, append(args, whole)...)
	if err := cmd.Run(); exitCode(err) != exitFailed { // one line is no article
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(start)
	want := outputs(t, whole)

	random := rand.New(rand.NewPCG(1, 2))
	kills, dir := 0, ""
	for kills < 12 || dir != "" {
		if dir == "" {
			dir = filepath.Join(t.TempDir(), "out")
		}
		cmd, out := process(t, append(args, dir)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(random.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		kill.Stop()
		if exitCode(err) < 0 {
			kills++
			continue
		}
		if exitCode(err) != exitFailed || !strings.Contains(out.String(), "121 inputs: 120 documents, 1 failed") {
			t.Fatalf("%v: %s", err, out)
		}
		if diff := cmp.Diff(want, outputs(t, dir)); diff != "" {
			t.Fatalf("after %d kills: %s", kills, diff)
		}
		dir = ""
	}
}

// testInterrupted presses Ctrl-C.
func testInterrupted(t *testing.T, addr string) {
	dir := filepath.Join(t.TempDir(), "out")
	args := []string{"batch", news(t, 600), "--addr", addr, "--part-size", "500", "--format", "jsonl", "-o", dir}
	cmd, out := process(t, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(dir, ".tiyao", "journal-000000")
	for info, err := os.Stat(journal); err != nil || info.Size() == 0; info, err = os.Stat(journal) {
		time.Sleep(5 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Skip("no interrupts here:", err)
	}
	if err := cmd.Wait(); exitCode(err) != exitFailed || !strings.Contains(out.String(), "run the same command again to go on") {
		t.Fatalf("%v: %s", err, out)
	}
	cmd, out = process(t, args...)
	if err := cmd.Run(); exitCode(err) != exitFailed || !strings.Contains(out.String(), "601 inputs: 600 documents, 1 failed") {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestBatchServerDies stops one of two servers in the middle of a run, which
// must cost nothing.
func TestBatchServerDies(t *testing.T) {
	annotator, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	var addrs []string
	var servers []*server.Server
	for range 2 {
		s, err := server.New(annotator, server.Options{})
		if err != nil {
			t.Fatal(err)
		}
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Serve(listener) }() // ends with the server
		t.Cleanup(s.Stop)
		addrs, servers = append(addrs, listener.Addr().String()), append(servers, s)
	}
	dir := filepath.Join(t.TempDir(), "out")
	var out bytes.Buffer
	ended := make(chan int)
	go func() {
		args := []string{"batch", news(t, 400), "--addr", addrs[0], "--addr", addrs[1], "--format", "jsonl", "-o", dir}
		ended <- run(t.Context(), args, streams{nil, &out, &out})
	}()
	journal := filepath.Join(dir, ".tiyao", "journal-000000")
	for info, err := os.Stat(journal); err != nil || info.Size() == 0; info, err = os.Stat(journal) {
		time.Sleep(time.Millisecond)
	}
	servers[0].Stop()
	if code := <-ended; code != exitFailed || !strings.Contains(out.String(), "401 inputs: 400 documents, 1 failed") {
		t.Errorf("exit code %d: %s", code, out.String())
	}
}

func TestProgressLine(t *testing.T) {
	p := &progress{total: 1000}
	p.update(batch.Progress{Inputs: 100, Documents: 100, ContentBytes: 3e6, Read: 500, Resumed: 100})
	p.start = p.start.Add(-10 * time.Second)
	p.update(batch.Progress{Inputs: 150, Documents: 140, ContentBytes: 4e6, Read: 750, Resumed: 100})
	if got, want := p.line(), " 75% 140 documents, 10 failed, 5/s, 0.10 MB/s, 10s left"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// exitCode returns the code that a process ended with; -1 if it was killed.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.ExitCode()
	default:
		return -2
	}
}
