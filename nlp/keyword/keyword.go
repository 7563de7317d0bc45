// Package keyword picks the words and phrases that an archive would index an
// article under.
//
// Candidates are runs of words and the names of entities; a linear model
// trained on annotated news gives each the probability that a careful analyst
// would choose it, from how often and where the article says it, how common it
// is in other news, what it is made of and what stands around it. The best are
// taken one by one, and one that repeats part of a better one is held back.
//
// The approach follows KEA (Witten et al., 1999) and its descendants: candidate
// phrases, a supervised ranker over frequency, place and keyphraseness, and a
// background of document frequencies.
package keyword

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
	"github.com/tiyao/tiyao/nlp/keyword/internal/linear"
	"github.com/tiyao/tiyao/nlp/keyword/internal/phrase"
)

// Max is the largest number of keywords that an article gets.
const Max = 10

//go:embed background.bin
var backgroundFile []byte

//go:embed model.bin
var modelFile []byte

// Keyword is one term to index the article under.
type Keyword struct {
	Text     string          // as it stands in the title or the body
	Score    float64         // probability that an analyst would choose it, in [0, 1]
	Mentions []document.Span // all places in the body where Text stands, in order; none where only the title has it
}

// Ranker finds keywords. It is safe for concurrent use.
type Ranker struct {
	model   *linear.Model
	scorer  *phrase.Scorer
	floor   int32     // endsFloor as a sum of weights
	least   int32     // the least sum of weights whose score is cutoff
	scratch sync.Pool // of *scratch
}

// scratch is the memory of one call.
type scratch struct {
	finder *phrase.Finder
	ranked []ranked
	chosen []ranked
	places []place
}

// New returns a ranker with the embedded model. Its error says that the model
// is damaged.
func New() (*Ranker, error) { return Load(backgroundFile, modelFile) }

// Load returns a ranker with a background of document frequencies and a model
// in their file forms, as the train command writes them.
func Load(backgroundFile, modelFile []byte) (*Ranker, error) {
	table, err := background.Parse(backgroundFile)
	if err != nil {
		return nil, fmt.Errorf("keyword: background: %w", err)
	}
	model, err := linear.Parse(modelFile)
	if err != nil {
		return nil, fmt.Errorf("keyword: model: %w", err)
	}
	if model.Len() != 1<<phrase.LogWeights {
		return nil, fmt.Errorf("keyword: model: %w: %d weights, want %d", linear.ErrFormat, model.Len(), 1<<phrase.LogWeights)
	}
	r := &Ranker{model: model, scorer: phrase.NewScorer(model), floor: model.Quanta(endsFloor), least: model.Least(cutoff)}
	r.scratch.New = func() any { return &scratch{finder: phrase.NewFinder(table)} }
	return r, nil
}

// Rank returns the keywords of doc, best first: at most [Max], fewer where
// fewer are likely to be right, none where the text says nothing. Tokens must
// be set on title and body; entities may be nil. Its only error is ctx's.
func (r *Ranker) Rank(ctx context.Context, doc *document.Document, entities []entity.Entity) ([]Keyword, error) {
	s := r.scratch.Get().(*scratch)
	defer r.release(s, doc)
	if _, err := s.finder.Find(ctx, doc, entities); err != nil {
		return nil, fmt.Errorf("keyword: %w", err)
	}
	scored := s.finder.Score(r.scorer, r.floor, r.least)
	slices.SortFunc(scored, func(a, b phrase.Scored) int {
		if a.Sum != b.Sum {
			return int(b.Sum - a.Sum)
		}
		return cmp.Compare(a.Hash, b.Hash)
	})
	s.ranked = s.ranked[:0]
	for _, c := range scored[:min(len(scored), contenders)] {
		runes := s.finder.Runes(c.Candidate)
		s.ranked = append(s.ranked, ranked{r.model.Logit(c.Sum), c.Candidate, runes, marks(runes)})
	}
	s.choose()
	out := make([]Keyword, 0, len(s.chosen))
	for _, c := range s.chosen {
		out = append(out, Keyword{Text: s.finder.Text(c.candidate), Score: probability(c.score)})
	}
	s.locate(doc.Body, out)
	// A name that cuts a word has no place of its own.
	return slices.DeleteFunc(out, func(k Keyword) bool {
		return len(k.Mentions) == 0 && !strings.Contains(doc.Title.String, k.Text)
	}), nil
}

// maxKept is the length of text, in code points, above which the memory of a
// call is not kept for the next.
const maxKept = 1 << 16

func (r *Ranker) release(s *scratch, doc *document.Document) {
	if doc.Body.Len() <= maxKept {
		r.scratch.Put(s)
	}
}

func probability(logit float64) float64 { return 1 / (1 + math.Exp(-logit)) }
