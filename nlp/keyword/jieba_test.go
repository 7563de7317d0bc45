//go:build cgo

package keyword_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yanyiwu/gojieba"
)

// addJieba adds gojieba's TF-IDF to rankers, where the dictionaries of its
// module can be found.
func addJieba(t testing.TB, rankers map[string]func(string, int) []string) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yanyiwu/gojieba").Output()
	if err != nil {
		t.Log("no gojieba module")
		return
	}
	var paths []string
	for _, name := range []string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"} {
		paths = append(paths, filepath.Join(strings.TrimSpace(string(dir)), "deps", "cppjieba", "dict", name))
	}
	jieba := gojieba.NewJieba(paths...)
	t.Cleanup(jieba.Free)
	rankers["gojieba TF-IDF"] = jieba.Extract
}
