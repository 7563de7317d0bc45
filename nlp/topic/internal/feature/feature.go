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

// Each calls emit with every feature of an article, as often as it occurs.
// Its only error is ctx's.
func Each(ctx context.Context, doc *document.Document, entities []entity.Entity, figures []figure.Figure, emit func(hash uint64, at Place)) error {
	if err := eachOfText(ctx, doc.Title, true, doc.Title.Len(), emit); err != nil {
		return err
	}
	if err := eachOfText(ctx, doc.Body, false, headline(doc.Body), emit); err != nil {
		return err
	}
	for i := range entities {
		emit(hashOf(entityType, uint64(entities[i].Type)), Place{})
	}
	for i := range figures {
		f := &figures[i]
		emit(hashOf(figureKind, uint64(f.Kind)), Place{})
		if f.Metric.Text != "" {
			at := placeOf(f.Metric.Span)
			at.InTitle, at.Word = f.Metric.InTitle, true
			emit(hashOf(figureMetric, hashText(f.Metric.Text)), at)
		}
	}
	return nil
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

func eachOfText(ctx context.Context, t *document.Text, title bool, head int, emit func(uint64, Place)) error {
	var last uint64 // hash of the word before, 0 at the start of a clause
	lastStart := int32(0)
	for i, token := range t.Tokens[:min(len(t.Tokens), enough)] {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		runes := t.Runes[token.Start:token.End]
		if !isHan(runes[0]) && !isAlphanumeric(runes[0]) {
			last = 0
			continue
		}
		eachCharPair(t, token.Span, title, emit)
		if !hasLetter(runes) {
			continue // numbers differ from article to article
		}
		h := hashRunes(runes)
		at := placeOf(token.Span)
		at.InTitle, at.Word = title, len(runes) > 1
		emit(hashOf(word, h), at)
		if token.End <= head {
			emit(hashOf(headlineWord, h), at)
		}
		if last != 0 {
			at.Start, at.Word = lastStart, true
			emit(hashOf(wordPair, last*base+h), at)
		}
		last, lastStart = h, int32(token.Start)
	}
	return nil
}

// eachCharPair gives the pairs of Han characters that end inside token.
func eachCharPair(t *document.Text, token document.Span, title bool, emit func(uint64, Place)) {
	start := max(token.Start, 1)
	a := t.Runes[start-1]
	for i, b := range t.Runes[start:max(start, token.End)] {
		if isHan(a) && isHan(b) {
			at := placeOf(document.Span{Start: start + i - 1, End: start + i + 1})
			at.InTitle = title
			emit(hashOf(charPair, uint64(a)<<32|uint64(b)), at)
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
