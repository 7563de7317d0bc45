// Package feature names the properties of an article that tell its topic: its
// words, pairs of neighbouring words and of neighbouring characters, the words
// of its headline, and the kinds of names and figures in it.
package feature

import (
	"context"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
)

// Place is where a feature stands.
type Place struct {
	Start, End int32 // both 0 for a feature that no place in the text shows
	InTitle    bool
	Word       bool // a word of two or more characters, or a pair of words
}

// Span returns the characters of p.
func (p Place) Span() document.Span { return document.Span{Start: int(p.Start), End: int(p.End)} }

func placeOf(s document.Span) Place { return Place{Start: int32(s.Start), End: int32(s.End)} }

// kind numbers the kinds of features.
type kind uint64

const (
	word kind = iota + 1
	wordPair
	charPair
	headlineWord
	entityType
	figureKind
	figureMetric
)

const (
	base = 0x9e3779b97f4a7c15 // multiplier of the polynomial hash over characters
	// enough is how many tokens of a text are read: what a longer article is
	// about shows by then, and the cost stays bounded.
	enough = 4096
	// longestHeadline is in characters.
	longestHeadline = 60
)

// Feature is one occurrence of a property.
type Feature struct {
	Hash uint64
	At   Place
}

// Lister lists the features of one article at a time. It keeps its memory for the
// next.
type Lister struct {
	// Use is called with features, some at a time: each feature of an article as
	// often as it occurs. They are valid until it returns.
	Use func([]Feature)

	features []Feature
}

// List gives Use the features of an article. Its only error is ctx's.
func (l *Lister) List(ctx context.Context, doc *document.Document, entities []entity.Entity, figures []figure.Figure) error {
	l.features = l.features[:0]
	if err := l.addText(ctx, doc.Title, true, doc.Title.Len()); err != nil {
		return err
	}
	if err := l.addText(ctx, doc.Body, false, headline(doc.Body)); err != nil {
		return err
	}
	for i := range entities {
		l.add(hashOf(entityType, uint64(entities[i].Type)), Place{})
	}
	for i := range figures {
		f := &figures[i]
		l.add(hashOf(figureKind, uint64(f.Kind)), Place{})
		if f.Metric.Text != "" {
			at := placeOf(f.Metric.Span)
			at.InTitle, at.Word = f.Metric.InTitle, true
			l.add(hashOf(figureMetric, hashText(f.Metric.Text)), at)
		}
	}
	l.flush()
	return nil
}

func (l *Lister) add(hash uint64, at Place) { l.features = append(l.features, Feature{hash, at}) }

// flush gives away the features at hand.
func (l *Lister) flush() {
	l.Use(l.features)
	l.features = l.features[:0]
}

// headline returns how many code points at the start of t are a headline that
// the archive left in the text: 【…】, or a first line without a full stop.
func headline(t *document.Text) int {
	if len(t.Paragraphs) == 0 {
		return 0
	}
	p := t.Paragraphs[0]
	runes := t.Runes[p.Start:p.End]
	if len(runes) > 0 && runes[0] == '【' {
		if end := slices.Index(runes[:min(len(runes), longestHeadline)], '】'); end > 0 {
			return p.Start + end + 1
		}
	}
	if len(t.Paragraphs) > 1 && len(runes) <= longestHeadline && !slices.Contains(runes, '。') {
		return p.End
	}
	return 0
}

// addText adds the features of t, whose first head characters are a headline.
func (l *Lister) addText(ctx context.Context, t *document.Text, title bool, head int) error {
	var last uint64 // hash of the word before, 0 at the start of a clause
	lastStart := int32(0)
	for i, token := range t.Tokens[:min(len(t.Tokens), enough)] {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			l.flush()
		}
		runes := t.Runes[token.Start:token.End]
		if !isHan(runes[0]) && !isAlphanumeric(runes[0]) {
			last = 0
			continue
		}
		l.addCharPairs(t, token.Span, title)
		if !hasLetter(runes) {
			continue // numbers differ from article to article
		}
		h := hashRunes(runes)
		at := placeOf(token.Span)
		at.InTitle, at.Word = title, len(runes) > 1
		l.add(hashOf(word, h), at)
		if token.End <= head {
			l.add(hashOf(headlineWord, h), at)
		}
		if last != 0 {
			at.Start, at.Word = lastStart, true
			l.add(hashOf(wordPair, last*base+h), at)
		}
		last, lastStart = h, int32(token.Start)
	}
	return nil
}

// addCharPairs adds the pairs of Han characters that end inside token.
func (l *Lister) addCharPairs(t *document.Text, token document.Span, title bool) {
	start := max(token.Start, 1)
	a := t.Runes[start-1]
	for i, b := range t.Runes[start:max(start, token.End)] {
		if isHan(a) && isHan(b) {
			at := placeOf(document.Span{Start: start + i - 1, End: start + i + 1})
			at.InTitle = title
			l.add(hashOf(charPair, uint64(a)<<32|uint64(b)), at)
		}
		a = b
	}
}

func isHan(r rune) bool { return 0x4e00 <= r && r <= 0x9fff || 0x3400 <= r && r <= 0x4dbf }

func isAlphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

func hasLetter(runes []rune) bool {
	for _, r := range runes {
		if r > '9' && (isHan(r) || isAlphanumeric(r)) {
			return true
		}
	}
	return false
}

func hashOf(k kind, v uint64) uint64 {
	h := (v + uint64(k)*0xa0761d6478bd642f) * 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// hashRunes returns the identity of a word, letter case put aside.
func hashRunes(runes []rune) uint64 {
	var h uint64
	for _, r := range runes {
		h = extend(h, r)
	}
	return h
}

func hashText(text string) uint64 {
	var h uint64
	for _, r := range text {
		h = extend(h, r)
	}
	return h
}

// extend returns the identity of the word with identity h and r behind it.
func extend(h uint64, r rune) uint64 {
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	return h*base + uint64(r) + 1
}
