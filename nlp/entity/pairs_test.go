package entity_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/entity"
)

// TestListedCompanies measures how many listed companies' short names are
// joined with their full legal names, and how many with another company's that
// begins alike.
func TestListedCompanies(t *testing.T) {
	f, err := os.Open(filepath.Join(shared, "data/lexicons/a_share_2021_fullname.tsv"))
	if err != nil {
		t.Skip("the list of companies is not here")
	}
	defer func() { _ = f.Close() }()
	var short, full []string
	byFirst := map[rune][]int{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 3 || fields[1] == "name" {
			continue
		}
		name := strings.TrimLeft(fields[1], "*ST")
		byFirst[[]rune(name)[0]] = append(byFirst[[]rune(name)[0]], len(short))
		short, full = append(short, name), append(full, fields[2])
	}
	r := entity.NewResolver()
	joined := func(a, b string) bool {
		text, mentions := parseMarked(t, fmt.Sprintf("{%s C}公告。{%s C}表示。", a, b))
		entities, err := r.Resolve(t.Context(), newDocument(t, "", text), nil, mentions)
		if err != nil {
			t.Fatal(err)
		}
		return len(entities) == 1
	}
	random := rand.New(rand.NewPCG(1, 2))
	own, others, pairs := 0, 0, 0
	for i, s := range short {
		if joined(full[i], s) {
			own++
		} else {
			t.Logf("%s missed %s", s, full[i])
		}
		alike := byFirst[[]rune(s)[0]]
		for range 3 {
			if j := alike[random.IntN(len(alike))]; j != i {
				pairs++
				if joined(full[j], s) {
					others++
					t.Logf("%s is not %s", s, full[j])
				}
			}
		}
	}
	t.Logf("joined %d of %d with their own name, %d of %d with another's", own, len(short), others, pairs)
	if own*100 < len(short)*60 || others*200 > pairs {
		t.Errorf("the rules for short names have become worse")
	}
}
