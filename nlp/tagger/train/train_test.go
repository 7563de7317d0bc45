package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

func labels(m chain.Mask) string {
	names := []string{"O"}
	for _, kind := range []string{"N", "T"} {
		for _, part := range []string{"b", "i", "e", "s"} {
			names = append(names, kind+part)
		}
	}
	var out []string
	for y, n := range names {
		if m.Has(y) {
			out = append(out, n)
		}
	}
	return strings.Join(out, "|")
}

// A corpus' annotation becomes the labels and the types that it leaves open.
func TestLattice(t *testing.T) {
	s := scheme{productTypes}
	full := &source{types: map[string]choice{
		"X": is(company), "ORG": is(company, organization), "Q": maybe(person), "W": is(product), "T": is(office), "TP": is(office, person),
	}}
	partial := &source{types: full.types, partial: true}
	every := labels(chain.All(feature.Kinds))
	for _, test := range []struct {
		name  string
		src   *source
		text  string
		in    []annotation
		want  []string
		types []string
	}{
		{"a fixed name", full, "云海在", []annotation{{0, 2, "X"}}, []string{"Nb", "Ne", "O"}, []string{company}},
		{"one of two types", full, "云海在", []annotation{{0, 2, "ORG"}}, []string{"Nb", "Ne", "O"}, []string{company + organization}},
		{"perhaps a name", full, "云在", []annotation{{0, 1, "Q"}}, []string{"O|Ns", "O"}, []string{person}},
		{"a title", full, "总监", []annotation{{0, 2, "T"}}, []string{"Tb", "Te"}, []string{office}},
		{"one of two kinds", full, "总监", []annotation{{0, 2, "TP"}}, []string{"Nb|Tb", "Ne|Te"}, []string{person + office}},
		{"marks are no part of a work's name", full, "《云》", []annotation{{0, 3, "W"}}, []string{"O", "Ns", "O"}, []string{product}},
		{"the outer of two", full, "云海山", []annotation{{0, 3, "X"}, {1, 2, "X"}}, []string{"Nb", "Ni", "Ne"}, []string{company}},
		{"an unknown type", full, "云海", []annotation{{0, 1, "?"}}, []string{every, "O"}, nil},
		{"a crossing pair is open", full, "云海山", []annotation{{0, 2, "X"}, {1, 3, "X"}}, []string{every, every, every}, nil},
		{"the rest of a partial corpus is open", partial, "云海", []annotation{{0, 1, "X"}}, []string{"Ns", every}, []string{company}},
	} {
		t.Run(test.name, func(t *testing.T) {
			allow, marks, _ := s.lattice(&record{text: document.NewText(test.text), Text: test.text, Annotations: test.in, source: test.src})
			var got, types []string
			for _, m := range allow {
				got = append(got, labels(m))
			}
			for _, m := range marks {
				set := ""
				for k, name := range productTypes {
					if m.types>>k&1 != 0 {
						set += name
					}
				}
				types = append(types, set)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(test.types, types); d != "" {
				t.Error(d)
			}
		})
	}
}

// A title in a sentence with its holder is an office; elsewhere it may be.
func TestMarkOffices(t *testing.T) {
	text := "董事长陈立群说。董事长未到。总经理缺席。"
	r := &record{
		Text: text, text: document.NewText(text),
		Annotations: []annotation{{3, 6, person}},
		Roles:       []role{{Person: "陈立群", Title: "董事长"}},
	}
	markOffices(r, map[string]bool{"总经理": true})
	want := []annotation{{3, 6, person}, {0, 3, office}, {8, 11, officeMaybe}, {14, 17, officeMaybe}}
	if d := cmp.Diff(want, r.Annotations); d != "" {
		t.Error(d)
	}
}

func TestSpaced(t *testing.T) {
	text := "据IT之家8月报道"
	r := &record{Text: text, text: document.NewText(text), Annotations: []annotation{{1, 5, organization}}}
	v := spaced(r)
	a := v.Annotations[0]
	if got := string([]rune(v.Text)[a.Start:a.End]); v.Text != "据 IT 之家 8 月报道" || got != "IT 之家" {
		t.Errorf("%q, name %q", v.Text, got)
	}
}

func TestBucketIsEven(t *testing.T) {
	var n [10]int
	for i := range 10_000 {
		n[bucket(fmt.Sprint("doc-", i), 10)]++
	}
	for k, c := range n {
		if c < 850 || c > 1150 {
			t.Errorf("part %d has %d of 10,000", k, c)
		}
	}
}

// corpusDir writes a small corpus of our own making.
func corpusDir(t *testing.T) string {
	dir := t.TempDir()
	write := func(path string, data []byte) {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	firms, people := []string{"云海重工", "远图投资", "江州精密", "华金证券", "北岭电子"}, []string{"陈立群", "周海涛", "林一诺", "何建"}
	var lines []byte
	for i := range 160 {
		f, p := firms[i%len(firms)], people[i/3%len(people)]
		text := fmt.Sprintf("%s董事长%s昨天说，%s今年增长%d%%。", f, p, f, i)
		n, m := len([]rune(f)), len([]rune(p))
		at := n + 3 + m + 4
		row, err := json.Marshal(record{
			ID: fmt.Sprint("doc-", i), Text: text,
			Annotations: []annotation{{0, n, company}, {n + 3, n + 3 + m, person}, {at, at + n, company}},
			Roles:       []role{{Person: p, Title: "董事长", Organization: f}},
		})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(append(lines, row...), '\n')
	}
	write("annotated/train.jsonl", lines)
	for _, name := range plainTexts {
		write(name, nil)
	}
	for _, l := range lists() {
		write("lexicons/"+l.file, nil)
	}
	return dir
}

// Training twice gives the same file, and the file has learned its corpus.
func TestTrainingIsDeterministic(t *testing.T) {
	dir := corpusDir(t)
	var files [2][]byte
	for i := range files {
		out := filepath.Join(t.TempDir(), "model.bin")
		o := options{
			Data: dir, Task: "product", Out: out, Seed: 1, Fits: 2, Epochs: 3, Tune: 1, Drop: 0.1, Rate: 0.15, Size: 0.02, Part: 1,
			Without: []string{"cluener", "msra", "resume", "aishell", "cfsc", "finre", "finese", "finnsp", "fewfc"},
		}
		if err := run(context.Background(), &o); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = data
	}
	if string(files[0]) != string(files[1]) {
		t.Error("two runs differ")
	}
	tg, err := tagger.Load(files[0])
	if err != nil {
		t.Fatal(err)
	}
	text := document.NewText("江州精密董事长何建昨天说，江州精密今年增长7%。")
	got, err := tg.Tag(context.Background(), text, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range got {
		names = append(names, text.Slice(m.Span))
	}
	if d := cmp.Diff([]string{"江州精密", "董事长", "何建", "江州精密"}, names); d != "" {
		t.Error(d)
	}
}
