package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
)

// annotation is one marked name of a corpus row, in the corpus' own types.
type annotation struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

// role is one row of the roles of an annotated document.
type role struct {
	Person       string `json:"person"`
	Title        string `json:"title"`
	Organization string `json:"organization"`
}

// record is one row of a corpus.
type record struct {
	ID          string       `json:"id"`
	Text        string       `json:"text"`
	Annotations []annotation `json:"entities"`
	Roles       []role       `json:"roles"`

	text   *document.Text
	source *source
}

// readCorpus reads the rows of one JSONL file under dir.
func readCorpus(dir string, src *source) ([]*record, error) {
	path := filepath.Join(dir, filepath.FromSlash(src.path))
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read corpus %s: %w", src.name, err)
	}
	defer f.Close()
	var out []*record
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 16<<20)
	for line := 1; scan.Scan(); line++ {
		r := &record{source: src}
		if err := json.Unmarshal(scan.Bytes(), r); err != nil {
			return nil, fmt.Errorf("read corpus %s: %s:%d: %w", src.name, path, line, err)
		}
		r.text = document.NewText(r.Text)
		n := r.text.Len()
		r.Annotations = slices.DeleteFunc(r.Annotations, func(a annotation) bool {
			return a.Start < 0 || a.End > n || a.Start >= a.End
		})
		out = append(out, r)
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("read corpus %s: %s: %w", src.name, path, err)
	}
	return out, nil
}

// bucket spreads ids evenly over n parts, the same on every machine.
func bucket(id string, n uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return x % n
}

// trim narrows an annotation that starts or ends with blanks or quotes.
func trim(t *document.Text, a annotation) annotation {
	const cut = "《》〈〉\"“” "
	for a.Start < a.End && strings.ContainsRune(cut, t.Runes[a.Start]) {
		a.Start++
	}
	for a.End > a.Start && strings.ContainsRune(cut, t.Runes[a.End-1]) {
		a.End--
	}
	return a
}
