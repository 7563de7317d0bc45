package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// reader is one reading of a source.
type reader struct {
	*Source
	ctx   context.Context
	yield func(Item) bool
	read  int64 // bytes of the input files so far
}

// errStopped says that the caller wants no more.
var errStopped = errors.New("stopped")

// emit hands an item to the caller.
func (r *reader) emit(it Item) error {
	if !r.yield(it) {
		return errStopped
	}
	return nil
}

// fail hands a failure to the caller.
func (r *reader) fail(id string, reason Reason, err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) { // without the path, which says where a copy of the inputs lies
		err = pathErr.Err
	}
	return r.emit(failed(id, reason, err))
}

// input reads what a path given by the caller names.
func (r *reader) input(name string) error {
	info, err := os.Stat(name)
	id := text(filepath.ToSlash(filepath.Clean(name)))
	switch {
	case err != nil:
		return r.fail(id, ReadFailed, err)
	case info.IsDir():
		return r.directory(name)
	case formatOf(name).archive != nil:
		return r.file(name, id, "")
	default:
		return r.file(name, id, id)
	}
}

// directory reads what is below root, which may be a link itself.
func (r *reader) directory(root string) error {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return r.fail(text(filepath.ToSlash(root)), ReadFailed, err)
	}
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		id := r.relative(root, name)
		switch {
		case err != nil:
			return r.fail(id, ReadFailed, err)
		case d.IsDir():
			return r.enter(root, name, d)
		case r.filter.excludes(id):
			return nil
		}
		isArchive := formatOf(name).archive != nil
		switch {
		case !isArchive && !r.filter.wants(id):
			return nil
		case !d.Type().IsRegular():
			return r.fail(id, NotAFile, fmt.Errorf("is no regular file: %s", d.Type()))
		case isArchive:
			return r.file(name, id, id+"/")
		default:
			return r.file(name, id, id)
		}
	})
}

// enter says whether a walk below root goes into the directory name.
func (s *Source) enter(root, name string, d fs.DirEntry) error {
	if s.avoid != nil {
		if info, err := d.Info(); err == nil && os.SameFile(info, s.avoid) {
			return fs.SkipDir
		}
	}
	if name != root && s.filter.excludes(s.relative(root, name)) {
		return fs.SkipDir
	}
	return nil
}

// relative returns the path of name below root, with slashes.
func (s *Source) relative(root, name string) string {
	rel, err := filepath.Rel(root, name)
	if err != nil { // not for names of a walk
		rel = name
	}
	return text(filepath.ToSlash(rel))
}

// file reads a file: an article, a table, or an archive, whose entries then have
// ids that begin with prefix. Failures of the file itself are told under id.
func (r *reader) file(name, id, prefix string) error {
	f, err := os.Open(name)
	if err != nil {
		return r.fail(id, ReadFailed, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return r.fail(id, ReadFailed, err)
	}
	limits := r.options.Limits
	left := max(limits.MinExpanded, info.Size()*limits.MaxExpansion)
	format := formatOf(name)
	switch {
	case format.archive != nil:
		return r.archive(&counted{File: f, n: &r.read}, format, id, prefix, &left)
	case format.compression != nil:
		in, err := format.compression.OpenReader(&counted{File: f, n: &r.read})
		if err != nil {
			return r.fail(id, ArchiveBroken, err)
		}
		defer in.Close()
		return r.leaf(strings.TrimSuffix(name, path.Ext(name)), id, expanding{in, &left}, format.table)
	default:
		return r.leaf(name, id, &counted{File: f, n: &r.read}, format.table)
	}
}

// leaf reads a table or, if table is nil, an article.
func (r *reader) leaf(name, id string, in io.Reader, table tableReader) error {
	if table != nil {
		return table(r, in, id)
	}
	return r.article(name, id, in)
}

// article reads one article.
func (r *reader) article(name, id string, in io.Reader) error {
	limit := r.options.Limits.MaxContentBytes
	data, err := io.ReadAll(io.LimitReader(in, int64(limit)+4)) // a byte order mark is not content
	switch {
	case err != nil:
		return r.fail(id, reasonOf(err), err)
	case looksPacked(data):
		return r.fail(id, ArchiveNested, errors.New("is an archive or compressed"))
	}
	return r.emit(r.document(id, name, data, limit))
}

// document returns the item of an article's bytes.
func (r *reader) document(id, name string, data []byte, limit int) Item {
	if len(data) > limit+3 {
		return failed(id, ContentTooLarge, fmt.Errorf("is longer than %d bytes", limit))
	}
	content, err := document.Decode(data)
	if err != nil {
		return failed(id, EncodingUnknown, err)
	}
	return r.item(&tiyaov1.Document{Id: id, Content: content}, name)
}

// item returns the item of a document whose content is set.
func (r *reader) item(doc *tiyaov1.Document, name string) Item {
	if limit := r.options.Limits.MaxContentBytes; len(doc.GetContent()) > limit {
		return failed(doc.GetId(), ContentTooLarge, fmt.Errorf("is longer than %d bytes", limit))
	}
	doc.ContentType = r.options.Type
	if doc.ContentType == tiyaov1.ContentType_CONTENT_TYPE_UNSPECIFIED {
		doc.ContentType = contentType(name, doc.GetContent())
	}
	return Item{ID: doc.GetId(), Document: doc}
}

func contentType(name, content string) tiyaov1.ContentType {
	switch document.DetectType(filepath.ToSlash(name), content) {
	case document.HTML:
		return tiyaov1.ContentType_CONTENT_TYPE_HTML
	case document.Markdown:
		return tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN
	default:
		return tiyaov1.ContentType_CONTENT_TYPE_PLAIN
	}
}

// text returns a name as text: ids are.
func text(name string) string {
	s, err := document.Decode([]byte(name))
	if err != nil {
		return strings.ToValidUTF8(name, "\ufffd")
	}
	return s
}

// reasonOf returns the reason for an error of reading content.
func reasonOf(err error) Reason {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, errExpands):
		return ArchiveTooLarge
	case errors.As(err, &pathErr):
		return ReadFailed
	default:
		return ArchiveBroken
	}
}

// counted adds the bytes that are read from a file to n.
type counted struct {
	*os.File
	n     *int64
	limit int64 // if not zero, most bytes to read at random
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	*c.n += int64(n)
	return n, err
}

// ReadAt is not for concurrent use.
func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.File.ReadAt(p, at)
	*c.n += int64(n)
	if c.limit > 0 {
		if c.limit -= int64(n); c.limit <= 0 {
			return 0, errDirectory
		}
	}
	return n, err
}
