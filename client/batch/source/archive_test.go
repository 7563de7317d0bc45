package source

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zip"
	"github.com/mholt/archives"
)

// entry is what an archive of the tests holds.
type entry struct {
	name, content string
	link          byte // type of a link, or zero
}

var articles = []entry{{name: "news/b.md", content: "乙"}, {name: "news/a.md", content: "甲"}, {name: "t.jsonl", content: `{"content":"丙"}` + "\n" + `{"id":"x","content":"丁"}`}}

func tarOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: 0o600, Typeflag: tar.TypeReg}
		if e.link != 0 {
			h.Typeflag, h.Linkname, h.Size = e.link, e.content, 0
		}
		if strings.HasSuffix(e.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := io.WriteString(w, e.content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.link != 0 {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packed compresses data.
func packed(t testing.TB, c archives.Compressor, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := c.OpenWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// file writes an archive.
func file(t testing.TB, name string, data []byte) string {
	t.Helper()
	return filepath.Join(tree(t, map[string]string{name: string(data)}), name)
}

func TestArchives(t *testing.T) {
	plain := tarOf(t, append([]entry{{name: "news/"}}, articles...)...)
	for name, data := range map[string][]byte{
		"a.tar":     plain,
		"a.tar.gz":  packed(t, archives.Gz{}, plain),
		"a.TGZ":     packed(t, archives.Gz{}, plain),
		"a.tar.zst": packed(t, archives.Zstd{}, plain),
		"a.tzst":    packed(t, archives.Zstd{}, plain),
		"a.tar.xz":  packed(t, archives.Xz{}, plain),
		"a.tar.bz2": packed(t, archives.Bz2{}, plain),
		"a.zip":     zipOf(t, articles...),
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, name, data)
			check(t, lines(t, Options{Inputs: []string{path}}), "news/b.md: 乙", "news/a.md: 甲", "t.jsonl#1: 丙", "x: 丁")
			check(t, lines(t, Options{Inputs: []string{filepath.Dir(path)}, Include: []string{"*.md"}, Exclude: []string{"b.*"}}), name+"/news/a.md: 甲")
		})
	}
	for name, data := range map[string][]byte{
		"t.jsonl.gz": packed(t, archives.Gz{}, []byte(`{"content":"丙"}`)),
		"t.csv.zst":  packed(t, archives.Zstd{}, []byte("content\n丙\n")),
		"a.txt.xz":   packed(t, archives.Xz{}, []byte("丙")),
	} {
		id := name
		if !strings.HasPrefix(name, "a") {
			id += "#1"
		}
		check(t, lines(t, Options{Inputs: []string{filepath.Dir(file(t, name, data))}}), id+": 丙")
	}
}

func TestArchiveEntries(t *testing.T) {
	odd := []entry{
		{name: "../up.md", content: "x"},
		{name: "a/../../up.md", content: "x"},
		{name: "/etc/passwd.md", content: "x"},
		{name: `C:\a.md`, content: "x"},
		{name: `dir\b.md`, content: "反斜杠"},
		{name: "./c.md", content: "点"},
		{name: "link.md", content: "/etc/passwd", link: tar.TypeSymlink},
		{name: "nested.zip", content: "PK"},
		{name: "nested.md", content: "PK\x03\x04 in disguise"},
		{name: "page.html.gz", content: "\x1f\x8b"},
		{name: "last.md", content: "末"},
	}
	want := []string{
		"../up.md: PATH_UNSAFE", "a/../../up.md: PATH_UNSAFE", "/etc/passwd.md: PATH_UNSAFE", "C:/a.md: PATH_UNSAFE",
		"dir/b.md: 反斜杠", "c.md: 点", "link.md: NOT_A_FILE", "nested.zip: ARCHIVE_NESTED", "nested.md: ARCHIVE_NESTED",
		"page.html.gz: ARCHIVE_NESTED", "last.md: 末",
	}
	check(t, lines(t, Options{Inputs: []string{file(t, "a.zip", zipOf(t, odd...))}}), want...)
	odd = append(odd, entry{name: "hard.md", content: "c.md", link: tar.TypeLink}, entry{name: "pipe", link: tar.TypeFifo})
	check(t, lines(t, Options{Inputs: []string{file(t, "a.tar", tarOf(t, odd...))}}), append(want, "hard.md: NOT_A_FILE", "pipe: NOT_A_FILE")...)
}

// TestBrokenArchives cuts archives off: what stands before is read, and the
// archive is one failure.
func TestBrokenArchives(t *testing.T) {
	plain := tarOf(t, articles...)
	whole := packed(t, archives.Gz{}, plain)
	for _, cut := range []int{0, 5, len(whole) / 2, len(whole) - 9} {
		path := file(t, "a.tar.gz", whole[:cut])
		got := lines(t, Options{Inputs: []string{path}})
		if len(got) == 0 || !strings.HasSuffix(got[len(got)-1], ": ARCHIVE_BROKEN") {
			t.Errorf("cut at %d: %q", cut, got)
		}
	}
	check(t, lines(t, Options{Inputs: []string{filepath.Dir(file(t, "a.tar", plain[:1024+100]))}}), "a.tar/news/b.md: 乙", "a.tar: ARCHIVE_BROKEN")
	check(t, lines(t, Options{Inputs: []string{filepath.Dir(file(t, "a.zip", []byte("PK no zip")))}}), "a.zip: ARCHIVE_BROKEN")
}

// zeros writes n zero bytes.
func zeros(t testing.TB, w io.Writer, n int64) {
	t.Helper()
	if _, err := io.CopyN(w, zeroReader{}, n); err != nil {
		t.Fatal(err)
	}
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestBombs reads archives that are small and expand without end: it must end
// soon, say so, and need little memory.
func TestBombs(t *testing.T) {
	const big = 40 << 20
	limits := Limits{MinExpanded: 16 << 20}
	var tarball, zipped bytes.Buffer

	gz, err := archives.Gz{}.OpenWriter(&tarball)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(gz)
	for _, h := range []*tar.Header{{Name: "good.md", Size: 1, Mode: 0o600}, {Name: "zeros.md", Size: big, Mode: 0o600}, {Name: "after.md", Size: 0, Mode: 0o600}} {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		zeros(t, w, h.Size)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := gz.Close(); err != nil {
		t.Fatal(err)
	}

	zw := zip.NewWriter(&zipped)
	f, err := zw.Create("zeros.md")
	if err != nil {
		t.Fatal(err)
	}
	zeros(t, f, big)
	if f, err = zw.Create("good.md"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "好"); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	check(t, lines(t, Options{Inputs: []string{filepath.Dir(file(t, "a.tar.gz", tarball.Bytes()))}, Limits: limits}),
		"a.tar.gz/good.md: \x00", "a.tar.gz/zeros.md: CONTENT_TOO_LARGE", "a.tar.gz: ARCHIVE_TOO_LARGE")
	check(t, lines(t, Options{Inputs: []string{filepath.Dir(file(t, "a.zip", zipped.Bytes()))}, Limits: limits}), "a.zip/zeros.md: CONTENT_TOO_LARGE", "a.zip/good.md: 好")
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > big/2 {
		t.Errorf("allocated %d bytes", used)
	}
}

// TestManyEntries reads archives of many tiny entries.
func TestManyEntries(t *testing.T) {
	var entries []entry
	for i := range 200 {
		entries = append(entries, entry{name: fmt.Sprintf("%d.md", i), content: "x"})
	}
	for name, data := range map[string][]byte{"a.tar": tarOf(t, entries...), "a.zip": zipOf(t, entries...)} {
		got := lines(t, Options{Inputs: []string{filepath.Dir(file(t, name, data))}, Limits: Limits{MaxEntries: 50}})
		if len(got) != 51 || got[50] != name+": ARCHIVE_TOO_LARGE" {
			t.Errorf("%s: %d items, the last %s", name, len(got), got[len(got)-1])
		}
	}
}

// TestExpansionOfAllEntries reads entries of a zip file that each are small
// enough: together they may expand no more than the file allows.
func TestExpansionOfAllEntries(t *testing.T) {
	var entries []entry
	content := strings.Repeat("0", 1<<14)
	for i := range 70 {
		entries = append(entries, entry{name: fmt.Sprintf("%02d.md", i), content: content})
	}
	got := lines(t, Options{Inputs: []string{file(t, "a.zip", zipOf(t, entries...))}, Limits: Limits{MinExpanded: 1 << 20, MaxExpansion: 1}})
	if len(got) != 70 || !strings.HasPrefix(got[62], "62.md: 000") || got[69] != "69.md: ARCHIVE_TOO_LARGE" {
		t.Errorf("%d items, the last %.40s", len(got), got[len(got)-1])
	}
}

// FuzzArchive feeds any bytes to the readers of archives.
func FuzzArchive(f *testing.F) {
	plain := tarOf(f, articles...)
	f.Add(0, plain)
	f.Add(1, packed(f, archives.Gz{}, plain))
	f.Add(2, packed(f, archives.Zstd{}, plain))
	f.Add(3, packed(f, archives.Xz{}, plain))
	f.Add(4, zipOf(f, articles...))
	names := []string{"a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz", "a.zip"}
	f.Fuzz(func(t *testing.T, kind int, data []byte) {
		path := file(t, names[uint(kind)%uint(len(names))], data)
		defer os.Remove(path)
		s, err := Open(Options{Inputs: []string{path}, Columns: columns, Limits: Limits{MaxEntries: 100}})
		if err != nil {
			t.Fatal(err)
		}
		for it := range s.Items(context.Background()) {
			if (it.Document == nil) == (it.Failure == nil) {
				t.Errorf("%+v", it)
			}
		}
	})
}
