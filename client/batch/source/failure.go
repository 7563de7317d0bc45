package source

import (
	"crypto/sha256"
	"fmt"
)

// Reason says why an input could not be read. Its values are stable.
type Reason string

// The reasons for which there is no document.
const (
	ReadFailed       Reason = "READ_FAILED"       // the file system refused
	NotAFile         Reason = "NOT_A_FILE"        // a link, a device or the like
	PathUnsafe       Reason = "PATH_UNSAFE"       // an archive's entry that points out of it
	ArchiveBroken    Reason = "ARCHIVE_BROKEN"    // damaged or cut off; what stands before was read
	ArchiveNested    Reason = "ARCHIVE_NESTED"    // an archive where an article was expected
	ArchiveTooLarge  Reason = "ARCHIVE_TOO_LARGE" // too many entries, or expands too much
	ContentTooLarge  Reason = "CONTENT_TOO_LARGE" // longer than the service takes
	EncodingUnknown  Reason = "ENCODING_UNKNOWN"  // neither UTF-8 nor Chinese in GB18030
	RecordInvalid    Reason = "RECORD_INVALID"    // a row or object that cannot be read or lacks its content
	RecordTooLarge   Reason = "RECORD_TOO_LARGE"  // a row or object longer than the limit
	IDDuplicate      Reason = "ID_DUPLICATE"      // an earlier document has the id
	CompressionOther Reason = "COMPRESSION_UNKNOWN"
)

// Failure says why an input has no annotations.
type Failure struct {
	ID     string `json:"id"`
	Reason Reason `json:"reason"` // one of this package's, or one of the service's
	Error  string `json:"error"`  // for people
}

func failed(id string, r Reason, err error) Item {
	return Item{ID: id, Failure: &Failure{ID: id, Reason: r, Error: err.Error()}}
}

// Digest is a hash of all that the item says, where it was read apart.
func (it *Item) Digest() [sha256.Size]byte {
	h := sha256.New()
	// Writing to a hash never fails. Lengths keep the fields apart.
	put := func(s string) { fmt.Fprintf(h, "%d:%s", len(s), s) }
	put(it.ID)
	if f := it.Failure; f != nil {
		put("failure")
		put(string(f.Reason))
	} else {
		d := it.Document
		put(d.GetTitle())
		put(d.GetContentType().String())
		put(d.GetPublishTime().String())
		put(d.GetContent())
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// idSet is a set of ids, kept as hashes.
type idSet map[[16]byte]struct{}

// add reports whether id is new.
func (s idSet) add(id string) bool {
	sum := sha256.Sum256([]byte(id))
	key := [16]byte(sum[:16])
	if _, ok := s[key]; ok {
		return false
	}
	s[key] = struct{}{}
	return true
}
