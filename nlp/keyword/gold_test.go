package keyword_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/internal/articletest"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/keyword/baseline"
)

const shared = "../../../shared"

// goldArticle is an article with the keywords that an analyst chose.
type goldArticle struct {
	doc      *document.Document
	entities []entity.Entity
	keywords []string
}

// text is what a baseline reads: the title, then the body.
func (a goldArticle) text() string { return a.doc.Title.String + "\n" + a.doc.Body.String }

// readGold reads the development part of the gold set with its entities.
func readGold(t testing.TB) (out []goldArticle) {
	t.Helper()
	for _, g := range articletest.Gold(t, shared) {
		out = append(out, goldArticle{doc: parse(t, g.Title, g.Text), entities: articletest.Entities(&g), keywords: g.Keywords})
	}
	return out
}

// readAbstracts reads scientific abstracts with their authors' keywords.
func readAbstracts(t testing.TB) []goldArticle {
	t.Helper()
	file, err := os.Open(filepath.Join(shared, "data", "keywords", "csl-dev.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no data sets beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	var out []goldArticle
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var row struct {
			Text     string   `json:"text"`
			Keywords []string `json:"keywords"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		out = append(out, goldArticle{doc: parse(t, "", row.Text), keywords: row.Keywords})
	}
	return out
}

// closeF1 is the measure of the annotation guidelines' scorer: a keyword is
// found when one of the first ten answers holds it or stands in it, the shorter
// at least half as long as the longer.
func closeF1(articles []goldArticle, rank func(goldArticle) []string) float64 {
	found, returned, wanted := 0, 0, 0
	for _, a := range articles {
		got := rank(a)
		got = got[:min(len(got), 10)]
		returned += max(len(got), 1)
		wanted += len(a.keywords)
		for _, k := range a.keywords {
			if slices.ContainsFunc(got, func(g string) bool { return isClose(g, k) }) {
				found++
			}
		}
	}
	return 2 * float64(found) / float64(returned+wanted)
}

func isClose(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || a != "" && strings.Contains(b, a) && 2*utf8.RuneCountInString(a) >= utf8.RuneCountInString(b)
}

func ranked(t testing.TB, r *keyword.Ranker, entities bool) func(goldArticle) []string {
	return func(a goldArticle) []string {
		names := a.entities
		if !entities {
			names = nil
		}
		keywords, err := r.Rank(context.Background(), a.doc, names)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, k := range keywords {
			out = append(out, k.Text)
		}
		return out
	}
}

func TestGoldKeywords(t *testing.T) {
	articles := readGold(t)
	r := newRanker(t)
	base := bestBaseline(t, articles)
	named, plain := closeF1(articles, ranked(t, r, true)), closeF1(articles, ranked(t, r, false))
	t.Logf("close F1 at 10: %.3f, without entities %.3f, best baseline %.3f", named, plain, base)
	for _, got := range []float64{named, plain} {
		if got < 0.5 || got < 1.4*base {
			t.Errorf("close F1 %.3f, want at least 0.5 and 1.4 times %.3f", got, base)
		}
	}
}

func TestAbstractKeywords(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a thousand abstracts")
	}
	articles := readAbstracts(t)
	base := bestBaseline(t, articles)
	got := closeF1(articles, ranked(t, newRanker(t), false))
	t.Logf("close F1 at 10 on scientific abstracts: %.3f, best baseline %.3f", got, base)
	if got < 0.9*base {
		t.Errorf("close F1 %.3f: far below the baselines' %.3f, though the model knows only news", got, base)
	}
}

// loadBaseline loads the baseline that all tests share.
var loadBaseline = sync.OnceValues(baseline.NewGSE)

// bestBaseline returns the best score of the engines' own keywords.
func bestBaseline(t testing.TB, articles []goldArticle) float64 {
	t.Helper()
	b, err := loadBaseline()
	if err != nil {
		t.Fatal(err)
	}
	rankers := map[string]func(string, int) []string{"gse TF-IDF": b.TFIDF, "gse TextRank": b.TextRank}
	addJieba(t, rankers)
	best := 0.0
	for name, rank := range rankers {
		f1 := closeF1(articles, func(a goldArticle) []string { return rank(a.text(), 10) })
		t.Logf("%s: close F1 at 10 %.3f", name, f1)
		best = max(best, f1)
	}
	return best
}
