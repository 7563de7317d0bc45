package watch_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tiyao/tiyao/server/internal/watch"
)

// upper is a value that refuses files that hold "bad".
func upper(files []watch.File) (string, error) {
	var b strings.Builder
	for _, f := range files {
		if bytes.Contains(f.Content, []byte("bad")) {
			return "", errors.New(f.Path + ": bad")
		}
		b.WriteString(strings.ToUpper(string(f.Content)))
	}
	return b.String(), nil
}

func write(t *testing.T, path, content string) {
	t.Helper()
	// In one step, as an administrator should: no reader sees half a file.
	next := path + ".next"
	if err := os.WriteFile(next, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
}

func TestABadFileKeepsTheOldValue(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	write(t, a, "one")
	write(t, b, "two")
	v, err := watch.Open("words", []string{a, b}, upper)
	if err != nil {
		t.Fatal(err)
	}
	first := v.Status()
	if v.Get() != "ONETWO" || first.Err != nil || len(first.Hash) != 64 || first.Loaded.IsZero() {
		t.Fatalf("value %q, status %+v", v.Get(), first)
	}
	if read, err := v.Reload(false); read || err != nil {
		t.Errorf("unchanged files: %v, %v", read, err)
	}
	for _, spoil := range []func(){func() { write(t, b, "bad!") }, func() { os.Remove(b) }} {
		spoil()
		read, err := v.Reload(false)
		if !read || err == nil || !strings.Contains(err.Error(), b) || !strings.Contains(err.Error(), "words") {
			t.Errorf("read %v, error %v does not name %s", read, err, b)
		}
		if s := v.Status(); v.Get() != "ONETWO" || s.Err == nil || s.Hash != first.Hash || s.Loaded != first.Loaded {
			t.Errorf("value %q, status %+v", v.Get(), s)
		}
	}
	write(t, b, "three")
	if read, err := v.Reload(false); !read || err != nil {
		t.Errorf("good again: %v, %v", read, err)
	}
	if s := v.Status(); v.Get() != "ONETHREE" || s.Err != nil || s.Hash == first.Hash {
		t.Errorf("value %q, status %+v", v.Get(), s)
	}
}

func TestOpenNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing")
	if _, err := watch.Open("words", []string{path}, upper); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v does not name %s", err, path)
	}
}

func TestASwappedLinkIsAChange(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	for _, name := range []string{"old", "newer"} {
		write(t, filepath.Join(dir, name), name)
	}
	swap := func(to string) {
		os.Remove(link)
		if err := os.Symlink(filepath.Join(dir, to), link); err != nil {
			t.Fatal(err)
		}
	}
	swap("old")
	v, err := watch.Open("words", []string{link}, upper)
	if err != nil {
		t.Fatal(err)
	}
	swap("newer")
	if read, err := v.Reload(false); !read || err != nil || v.Get() != "NEWER" {
		t.Errorf("read %v, %v, value %q", read, err, v.Get())
	}
}

func TestRunReloadsOnChangeAndOnSignal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	write(t, path, "one")
	reads := make(chan string, 10)
	v, err := watch.Open("words", []string{path}, func(f []watch.File) (string, error) {
		s, err := upper(f)
		reads <- s
		return s, err
	})
	if err != nil {
		t.Fatal(err)
	}
	<-reads
	ctx, cancel := context.WithCancel(t.Context())
	signals := make(chan os.Signal)
	stopped := make(chan struct{})
	var log bytes.Buffer
	go func() {
		defer close(stopped)
		watch.Set{v}.Run(ctx, time.Millisecond, signals, slog.New(slog.NewTextHandler(&log, nil)))
	}()
	write(t, path, "three")
	if got := <-reads; got != "THREE" {
		t.Errorf("after a change: %q", got)
	}
	signals <- os.Interrupt // any
	if got := <-reads; got != "THREE" {
		t.Errorf("after a signal: %q", got)
	}
	cancel()
	<-stopped
	if !strings.Contains(log.String(), "name=words") {
		t.Errorf("the log is %q", log.String())
	}
}
