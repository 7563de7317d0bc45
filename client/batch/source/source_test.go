package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

var columns = Columns{ID: "id", Title: "title", Date: "date", Content: "content"}

// tree writes files by path and returns their directory.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines reads a source and returns an item a line: its id, and its content or
// the reason for which there is none.
func lines(t testing.TB, o Options) []string {
	t.Helper()
	if o.Columns == (Columns{}) {
		o.Columns = columns
	}
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for it := range s.Items(t.Context()) {
		line := it.ID + ": "
		if it.Failure != nil {
			line += string(it.Failure.Reason)
		} else {
			line += it.Document.GetContent()
		}
		out = append(out, line)
	}
	return out
}

func check(t testing.TB, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDirectory(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("国标编码的文章，讲的是新城科技。")
	if err != nil {
		t.Fatal(err)
	}
	dir := tree(t, map[string]string{
		"b.md":            "乙",
		"a/1.txt":         "甲一",
		"a/0.html":        "<p>甲零",
		"gb.txt":          gb,
		"bom.txt":         "\ufeff有标记",
		"binary.bin":      "\x80\x81\xff",
		"packed.txt":      "PK\x03\x04",
		"skip/me.md":      "x",
		"a/out/ignore.md": "x",
	})
	if err := os.Symlink("b.md", filepath.Join(dir, "link.md")); err != nil {
		t.Skip("no links here")
	}
	o := Options{Inputs: []string{dir}, Exclude: []string{"skip"}, Avoid: filepath.Join(dir, "a", "out")}
	check(t, lines(t, o),
		"a/0.html: <p>甲零",
		"a/1.txt: 甲一",
		"b.md: 乙",
		"binary.bin: ENCODING_UNKNOWN",
		"bom.txt: 有标记",
		"gb.txt: 国标编码的文章，讲的是新城科技。",
		"link.md: NOT_A_FILE",
		"packed.txt: ARCHIVE_NESTED",
	)
	other := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(dir, "a"), other); err != nil {
		t.Fatal(err)
	}
	check(t, lines(t, Options{Inputs: []string{other}, Exclude: []string{"out"}}), "0.html: <p>甲零", "1.txt: 甲一")

	t.Chdir(dir)
	o.Inputs = []string{"./b.md", "a", filepath.Join("a", "1.txt"), "b.md"}
	check(t, lines(t, o), "b.md: 乙", "0.html: <p>甲零", "1.txt: 甲一", "a/1.txt: 甲一", "b.md: ID_DUPLICATE")

	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Size(t.Context())
	if err != nil || n != int64(2*len("乙")+2*len("甲一")+len("<p>甲零")) {
		t.Errorf("size %d, %v", n, err)
	}
	var read int64
	for it := range s.Items(t.Context()) {
		read = it.Read
	}
	if read != n {
		t.Errorf("read %d of %d bytes", read, n)
	}
}

func TestContentType(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "x", "b.html": "x", "c.txt": "<p>x", "d": "<p>x</p>", "e.jsonl": `{"content":"<div>x</div>"}`})
	want := map[string]string{"a.md": "MARKDOWN", "b.html": "HTML", "c.txt": "PLAIN", "d": "HTML", "e.jsonl#1": "HTML"}
	for _, forced := range []tiyaov1.ContentType{0, tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN} {
		s, err := Open(Options{Inputs: []string{dir}, Columns: columns, Type: forced})
		if err != nil {
			t.Fatal(err)
		}
		for it := range s.Items(t.Context()) {
			got := strings.TrimPrefix(it.Document.GetContentType().String(), "CONTENT_TYPE_")
			if forced == 0 && got != want[it.ID] || forced != 0 && got != "MARKDOWN" {
				t.Errorf("%s is %s", it.ID, got)
			}
		}
	}
}

func TestTooLarge(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "123456789", "b.txt": "1234567890", "c.txt": "\ufeff123456789", "d.jsonl": `{"content":"1234567890"}`})
	check(t, lines(t, Options{Inputs: []string{dir}, Limits: Limits{MaxContentBytes: 9}}),
		"a.txt: 123456789", "b.txt: CONTENT_TOO_LARGE", "c.txt: 123456789", "d.jsonl#1: CONTENT_TOO_LARGE")
}

func TestGlobs(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.md": "x", "b.txt": "x", ".hidden.md": "x", "2021/c.md": "x", "2021/01/d.md": "x", "2022/e.md": "x", ".git/f.md": "x", "g1.md": "x", "h[1].md": "x",
	})
	for _, test := range []struct{ include, exclude, want string }{
		{"", ".*", "2021/01/d.md 2021/c.md 2022/e.md a.md b.txt g1.md h[1].md"},
		{"*.md", ".*", "2021/01/d.md 2021/c.md 2022/e.md a.md g1.md h[1].md"},
		{"2021/*.md", "", "2021/c.md"},
		{"2021/**/*.md", "", "2021/01/d.md 2021/c.md"},
		{"202?/**", "01", "2021/c.md 2022/e.md"},
		{"[!a-f.]*.md", "", "g1.md h[1].md"},
		{"**/d.md a.md", "", "2021/01/d.md a.md"},
		{"", "2021/ .* *.txt", "2022/e.md a.md g1.md h[1].md"},
	} {
		got := lines(t, Options{Inputs: []string{dir}, Include: strings.Fields(test.include), Exclude: strings.Fields(test.exclude)})
		for i := range got {
			got[i], _, _ = strings.Cut(got[i], ":")
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("include %q, exclude %q: %q", test.include, test.exclude, got)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, o := range []Options{
		{Inputs: []string{filepath.Join(dir, "missing")}},
		{Inputs: []string{dir}, Include: []string{""}},
		{Inputs: []string{dir}, Exclude: []string{"[z-a]"}},
	} {
		if _, err := Open(o); err == nil {
			t.Errorf("%+v is fine", o)
		}
	}
}

func TestStop(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "x", "b.txt": "x", "c.jsonl": "{}\n{}\n"})
	s, err := Open(Options{Inputs: []string{dir, dir}, Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	for stop := 1; stop <= 8; stop++ {
		n := 0
		for range s.Items(t.Context()) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("stopped after %d, not %d", n, stop)
		}
	}
}
