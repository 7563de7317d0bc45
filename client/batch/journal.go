package batch

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"

	"google.golang.org/protobuf/proto"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// A journal holds the results of one part in order, until the part is whole.
// An entry is the length of its result (4 bytes), the CRC-32C of what follows
// (4 bytes), the digest of the input and the result. What a killed run leaves
// at the end of a journal fails one of these and is cut off.

const journalHead = 4 + 4 + sha256.Size

// journalReader reads a journal.
type journalReader struct {
	file *os.File // nil: there is none, or no more
	in   *bufio.Reader
	size int64 // of the entries read
	left int64
}

// readJournal opens the journal at path. One that is not there is empty.
func readJournal(path string) (*journalReader, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &journalReader{}, nil
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &journalReader{file: f, in: bufio.NewReaderSize(f, 256<<10), left: info.Size()}, nil
}

// entry returns the next entry whole; nil after the last that is.
func (j *journalReader) entry() ([]byte, error) {
	if j.file == nil {
		return nil, nil
	}
	head, err := j.in.Peek(4)
	if err != nil {
		return nil, eof(err)
	}
	size := journalHead + int64(binary.LittleEndian.Uint32(head))
	if size > j.left {
		return nil, nil
	}
	entry := make([]byte, size)
	if _, err := io.ReadFull(j.in, entry); err != nil {
		return nil, eof(err)
	}
	if binary.LittleEndian.Uint32(entry[4:]) != checksum(entry) {
		return nil, nil
	}
	j.left -= size
	j.size += size
	return entry, nil
}

// next returns the next digest and result; a nil result after the last.
func (j *journalReader) next() (digest [sha256.Size]byte, result *tiyaov1.AnnotationResult, err error) {
	entry, err := j.entry()
	if err != nil || entry == nil {
		j.close()
		return digest, nil, err
	}
	result = &tiyaov1.AnnotationResult{}
	if err := proto.Unmarshal(entry[journalHead:], result); err != nil {
		return digest, nil, fmt.Errorf("%s: %w", j.file.Name(), err)
	}
	return [sha256.Size]byte(entry[8:journalHead]), result, nil
}

func (j *journalReader) close() {
	if j.file != nil {
		_ = j.file.Close() // it was only read
		j.file = nil
	}
}

// eof returns err unless it says that the file ends.
func eof(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func checksum(entry []byte) uint32 {
	return crc32.Checksum(entry[8:], crc32.MakeTable(crc32.Castagnoli))
}

// appendJournal opens the journal at path to add entries after those that are
// whole.
func appendJournal(path string) (*os.File, error) {
	j, err := readJournal(path)
	if err != nil {
		return nil, err
	}
	for {
		entry, err := j.entry()
		if err != nil {
			j.close()
			return nil, err
		}
		if entry == nil {
			break
		}
	}
	j.close()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Truncate(j.size), seek(f, j.size)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func seek(f *os.File, at int64) error {
	_, err := f.Seek(at, io.SeekStart)
	return err
}

// writeEntry adds an entry to a journal.
func writeEntry(f *os.File, digest [sha256.Size]byte, result []byte) error {
	entry := make([]byte, journalHead, journalHead+len(result))
	binary.LittleEndian.PutUint32(entry, uint32(len(result)))
	copy(entry[8:], digest[:])
	entry = append(entry, result...)
	binary.LittleEndian.PutUint32(entry[4:], checksum(entry))
	_, err := f.Write(entry)
	return err
}
