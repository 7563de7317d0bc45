package source

import (
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/mholt/archives"
)

// format says how a file holds articles, as its name tells.
type format struct {
	compression archives.Decompressor // or nil
	archive     archives.Extractor    // or nil: the file is one article or a table
	table       tableReader           // or nil: the file is one article
}

// maxWindow bounds the memory of a decoder, whatever the compressed data asks
// for. It is what zstd --ultra and xz -9 need.
const maxWindow = 128 << 20

// formatOf returns the format of the file called name.
func formatOf(name string) (f format) {
	name = strings.ToLower(path.Base(name))
	ext := path.Ext(name)
	inner := strings.TrimSuffix(name, ext)
	switch ext {
	case ".tgz", ".tzst", ".txz", ".tbz2":
		ext, inner = "."+ext[2:], inner+".tar"
	}
	switch ext {
	case ".gz":
		f.compression = archives.Gz{}
	case ".zst":
		f.compression = archives.Zstd{DecoderOptions: []zstd.DOption{
			zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderConcurrency(1),
		}}
	case ".xz":
		f.compression = archives.Xz{}
	case ".bz2":
		f.compression = archives.Bz2{}
	default:
		inner = name
	}
	switch path.Ext(inner) {
	case ".tar":
		f.archive = archives.Tar{}
	case ".zip":
		if f.compression == nil { // else it cannot be read at random
			f.archive = archives.Zip{TextEncoding: zipNames}
		}
	case ".jsonl", ".ndjson":
		f.table = (*reader).lines
	case ".json":
		f.table = (*reader).object
	case ".csv":
		f.table = (*reader).commas
	case ".tsv", ".tab":
		f.table = (*reader).tabs
	}
	return f
}

// magics are the first bytes of archives and compressed files.
var magics = []string{"PK\x03\x04", "PK\x05\x06", "\x1f\x8b", "\x28\xb5\x2f\xfd", "\xfd7zXZ\x00", "BZh", "7z\xbc\xaf\x27\x1c", "Rar!\x1a"}

// looksPacked reports whether data is an archive or compressed.
func looksPacked(data []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m)) {
			return true
		}
	}
	return len(data) > 262 && string(data[257:262]) == "ustar"
}

// expanding bounds the bytes that come out of a compressed file.
type expanding struct {
	io.Reader
	left *int64
}

func (e expanding) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if *e.left -= int64(n); *e.left < 0 {
		return 0, errExpands
	}
	return n, err
}
