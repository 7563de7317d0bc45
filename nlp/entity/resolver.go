package entity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// Resolver turns the mentions that a tagger found sentence by sentence into
// the entities of the article. It holds only compiled word lists and is safe
// for concurrent use.
type Resolver struct {
	titles *titleLexicon
	words  *nameWords
}

// NewResolver compiles the word lists.
func NewResolver() *Resolver {
	return &Resolver{titles: newTitleLexicon(), words: newNameWords()}
}

// Resolve reads the article as one unit. A name that is settled somewhere
// settles its other mentions: they take its type, and occurrences that the
// tagger passed over are added. Names of one thing are then joined on
// evidence (see [link]); what remains apart stays apart.
//
// title and body are the tagger's mentions in doc.Title and doc.Body, in any
// order, overlapping or not; mentions of type [Office] are ignored. The title
// adds evidence and salience, but every mention returned lies in the body. The
// result is in descending order of salience; no two mentions in it overlap.
//
// Resolve fails on a mention that lies outside its text, and with ctx.Err()
// when ctx ends. It takes time linear in the text plus n log n in the number
// of mentions.
func (r *Resolver) Resolve(ctx context.Context, doc *document.Document, title, body []Mention) ([]Entity, error) {
	if err := checkMentions(doc.Title, title); err != nil {
		return nil, fmt.Errorf("entity: title: %w", err)
	}
	if err := checkMentions(doc.Body, body); err != nil {
		return nil, fmt.Errorf("entity: body: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}

	title, body = r.tidy(doc.Title, title), r.tidy(doc.Body, body)
	departments, employers, err := r.beforeTitles(ctx, doc.Body, body)
	if err != nil {
		return nil, err
	}
	body = append(body, departments...)
	names := newNameTable()
	names.collect(doc.Title, title)
	names.collect(doc.Body, body)
	for _, s := range employers {
		names.list[names.add(doc.Body.Runes[s.Start:s.End])].employs = true
	}
	names.deriveShortForms(r.words)
	definitions := names.define(doc.Body, body, r.words)

	index := newNameIndex(names)
	inTitle, err := index.occurrences(ctx, doc.Title, title)
	if err != nil {
		return nil, err
	}
	inBody, err := index.occurrences(ctx, doc.Body, body)
	if err != nil {
		return nil, err
	}
	for _, o := range slices.Concat(inTitle, inBody) {
		names.list[o.name].count++
	}
	names.settle(r.words)
	for _, p := range bestCover(names.mentions(inTitle)) {
		names.list[p.name].inTitle = true
	}
	for _, p := range bestCover(names.mentions(inBody)) {
		n := names.list[p.name]
		n.mentions = append(n.mentions, Mention{Span: p.Span, Type: n.typ, Confidence: p.weight})
	}
	return buildEntities(doc.Body, names, link(names, definitions, r.words, doc.Body)), nil
}

// beforeTitles returns what titles give away of the names before them: the
// departments that the tagger passed over (品牌公关部总经理 names one before its
// head), and where something that the tagger took for a product has a head, and
// so is a body (抖音总裁).
func (r *Resolver) beforeTitles(ctx context.Context, t *document.Text, mentions []Mention) (departments []Mention, employers []document.Span, err error) {
	products := make(map[int]document.Span) // by end
	for _, m := range mentions {
		if m.Type == Product && m.Confidence < certain {
			products[m.End] = m.Span
		}
	}
	walls := make([]document.Span, len(mentions))
	for i, m := range mentions {
		walls[i] = m.Span
	}
	slices.SortFunc(walls, func(a, b document.Span) int { return cmp.Compare(a.Start, b.Start) })
	for _, s := range t.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		n := 0
		for n < len(walls) && walls[n].Start < s.End {
			n++
		}
		for _, x := range r.titles.find(t, s, walls[:n]) {
			if end := r.words.departmentEnd(t.Runes, x); end > 0 {
				departments = append(departments, Mention{document.Span{Start: x.Start, End: end}, Organization, departmentConfidence})
			}
			if product, ok := products[x.Start]; ok {
				employers = append(employers, product)
			}
		}
		walls = walls[n:]
	}
	return departments, employers, nil
}

// departmentConfidence is the confidence in a department that only its head's
// title gives away.
const departmentConfidence = 0.6

// certain is the confidence from which a mention's bounds are not questioned:
// that of a user's own terms.
const certain = 0.99

// tidy returns the mentions of names in t, without offices, cut to what can be
// a name: no blanks at their ends, no bracket or quote without its partner, and
// no country before a company's name that is complete without it.
func (r *Resolver) tidy(t *document.Text, mentions []Mention) []Mention {
	out := make([]Mention, 0, len(mentions))
	for _, m := range mentions {
		m.Span = balanced(t.Runes, m.Span)
		for m.Start < m.End && unicode.IsSpace(t.Runes[m.Start]) {
			m.Start++
		}
		for m.Start < m.End && unicode.IsSpace(t.Runes[m.End-1]) {
			m.End--
		}
		if m.Start == m.End || m.Type == Office {
			continue
		}
		if m.Type == Company && m.Confidence < certain {
			if n := r.words.homeEnd(t.Runes[m.Start:m.End]); n > 0 {
				home := m
				home.End, home.Type = m.Start+n, Location
				out = append(out, home)
				m.Start += n
			}
		}
		out = append(out, m)
	}
	return out
}

// pairs are the marks that come in pairs.
var pairs = map[rune]rune{')': '(', '”': '“', '’': '‘', '》': '《', '】': '【', ']': '[', '」': '「', '』': '『'}

// balanced returns s cut before the first mark that lacks its partner: before a
// closing one, and before an opening one that is not closed in s. A mark at the
// start of s is cut off.
func balanced(runes []rune, s document.Span) document.Span {
	var open []int
	for i := s.Start; i < s.End; i++ {
		r := runes[i]
		if r == '’' && i > s.Start && alphanumeric(runes[i-1]) {
			continue // an apostrophe
		}
		if partner, closes := pairs[r]; closes {
			if len(open) == 0 || runes[open[len(open)-1]] != partner {
				if i == s.Start {
					return balanced(runes, document.Span{Start: i + 1, End: s.End})
				}
				return document.Span{Start: s.Start, End: i}
			}
			open = open[:len(open)-1]
			continue
		}
		for _, o := range pairs {
			if r == o {
				open = append(open, i)
				break
			}
		}
	}
	switch {
	case len(open) == 0:
		return s
	case open[0] == s.Start:
		return balanced(runes, document.Span{Start: s.Start + 1, End: s.End})
	}
	return document.Span{Start: s.Start, End: open[0]}
}

// checkMentions reports the first mention that does not lie in t.
func checkMentions(t *document.Text, mentions []Mention) error {
	for i, m := range mentions {
		if m.Start < 0 || m.Start >= m.End || m.End > t.Len() {
			return fmt.Errorf("mention %d: span [%d, %d) is empty or outside the text of %d characters", i, m.Start, m.End, t.Len())
		}
		if m.Type < Company || m.Type > Office {
			return fmt.Errorf("mention %d: unknown type %d", i, m.Type)
		}
	}
	return nil
}
