package batch

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"os"
	"path/filepath"
)

// durable is a file that is not there until it is whole: it is written under
// another name, synced and renamed. A crash leaves the file as it was before.
type durable struct {
	path string // where it will be
	file *os.File
	out  *bufio.Writer
	hash hash.Hash
	size int64
}

// createDurable begins the file path under the name aside, which must be in the
// same file system.
func createDurable(aside, path string) (*durable, error) {
	f, err := os.Create(aside)
	if err != nil {
		return nil, err
	}
	return &durable{path: path, file: f, out: bufio.NewWriterSize(f, 64<<10), hash: sha256.New()}, nil
}

func (d *durable) Write(p []byte) (int, error) {
	n, err := d.out.Write(p)
	d.hash.Write(p[:n]) // never fails
	d.size += int64(n)
	return n, err
}

// sum returns the SHA-256 of what was written, in hexadecimal.
func (d *durable) sum() string { return hex.EncodeToString(d.hash.Sum(nil)) }

// sync brings the file to the disk.
func (d *durable) sync() error {
	return errors.Join(d.out.Flush(), d.file.Sync(), d.file.Close())
}

// rename puts a synced file in its place. The directory is still to be synced.
func (d *durable) rename() error { return os.Rename(d.file.Name(), d.path) }

// abandon removes the file.
func (d *durable) abandon() error {
	_ = d.file.Close() // what it holds is not wanted
	return os.Remove(d.file.Name())
}

// writeDurable writes a whole file by write.
func writeDurable(path string, write func(*durable) error) error {
	d, err := createDurable(path+".tmp", path)
	if err != nil {
		return err
	}
	if err := errors.Join(write(d), d.sync()); err != nil {
		return errors.Join(err, os.Remove(d.file.Name()))
	}
	if err := d.rename(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// writeDurableJSON writes v as indented JSON.
func writeDurableJSON(path string, v any) error {
	return writeDurable(path, func(d *durable) error {
		e := json.NewEncoder(d)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}
