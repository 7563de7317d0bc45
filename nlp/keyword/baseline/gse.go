// Package baseline gives the keywords that gse finds by itself, to measure
// package keyword against. It embeds gse's dictionaries, some 36 MB: programs
// that only annotate should not import it.
package baseline

import (
	"fmt"

	"github.com/go-ego/gse"
	"github.com/go-ego/gse/hmm/idf"
	"github.com/go-ego/gse/hmm/segment"
)

// GSE ranks words with gse's own algorithms and default data. It is safe for
// concurrent use.
type GSE struct {
	tfidf    idf.TagExtracter
	textRank idf.TextRanker
}

// NewGSE loads gse's embedded dictionary and its table of inverse document
// frequencies, which takes two seconds and 350 MB.
func NewGSE() (*GSE, error) {
	seg := gse.Segmenter{SkipLog: true}
	if err := seg.LoadDictEmbed("zh_s"); err != nil {
		return nil, fmt.Errorf("keyword baseline: gse dictionary: %w", err)
	}
	b := &GSE{}
	b.tfidf.WithGse(seg)
	if err := b.tfidf.LoadIdfStr(gse.ZhIdf); err != nil {
		return nil, fmt.Errorf("keyword baseline: gse document frequencies: %w", err)
	}
	b.textRank.WithGse(seg)
	return b, nil
}

// TFIDF returns the n words of text with the highest term frequency times
// inverse document frequency, best first.
func (b *GSE) TFIDF(text string, n int) []string { return texts(b.tfidf.ExtractTags(text, n)) }

// TextRank returns the n words of text that rank highest in the graph of its
// neighbouring words (Mihalcea and Tarau, 2004), best first.
func (b *GSE) TextRank(text string, n int) []string { return texts(b.textRank.TextRank(text, n)) }

func texts(segments segment.Segments) []string {
	out := make([]string, len(segments))
	for i, s := range segments {
		out[i] = s.Text
	}
	return out
}
