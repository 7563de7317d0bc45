package entity

import (
	"context"
	"fmt"

	"github.com/tiyao/tiyao/nlp/document"
)

// Resolver turns the mentions that a tagger found sentence by sentence into
// the entities of the article. It holds only compiled word lists and is safe
// for concurrent use.
type Resolver struct {
	suffixes *suffixTable
	titles   *titleLexicon
	words    *nameWords
}

// NewResolver compiles the word lists.
func NewResolver() *Resolver {
	return &Resolver{suffixes: newSuffixTable(), titles: newTitleLexicon(), words: newNameWords()}
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

	names := newNameTable()
	names.collect(doc.Title, title)
	names.collect(doc.Body, body)
	names.deriveShortForms(r.words)
	definitions := names.define(doc.Body, body)
	names.settle(r.suffixes)

	index := newNameIndex(names)
	for _, t := range []*document.Text{doc.Title, doc.Body} {
		given := body
		if t == doc.Title {
			given = title
		}
		found, err := index.find(ctx, t)
		if err != nil {
			return nil, err
		}
		for _, m := range bestCover(append(names.known(t, given), found...)) {
			if t == doc.Title {
				names.list[m.name].inTitle = true
			} else {
				names.list[m.name].mentions = append(names.list[m.name].mentions, m.Mention)
			}
		}
	}

	groups := link(names, definitions, r.words, doc.Body)
	return buildEntities(doc.Body, names, groups), nil
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
