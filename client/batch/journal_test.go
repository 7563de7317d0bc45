package batch

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// TestJournalSurvivesAnyCut cuts a journal anywhere, or spoils a byte of it, and
// expects all entries before, none that was not written, and that writing goes on.
func TestJournalSurvivesAnyCut(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, "journal")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		ids := rapid.SliceOfN(rapid.StringN(0, 40, -1), 1, 8).Draw(t, "ids")
		ends := write(t, path, ids)
		size := int(ends[len(ends)-1])
		cut := rapid.IntRange(0, size-1).Draw(t, "cut")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "spoil") {
			data[cut] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		} else {
			data = data[:cut]
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		kept := 0
		for kept < len(ends) && int(ends[kept]) <= cut {
			kept++
		}
		expect(t, path, ids[:kept])
		write(t, path, []string{"more"})
		expect(t, path, append(ids[:kept:kept], "more"))
	})
}

// write appends entries and returns where each ends.
func write(t *rapid.T, path string, ids []string) (ends []int64) {
	f, err := appendJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, id := range ids {
		data, err := proto.Marshal(&tiyaov1.AnnotationResult{DocumentId: id})
		if err != nil {
			t.Fatal(err)
		}
		if err := writeEntry(f, sha256.Sum256([]byte(id)), data); err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, info.Size())
	}
	return ends
}

func expect(t *rapid.T, path string, ids []string) {
	j, err := readJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	defer j.close()
	for _, id := range ids {
		digest, result, err := j.next()
		if err != nil || result.GetDocumentId() != id || digest != sha256.Sum256([]byte(id)) {
			t.Fatalf("read %q, %v, want %q", result.GetDocumentId(), err, id)
		}
	}
	if _, result, err := j.next(); result != nil || err != nil {
		t.Fatalf("after the last entry: %v, %v", result, err)
	}
}

func FuzzReadJournal(f *testing.F) {
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0}, 100))
	f.Add(bytes.Repeat([]byte{255}, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := readJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		defer j.close()
		for {
			_, result, err := j.next()
			if result == nil || err != nil {
				return
			}
		}
	})
}
