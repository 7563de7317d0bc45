package document

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newsDir holds real articles of the archives that the product is for. They
// are not part of the project, and no text of them is.
const newsDir = "../../../shared/news"

// TestNews compares what is read from each article with the golden summary. It
// has a line for each: hashes of path and body, the time of publication, and
// counts: code points of the title, paragraphs, sentences and code points of
// the body. With -update it writes the summary.
func TestNews(t *testing.T) {
	if _, err := os.Stat(newsDir); err != nil {
		t.Skip("no news to read: ", err)
	}
	var got strings.Builder
	err := fs.WalkDir(os.DirFS(newsDir), ".", func(name string, e fs.DirEntry, err error) error {
		ext := path.Ext(name)
		if err != nil || e.IsDir() || name == "README.md" || ext != ".md" && ext != ".json" && ext != ".txt" {
			return err
		}
		src, err := readNews(path.Join(newsDir, name))
		if err != nil {
			return err
		}
		d, err := Parse(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		checkDocument(t, d)
		for _, s := range d.Body.Sentences {
			if _, ok := d.SourceSpan(s, UTF16); !ok && !strings.Contains(d.Body.Slice(s), "\t") {
				t.Errorf("%s: no source for sentence %v", name, s)
			}
		}
		date := "-"
		if !d.PublishTime.IsZero() {
			date = d.PublishTime.Format(time.RFC3339)
		}
		fmt.Fprintf(&got, "%s %s %s %d %d %d %d\n", hash(name), hash(d.Body.String), date,
			d.Title.Len(), len(d.Body.Paragraphs), len(d.Body.Sentences), d.Body.Len())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/news.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// readNews reads one article; one in JSON is plain text with a title.
func readNews(file string) (Source, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Source{}, err
	}
	content, err := Decode(data)
	if err != nil || path.Ext(file) != ".json" {
		return Source{Content: content, Type: DetectType(file, content)}, err
	}
	var article struct{ Title, Content, Context, Text string }
	if err := json.Unmarshal([]byte(content), &article); err != nil {
		return Source{}, fmt.Errorf("%s: %w", file, err)
	}
	return Source{Title: article.Title, Content: article.Content + article.Context + article.Text}, nil
}

func hash(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s)))[:8] }
