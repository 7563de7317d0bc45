package server

import (
	"os"
	"path/filepath"
)

// DictDir returns the directory of gojieba's dictionaries in a package of the
// programs, as deploy/package.sh makes it: share/tiyao/jieba beside the directory
// of the program. It returns "" where there is none.
func DictDir() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	dir := filepath.Join(filepath.Dir(program), "..", "share", "tiyao", "jieba")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}
