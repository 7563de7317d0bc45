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
	document.Span // empty for a feature that no place in the text shows
	InTitle       bool
	Word          bool // a word of two or more characters, or a pair of words
}

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
			at := Place{Span: f.Metric.Span, InTitle: f.Metric.InTitle, Word: true}
			emit(hashOf(figureMetric, hashRunes([]rune(f.Metric.Text))), at)
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
	lastStart := 0
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
		at := Place{Span: token.Span, InTitle: title, Word: len(runes) > 1}
		emit(hashOf(word, h), at)
		if token.End <= head {
			emit(hashOf(headlineWord, h), at)
		}
		if last != 0 {
			at.Start, at.Word = lastStart, true
			emit(hashOf(wordPair, last*base+h), at)
		}
		last, lastStart = h, token.Start
	}
	return nil
}

// eachCharPair gives the pairs of Han characters that end inside token.
func eachCharPair(t *document.Text, token document.Span, title bool, emit func(uint64, Place)) {
	for i := max(token.Start, 1); i < token.End; i++ {
		a, b := t.Runes[i-1], t.Runes[i]
		if isHan(a) && isHan(b) {
			at := Place{Span: document.Span{Start: i - 1, End: i + 1}, InTitle: title}
			emit(hashOf(charPair, uint64(a)<<32|uint64(b)), at)
		}
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
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		h = h*base + uint64(r) + 1
	}
	return h
}
