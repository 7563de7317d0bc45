package segment_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/segment"
)

// Files that would end the process inside of C++ are errors that name them.
func TestJiebaNamesTheBadDictionary(t *testing.T) {
	if !segment.HasJieba {
		t.Skip("built without cgo")
	}
	const model = "1 2 3 4\n# transitions\n1 2 3 4\n1 2 3 4\n1 2 3 4\n1 2 3 4\n"
	dir := t.TempDir()
	for _, c := range []struct{ file, content, want string }{
		{"jieba.dict.utf8", "中国 3 ns\n人民 3\n", "no such file"},
		{"jieba.dict.utf8", "中国 3 ns\n人民 3\n", "line 2: want"},
		{"jieba.dict.utf8", "中国 3 ns\n人民 0 n\n", "line 2: frequency"},
		{"jieba.dict.utf8", "", "empty"},
		{"jieba.dict.utf8", "中国 3 ns\n", ""},
		{"hmm_model.utf8", model, "no such file"},
		{"hmm_model.utf8", model, "5 lines"},
		{"hmm_model.utf8", model + "中:1\n中:1\n中:1\n中:1\n", ""},
		{"user.dict.utf8", "", "no such file"},
		{"user.dict.utf8", "", ""},
		{"idf.utf8", "", "no such file"},
		{"idf.utf8", "", "empty"},
		{"idf.utf8", "中国 3\n", ""},
		{"stop_words.utf8", "", "no such file"},
		{"stop_words.utf8", "\n", "empty"},
	} {
		path := filepath.Join(dir, c.file)
		if c.want != "no such file" {
			if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if c.want == "" {
			continue // good: the next file is at fault
		}
		_, err := segment.NewJieba(segment.WithDictDir(dir))
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: error %v, want %s", c.file, c.content, err, c.want)
		}
	}
}
