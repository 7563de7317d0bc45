package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// Bounds of the word classes.
const (
	numClasses   = 256
	minWord      = 5 // occurrences of a word that is classed
	maxWords     = 30_000
	classRounds  = 6
	maxNeighbour = 4_000 // commonest words that count as neighbours
)

// plainTexts are files whose texts, without any annotation, teach which words
// stand in the same places.
var plainTexts = []string{"topics/tnews-train.jsonl", "topics/finnl-train.jsonl", "topics/thucnews-titles-dev.jsonl"}

// plainSources returns the plain texts as sources of the model.
func plainSources() []model.Source {
	return []model.Source{
		{Name: plainTexts[0], Licence: "CLUE TNEWS, none stated; texts only, for word classes"},
		{Name: plainTexts[1], Licence: "FinCUGE, none stated; texts only, for word classes"},
		{Name: plainTexts[2], Licence: "THUCNews, research; texts only, for word classes"},
	}
}

// clusterer sorts words into classes by their neighbours: the exchange
// algorithm (Martin, Liermann and Ney 1998) with the predictive class model
// (Uszkoreit and Brants 2008) in both directions.
type clusterer struct {
	words      []string
	id         map[string]int
	count      []float64
	class      []int
	classCount []float64
	// neighbours[w] are the words before and after w with their counts; those
	// after are numbered from maxNeighbour on.
	neighbours [][]neighbour
	// with[v*numClasses+c] counts how often neighbour v stands beside class c.
	with []float64
}

type neighbour struct {
	word int
	n    float64
}

// countWords calls visit with the words of each sentence of t.
func countWords(t *document.Text, visit func(sentence []string)) {
	var words []string
	k := 0
	for _, s := range t.Sentences {
		words = words[:0]
		for k < len(t.Tokens) && t.Tokens[k].Start < s.End {
			words = append(words, feature.WordForm(t, t.Tokens[k]))
			k++
		}
		visit(words)
	}
}

// readPlain calls visit with each text of the plain files but those to skip.
func readPlain(ctx context.Context, dir string, seg segment.Segmenter, skip map[string]bool, visit func(*document.Text)) error {
	for _, name := range plainTexts {
		f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("read plain texts: %w", err)
		}
		defer f.Close()
		scan := bufio.NewScanner(f)
		scan.Buffer(nil, 16<<20)
		for line := 1; scan.Scan(); line++ {
			var row struct{ Text string }
			if err := json.Unmarshal(scan.Bytes(), &row); err != nil {
				return fmt.Errorf("read plain texts: %s:%d: %w", name, line, err)
			}
			if skip[row.Text] {
				continue
			}
			t := document.NewText(row.Text)
			if err := seg.Segment(ctx, t); err != nil {
				return err
			}
			visit(t)
		}
		if err := scan.Err(); err != nil {
			return fmt.Errorf("read plain texts: %s: %w", name, err)
		}
	}
	return nil
}

// classes sorts the words of the texts in training and of plain texts into
// classes. Texts kept out of training stay out here too.
func (l *loader) classes(ctx context.Context, c *corpus) (map[string]uint32, error) {
	var texts []*document.Text
	for _, x := range c.train {
		if !x.variant {
			texts = append(texts, x.text)
		}
	}
	held := map[string]bool{}
	for _, x := range c.test {
		held[x.text.String] = true
	}
	err := readPlain(ctx, l.dir, l.seg, held, func(t *document.Text) { texts = append(texts, t) })
	if err != nil {
		return nil, err
	}
	return wordClasses(texts), nil
}

// wordClasses sorts the words of the texts into classes from 1 on.
func wordClasses(texts []*document.Text) map[string]uint32 {
	c := &clusterer{id: map[string]int{}}
	c.pickWords(texts)
	c.countNeighbours(texts)
	c.start()
	for range classRounds {
		if c.round() == 0 {
			break
		}
	}
	out := make(map[string]uint32, len(c.words))
	for w, name := range c.words {
		out[name] = uint32(c.class[w]) + 1
	}
	return out
}

// pickWords numbers the common words, the commonest first.
func (c *clusterer) pickWords(texts []*document.Text) {
	freq := map[string]int{}
	for _, t := range texts {
		countWords(t, func(words []string) {
			for _, w := range words {
				freq[w]++
			}
		})
	}
	for w, n := range freq {
		if n >= minWord && strings.TrimSpace(w) != "" {
			c.words = append(c.words, w)
		}
	}
	slices.SortFunc(c.words, func(a, b string) int {
		if freq[a] != freq[b] {
			return freq[b] - freq[a]
		}
		return strings.Compare(a, b)
	})
	c.words = c.words[:min(len(c.words), maxWords)]
	c.count = make([]float64, len(c.words))
	for w, name := range c.words {
		c.id[name] = w
		c.count[w] = float64(freq[name])
	}
}

func (c *clusterer) countNeighbours(texts []*document.Text) {
	pairs := make([]map[int]float64, len(c.words))
	for w := range pairs {
		pairs[w] = map[int]float64{}
	}
	for _, t := range texts {
		countWords(t, func(words []string) {
			last := -1
			for _, name := range words {
				w, ok := c.id[name]
				if !ok {
					last = -1
					continue
				}
				if last >= 0 {
					if last < maxNeighbour {
						pairs[w][last]++
					}
					if w < maxNeighbour {
						pairs[last][maxNeighbour+w]++
					}
				}
				last = w
			}
		})
	}
	c.neighbours = make([][]neighbour, len(c.words))
	for w, m := range pairs {
		for v, n := range m {
			c.neighbours[w] = append(c.neighbours[w], neighbour{v, n})
		}
		slices.SortFunc(c.neighbours[w], func(a, b neighbour) int { return a.word - b.word })
	}
}

// start deals the words out by rank, so that every class has common ones.
func (c *clusterer) start() {
	c.class = make([]int, len(c.words))
	c.classCount = make([]float64, numClasses)
	c.with = make([]float64, 2*maxNeighbour*numClasses)
	for w := range c.words {
		c.class[w] = w % numClasses
		c.move(w, 1)
	}
}

// move adds w to its class, or takes it out.
func (c *clusterer) move(w int, sign float64) {
	k := c.class[w]
	c.classCount[k] += sign * c.count[w]
	for _, v := range c.neighbours[w] {
		c.with[v.word*numClasses+k] += sign * v.n
	}
}

// round moves each word to the class where it is likeliest and returns how many
// words moved.
func (c *clusterer) round() (moved int) {
	gain := make([]float64, numClasses)
	for w := range c.words {
		c.move(w, -1)
		for k, n := range c.classCount {
			gain[k] = -2 * (xlogx(n+c.count[w]) - xlogx(n))
		}
		for _, v := range c.neighbours[w] {
			row := c.with[v.word*numClasses : (v.word+1)*numClasses]
			fresh := xlogx(v.n)
			for k, n := range row {
				if n == 0 {
					gain[k] += fresh
				} else {
					gain[k] += xlogx(n+v.n) - xlogx(n)
				}
			}
		}
		best := 0
		for k, g := range gain {
			if g > gain[best] {
				best = k
			}
		}
		if best != c.class[w] {
			moved++
			c.class[w] = best
		}
		c.move(w, 1)
	}
	return moved
}

// logs holds x log x for the counts that are common.
var logs = func() (t [1 << 14]float64) {
	for i := 1; i < len(t); i++ {
		t[i] = float64(i) * math.Log(float64(i))
	}
	return t
}()

func xlogx(x float64) float64 {
	if i := int(x); i < len(logs) {
		return logs[max(i, 0)]
	}
	return x * math.Log(x)
}
