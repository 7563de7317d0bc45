package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zip"
	"github.com/mholt/archives"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// zipNames is the encoding of names in zip files made on Chinese Windows.
var zipNames = simplifiedchinese.GB18030

// maxZipDirectory bounds, in bytes, the list of entries that stands at the end
// of a zip file and must be held in memory.
const maxZipDirectory = 32 << 20

var (
	errExpands   = errors.New("expands to more than its size allows: the rest is not read")
	errDirectory = fmt.Errorf("has a directory of more than %d bytes", maxZipDirectory)
	errEntries   = errors.New("has too many entries: the rest is not read")
)

// archive reads the entries of f. left is what they may expand to.
func (r *reader) archive(f *counted, format format, id, prefix string, left *int64) error {
	var in io.Reader = f
	if format.compression != nil {
		unpacked, err := format.compression.OpenReader(f)
		if err != nil {
			return r.fail(id, ArchiveBroken, err)
		}
		defer unpacked.Close()
		in = expanding{unpacked, left}
	} else {
		f.limit = maxZipDirectory
	}
	entries := 0
	err := format.archive.Extract(r.ctx, in, func(_ context.Context, e archives.FileInfo) error {
		f.limit = 0
		if entries++; entries > r.options.Limits.MaxEntries {
			return errEntries
		}
		return r.entry(e, prefix, left)
	})
	if err == nil && format.compression != nil {
		_, err = io.Copy(io.Discard, in) // to the checksum
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errStopped) || r.ctx.Err() != nil:
		return errStopped
	case errors.Is(err, errEntries), errors.Is(err, errDirectory), errors.Is(err, errExpands):
		return r.fail(id, ArchiveTooLarge, innermost(err))
	default:
		return r.fail(id, ArchiveBroken, err)
	}
}

// entry reads one entry of an archive. Its errors end the archive.
func (r *reader) entry(e archives.FileInfo, prefix string, left *int64) error {
	if e.IsDir() {
		return nil
	}
	name := text(slashed(e.NameInArchive))
	id := prefix + name
	format := formatOf(name)
	packed := format.archive != nil || format.compression != nil
	switch {
	case !safe(e.NameInArchive):
		return r.fail(id, PathUnsafe, errors.New("its path may point out of the archive"))
	case r.filter.excludes(name), !packed && !r.filter.wants(name):
		return nil
	case e.LinkTarget != "" || !e.Mode().IsRegular():
		return r.fail(id, NotAFile, errors.New("is a link or a special file"))
	case packed:
		return r.fail(id, ArchiveNested, errors.New("is an archive or compressed, in an archive"))
	}
	if h, ok := e.Header.(zip.FileHeader); ok && h.Method != zip.Store && h.Method != zip.Deflate {
		return r.fail(id, CompressionOther, fmt.Errorf("compression method %d of zip is not supported", h.Method))
	}
	content, err := e.Open()
	if err != nil {
		return r.fail(id, ArchiveBroken, err)
	}
	defer content.Close()
	in := io.Reader(content)
	if _, ok := e.Header.(zip.FileHeader); ok {
		in = expanding{content, left} // of tar files the whole is bounded
	}
	return r.leaf(name, id, in, format.table)
}

// slashed returns the path of an entry as tar and zip should write it.
func slashed(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./")
}

// safe reports whether the path of an entry stays in its archive.
func safe(name string) bool {
	isDrive := len(name) > 1 && name[1] == ':'
	for part := range strings.SplitSeq(slashed(name), "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return !isDrive
}

// innermost returns the error that all others wrap.
func innermost(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}
