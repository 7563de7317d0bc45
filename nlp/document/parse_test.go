package document

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMarkup reads files of a source and of what must come of it.
func TestMarkup(t *testing.T) {
	files, err := filepath.Glob("testdata/markup/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var src Source
			want := make(map[string]string)
			for _, part := range strings.Split(string(data), "\n-- ")[1:] {
				name, text, _ := strings.Cut(part, " --\n")
				if base, ext, ok := strings.Cut(name, "."); ok && base == "source" {
					src = Source{Content: text, Type: DetectType("source."+ext, "")}
				} else {
					want[name] = strings.TrimSuffix(text, "\n")
				}
			}
			d, err := Parse(src)
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, d)
			got := map[string]string{"body": d.Body.String}
			for name, value := range map[string]string{"title": d.Title.String, "origin": d.Origin} {
				if value != "" {
					got[name] = value
				}
			}
			if !d.PublishTime.IsZero() {
				got["time"] = d.PublishTime.Format(time.RFC3339)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestParseConcurrently: one parser of Markdown serves all readers.
func TestParseConcurrently(t *testing.T) {
	want, err := Parse(Source{Content: page + "\n\n**一** [二](u)", Type: Markdown})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := Parse(Source{Content: page + "\n\n**一** [二](u)", Type: Markdown})
			if err != nil || got.Body.String != want.Body.String {
				t.Errorf("body differs: %v", err)
			}
		})
	}
	wg.Wait()
}
