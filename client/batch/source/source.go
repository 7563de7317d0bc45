// Package source reads the articles of an archive, one after the other, from
// whatever holds them: directories, files, tar and zip archives, JSON and CSV
// tables. Nothing is unpacked to disk, and no more than one article is held in
// memory.
//
// The order of the articles and their ids depend on the inputs alone, so that a
// second reading brings the same. What cannot be read is not passed over: it
// comes as an [Item] with a [Failure] in the place where it stands.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// Item is one input: a document or the reason why there is none.
type Item struct {
	ID       string
	Document *tiyaov1.Document // nil where Failure is not
	Failure  *Failure
	Read     int64 // bytes of the input files read up to here
}

// Options says what to read and how.
type Options struct {
	Inputs  []string // paths of files and directories
	Include []string // globs of the articles to read; none: all
	Exclude []string // globs of what to pass over
	Avoid   string   // a directory that is never entered, or empty
	Columns Columns
	Type    tiyaov1.ContentType // CONTENT_TYPE_UNSPECIFIED: by name and content
	Limits  Limits
}

// Columns names the fields of JSON objects and CSV rows.
type Columns struct {
	ID, Title, Date, Content string
}

// Limits bounds what a hostile input can cost. Zero fields have defaults.
type Limits struct {
	MaxContentBytes int   // longest article, in bytes of UTF-8; 1 MiB
	MaxRecordBytes  int   // longest line, row or object of a table; 16 MiB
	MaxEntries      int   // most entries of one archive; 1,000,000
	MaxExpansion    int64 // most bytes that a compressed file may expand to, per byte of the file; 200
	MinExpanded     int64 // bytes that any file may expand to, however small it is; 64 MiB
}

func (l Limits) orDefaults() Limits {
	if l.MaxContentBytes == 0 {
		l.MaxContentBytes = 1 << 20
	}
	if l.MaxRecordBytes == 0 {
		l.MaxRecordBytes = 16 << 20
	}
	if l.MaxEntries == 0 {
		l.MaxEntries = 1_000_000
	}
	if l.MaxExpansion == 0 {
		l.MaxExpansion = 200
	}
	if l.MinExpanded == 0 {
		l.MinExpanded = 64 << 20
	}
	return l
}

// Source is a set of inputs. It is safe for concurrent use.
type Source struct {
	options Options
	filter  filter
	avoid   fs.FileInfo // of Options.Avoid, or nil
}

// Open checks that all inputs are there and all globs make sense. It reads no
// content.
func Open(o Options) (*Source, error) {
	o.Limits = o.Limits.orDefaults()
	for _, path := range o.Inputs {
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
	}
	f, err := newFilter(o.Include, o.Exclude)
	if err != nil {
		return nil, err
	}
	s := &Source{options: o, filter: f}
	if o.Avoid != "" {
		if s.avoid, err = os.Stat(o.Avoid); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return s, nil
}

// Items yields the inputs in order: of the given paths as given, of a directory
// by name, of an archive or a table as they stand there. When ctx ends, it
// stops.
//
// An article's id is its path: as given, or in the directory or archive given,
// with slashes. A row's is what its id column says, else the id of its table, #
// and its number from 1. A second item with the id of an earlier one is a
// failure; to know it, 16 bytes are kept for each.
func (s *Source) Items(ctx context.Context) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		ids := make(idSet)
		r := &reader{Source: s, ctx: ctx}
		r.yield = func(it Item) bool {
			if it.Failure == nil && !ids.add(it.ID) {
				it = failed(it.ID, IDDuplicate, errors.New("an earlier input has the same id"))
			}
			it.Read = r.read
			return ctx.Err() == nil && yield(it)
		}
		for _, path := range s.options.Inputs {
			if r.input(path) != nil {
				return
			}
		}
	}
}

// Size returns the number of bytes of all input files.
func (s *Source) Size(ctx context.Context) (int64, error) {
	var n int64
	for _, path := range s.options.Inputs {
		path, err := filepath.EvalSymlinks(path)
		if err != nil {
			return 0, err
		}
		err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			switch { // errors are told by Items, in their place
			case err == nil && d.IsDir():
				return s.enter(path, p, d)
			case err == nil && d.Type().IsRegular():
				if info, err := d.Info(); err == nil {
					n += info.Size()
				}
			}
			return nil
		})
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
	}
	return n, nil
}
