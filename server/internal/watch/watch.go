// Package watch keeps values in step with the files they are read from. A file
// that cannot be read or used leaves the value as it was, and says so.
package watch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// MaxFileBytes is the longest file that is read.
const MaxFileBytes = 64 << 20

// File is a file as it was read.
type File struct {
	Path    string
	Content []byte
}

// Reader returns the content.
func (f File) Reader() io.Reader { return bytes.NewReader(f.Content) }

// Status says which version of its files a value was made from.
type Status struct {
	Name   string
	Hash   string    // SHA-256 of the files in use, hexadecimal
	Loaded time.Time // when they were read
	Err    error     // why newer ones are not in use; nil if they are
}

// Value is made from files, and made again when they change. It is safe for
// concurrent use.
type Value[T any] struct {
	name    string
	paths   []string
	parse   func([]File) (T, error)
	current atomic.Pointer[T]

	mu     sync.Mutex // one reload at a time
	stamps []stamp    // of the files when they were last read
	status Status
}

// Open reads the files at paths and makes a value from them. name stands for
// the value in its [Status] and in logs.
func Open[T any](name string, paths []string, parse func([]File) (T, error)) (*Value[T], error) {
	v := &Value[T]{name: name, paths: paths, parse: parse, status: Status{Name: name}}
	if _, err := v.Reload(true); err != nil {
		return nil, err
	}
	return v, nil
}

// Get returns the latest value that could be made.
func (v *Value[T]) Get() T { return *v.current.Load() }

// Status says where the value comes from.
func (v *Value[T]) Status() Status {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.status
}

// Reload reads the files again if they look changed or could not be used, or in
// any case if always is set. It reports whether they were read. On an error the
// value stays.
func (v *Value[T]) Reload(always bool) (read bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	// Taken before the files are read: a change in between is seen next time.
	stamps := stampsOf(v.paths)
	if !always && v.status.Err == nil && slices.Equal(stamps, v.stamps) {
		return false, nil
	}
	v.stamps = stamps
	value, hash, err := v.read()
	v.status.Err = err
	if err != nil {
		return true, fmt.Errorf("%s: %w", v.name, err)
	}
	v.current.Store(&value)
	v.status.Hash, v.status.Loaded = hash, time.Now()
	return true, nil
}

// read makes the value anew and hashes what it is made from.
func (v *Value[T]) read() (value T, hash string, err error) {
	files := make([]File, len(v.paths))
	sum := sha256.New()
	for i, path := range v.paths {
		content, err := readFile(path)
		if err != nil {
			return value, "", err
		}
		files[i] = File{path, content}
		fmt.Fprintf(sum, "%d\n", len(content))
		sum.Write(content)
	}
	value, err = v.parse(files)
	return value, hex.EncodeToString(sum.Sum(nil)), err
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if len(content) > MaxFileBytes {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("the file is larger than %d bytes", MaxFileBytes)}
	}
	return content, nil
}

// stamp tells versions of a file apart without reading it. Links are followed,
// so that a swapped link, as Kubernetes makes them, is a change.
type stamp struct {
	size     int64
	modified time.Time
}

func stampsOf(paths []string) []stamp {
	out := make([]stamp, len(paths))
	for i, path := range paths {
		if info, err := os.Stat(path); err == nil {
			out[i] = stamp{info.Size(), info.ModTime()}
		}
	}
	return out
}

// Source is a [Value] of any type.
type Source interface {
	Reload(always bool) (read bool, err error)
	Status() Status
}

// Set is a number of values that are watched together.
type Set []Source

// Statuses returns the status of each value.
func (s Set) Statuses() []Status {
	out := make([]Status, len(s))
	for i, source := range s {
		out[i] = source.Status()
	}
	return out
}

// Run reloads what changed each interval, and everything on each value from
// now, until ctx ends. It logs what it read; an error once, as long as it lasts.
func (s Set) Run(ctx context.Context, interval time.Duration, now <-chan os.Signal, log *slog.Logger) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.reload(false, log)
		case <-now:
			s.reload(true, log)
		case <-ctx.Done():
			return
		}
	}
}

func (s Set) reload(always bool, log *slog.Logger) {
	for _, source := range s {
		before := source.Status()
		read, err := source.Reload(always)
		after := source.Status()
		switch {
		case err != nil && before.Err != nil && before.Err.Error() == after.Err.Error() && !always:
		case err != nil:
			log.Error("reload failed, the old version serves on", "name", after.Name, "error", err)
		case read:
			log.Info("reloaded", "name", after.Name, "hash", after.Hash)
		}
	}
}
