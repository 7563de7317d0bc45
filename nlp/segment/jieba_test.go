package segment_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/segment"
)

func TestJiebaNamesTheMissingDictionary(t *testing.T) {
	if len(engines(t)) == 1 {
		t.Skip("built without cgo")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "jieba.dict.utf8"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := segment.NewJieba(segment.WithDictDir(dir))
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), filepath.Join(dir, "hmm_model.utf8")) {
		t.Errorf("error %v, want one that names hmm_model.utf8", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "hmm_model.utf8"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err = segment.NewJieba(segment.WithDictDir(dir)); err == nil || !strings.Contains(err.Error(), "regular") {
		t.Errorf("error %v, want one that says that hmm_model.utf8 is no regular file", err)
	}
}
