package entity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/tiyao/tiyao/nlp/document"
)

// Resolver turns the mentions that a tagger found sentence by sentence into
// the entities of the article. It is safe for concurrent use.
type Resolver struct {
	titles   *titleLexicon
	words    *nameWords
	ids      []string  // of the first entities of an article
	articles sync.Pool // of *article
	builders sync.Pool // of *roleBuilder
}

// maxKept is the length of a text, in code points, above which the memory that
// was needed for it is not kept for the next one.
const maxKept = 1 << 16

// NewResolver compiles the word lists.
func NewResolver() *Resolver {
	r := &Resolver{titles: newTitleLexicon(), words: newNameWords()}
	for i := range 256 {
		r.ids = append(r.ids, "e"+strconv.Itoa(i+1))
	}
	roles := newRoleWords()
	r.articles.New = func() any { return newArticle(r) }
	r.builders.New = func() any { return newRoleBuilder(r.titles, roles) }
	return r
}

// id returns the ID of the i-th entity of an article.
func (r *Resolver) id(i int) string {
	if i < len(r.ids) {
		return r.ids[i]
	}
	return "e" + strconv.Itoa(i+1)
}

// Resolve reads the article as one unit. A name that is settled somewhere
// settles its other mentions: they take its type, and occurrences that the
// tagger passed over are added. Names of one thing are then joined on
// evidence (see [linker]); what remains apart stays apart.
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
	a := r.articles.Get().(*article)
	defer r.releaseArticle(a, doc)
	return a.resolve(ctx, doc, title, body)
}

// releaseArticle keeps a for another article, unless this one was very long.
func (r *Resolver) releaseArticle(a *article, doc *document.Document) {
	if doc.Title.Len()+doc.Body.Len() <= maxKept {
		a.forget()
		r.articles.Put(a)
	}
}

// article is the analysis of one article.
type article struct {
	*Resolver
	names         nameTable
	occurrences   occurrenceFinder
	cover         cover
	abbreviations abbreviationIndex
	linker        linker

	title, body     []mention // of names, in order
	walls           []document.Span
	found           []title
	employers       []document.Span
	models          []document.Span
	modelNames      wordTable
	firmNames       wordTable // of firms that the tagger found in the body
	definitions     []definition
	inTitle, inBody []occurrence
	parts           []part
	mentions        []Mention // of all names, grouped
	build           builder
}

// mention is a mention with the number of its name.
type mention struct {
	Mention
	name int
}

func newArticle(r *Resolver) *article {
	return &article{Resolver: r, occurrences: occurrenceFinder{words: r.words, trie: newTrie()}}
}

// forget drops what points into the article's text.
func (a *article) forget() {
	a.names.reset()
	a.modelNames.reset()
	a.firmNames.reset()
	a.occurrences.text, a.linker.text = nil, nil
	a.linker.spellings.reset()
}

func (a *article) resolve(ctx context.Context, doc *document.Document, title, body []Mention) ([]Entity, error) {
	a.title, a.body = a.words.tidy(a.title[:0], doc.Title, title), a.words.tidy(a.body[:0], doc.Body, body)
	a.noteFirms(doc.Body)
	if err := a.beforeTitles(ctx, doc.Body); err != nil {
		return nil, err
	}
	a.businessGroups(doc.Body)
	a.quotedGoods(doc.Body)
	a.designations(doc.Body)
	a.names.reset()
	a.names.collect(doc.Title, a.title)
	a.names.collect(doc.Body, a.body)
	a.placeShorts(doc.Body)
	for _, s := range a.employers {
		a.names.at(doc.Body.Runes[s.Start:s.End]).employs = true
	}
	a.names.deriveShortForms(a.words)
	a.definitions = a.names.define(a.definitions[:0], doc.Body, a.body, a.words)
	a.abbreviations.build(&a.names, a.words)
	a.names.deriveAbbreviations(a.words, &a.abbreviations)

	a.occurrences.index(&a.names)
	var err error
	if a.inTitle, err = a.occurrences.find(ctx, a.inTitle[:0], doc.Title, a.title, &a.cover); err != nil {
		return nil, err
	}
	if a.inBody, err = a.occurrences.find(ctx, a.inBody[:0], doc.Body, a.body, &a.cover); err != nil {
		return nil, err
	}
	a.names.count(a.inTitle)
	a.names.count(a.inBody)
	a.names.settle(a.words)
	a.parts = a.names.believed(a.parts[:0], a.inTitle)
	for _, p := range a.cover.best(a.parts) {
		a.names.list[p.name].inTitle = true
	}
	a.parts = a.names.believed(a.parts[:0], a.inBody)
	a.mentions = a.names.distribute(a.mentions[:0], a.cover.best(a.parts))
	groups := a.linker.link(&a.names, a.definitions, a.words, doc.Body, a.occurrences.trie, &a.abbreviations)
	return a.build.entities(doc.Body, &a.names, groups, a.id), nil
}

// beforeTitles adds to the body's mentions what titles give away of the names
// before them: the departments that the tagger passed over (品牌公关部总经理 names
// one before its head). Where something that the tagger took for a product has a
// head, and so is a body (抖音总裁), it is noted as an employer.
func (a *article) beforeTitles(ctx context.Context, t *document.Text) error {
	a.walls, a.employers = a.walls[:0], a.employers[:0]
	for _, m := range a.body {
		a.walls = append(a.walls, m.Span)
	}
	walls, tagged := a.walls, len(a.body)
	for _, s := range t.Sentences {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		for n < len(walls) && walls[n].Start < s.End {
			n++
		}
		a.found = a.titles.find(a.found[:0], t, s, walls[:n])
		walls = walls[n:]
		for _, x := range a.found {
			if end := a.words.departmentEnd(t.Runes, x); end > 0 {
				m := Mention{document.Span{Start: a.firmBefore(t, tagged, x.Start), End: end}, Organization, unitConfidence}
				a.body = append(a.body, mention{Mention: m})
			}
			i, _ := slices.BinarySearchFunc(a.body[:tagged], x.Start, func(m mention, start int) int { return cmp.Compare(m.Start, start) })
			if i > 0 && a.body[i-1].End == x.Start && a.body[i-1].Type == Product && a.body[i-1].Confidence < certain {
				a.employers = append(a.employers, a.body[i-1].Span)
			}
		}
	}
	sortMentions(a.body)
	return nil
}

// sortMentions sorts by start; of those that start together, the longest is
// first.
func sortMentions(list []mention) {
	byPlace := func(a, b mention) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) }
	if !slices.IsSortedFunc(list, byPlace) {
		slices.SortStableFunc(list, byPlace)
	}
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
