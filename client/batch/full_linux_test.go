package batch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDiskFull lets a file of each kind lie on a device that is full, and
// expects that the run says so and goes on when there is room.
func TestDiskFull(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full")
	}
	path := archive(t, 25)
	whole := options(filepath.Join(t.TempDir(), "whole"))
	if _, err := Run(t.Context(), &fake{}, open(t, path), whole); err != nil {
		t.Fatal(err)
	}
	want := files(t, whole.Output)
	for _, name := range []string{"journal-000002", "annotations-000002.tmp", "figures-000002.tmp", "part-000002.json.tmp"} {
		t.Run(name, func(t *testing.T) {
			o := options(filepath.Join(t.TempDir(), "out"))
			o.Parquet = name == "figures-000002.tmp"
			if err := os.MkdirAll(filepath.Join(o.Output, stateDir), 0o700); err != nil {
				t.Fatal(err)
			}
			full := filepath.Join(o.Output, stateDir, name)
			if err := os.Symlink("/dev/full", full); err != nil {
				t.Fatal(err)
			}
			_, err := Run(t.Context(), &fake{}, open(t, path), o)
			if !errors.Is(err, syscall.ENOSPC) && (name != "journal-000002" || !errors.Is(err, syscall.EINVAL)) {
				t.Errorf("error: %v", err)
			}
			for _, part := range []int{0, 1} {
				name := filepath.Join("annotations", fmt.Sprintf("part-%06d.jsonl", part))
				if data, err := os.ReadFile(filepath.Join(o.Output, name)); string(data) != want[name] {
					t.Errorf("%s is not whole: %v", name, err)
				}
			}
			if err := os.Remove(full); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			if _, err := Run(t.Context(), &fake{}, open(t, path), o); err != nil {
				t.Fatal(err)
			}
			for name, data := range want {
				if name != "manifest.json" && !strings.HasPrefix(name, stateDir) && files(t, o.Output)[name] != data {
					t.Errorf("%s differs", name)
				}
			}
		})
	}
}
