//go:build cgo

package segment

import (
	"errors"
	"strings"
	"unicode/utf8"
	"unique"

	"github.com/tiyao/tiyao/nlp/document"
)

// errMisaligned means that jieba's words are not the text it was given. No text
// is known to cause it.
var errMisaligned = errors.New("segment: jieba's words do not add up to the text")

// aligner gives the runs of a text to jieba, many at a time since each call has
// its price, and lays the words that come back onto the text.
type aligner struct {
	runes  []rune
	tokens []document.Token
	batch  []piece
	text   []byte // the runs of the batch, each followed by a line feed
}

// fill makes a batch of the next pieces, about a window of text in all.
func (a *aligner) fill(pieces *scanner) []piece {
	a.batch, a.text = a.batch[:0], a.text[:0]
	for start := pieces.at; pieces.at < start+window; {
		p, ok := pieces.next()
		if !ok {
			break
		}
		if p.pos == "" {
			for _, r := range a.runes[p.Start:p.End] {
				a.text = utf8.AppendRune(a.text, r)
			}
			a.text = append(a.text, '\n')
		}
		a.batch = append(a.batch, p)
	}
	return a.batch
}

// align appends the tokens of a batch. Words are jieba's "word/tag" for the
// batch's text, the line feeds among them.
func (a *aligner) align(batch []piece, words []string) error {
	for _, p := range batch {
		if p.pos != "" {
			a.tokens = append(a.tokens, document.Token{Span: p.Span, POS: p.pos})
			continue
		}
		n, ok := a.alignRun(p.Span, words)
		if !ok || n == len(words) || !strings.HasPrefix(words[n], "\n/") {
			return errMisaligned
		}
		words = words[n+1:]
	}
	if len(words) > 0 {
		return errMisaligned
	}
	return nil
}

// alignRun appends the tokens of one run. It returns how many words they took,
// and whether these make up the run. Words that would cut an atom are joined:
// jieba divides 5G and M1.
func (a *aligner) alignRun(run document.Span, words []string) (n int, ok bool) {
	start, at := run.Start, run.Start
	for ; n < len(words) && at < run.End; n++ {
		slash := strings.LastIndexByte(words[n], '/')
		if slash < 0 {
			return n, false
		}
		at += utf8.RuneCountInString(words[n][:slash])
		switch {
		case at > run.End:
			return n, false
		case at < run.End && classOf(a.runes[at-1]).inAtom() && classOf(a.runes[at]).inAtom():
			continue
		}
		token := document.Token{Span: document.Span{Start: start, End: at}}
		if a.isAtom(token.Span) {
			token.POS = atomPOS(a.runes[start:at])
		} else {
			// Interned, so that tokens keep no word of jieba's alive.
			token.POS = unique.Make(words[n][slash+1:]).Value()
		}
		a.tokens = append(a.tokens, token)
		start = at
	}
	return n, at == run.End
}

// isAtom reports whether all characters of s are letters and digits.
func (a *aligner) isAtom(s document.Span) bool {
	for _, r := range a.runes[s.Start:s.End] {
		if !classOf(r).inAtom() {
			return false
		}
	}
	return true
}
