package figure

import (
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// article is the state of one call of Extract: what the sentences so far have
// said that later ones may leave out.
type article struct {
	reader
	doc      *document.Document
	entities []entity.Entity
	done     [][]Figure // all but those in figures, of a long article
	figures  []Figure   // those of the current sentence, and some before; their values are in decimals
	decimals []byte
	values   []value
	view     view // of the current sentence

	paragraph int // index of the paragraph of the current sentence
	year      int // the year last named

	// The following hold within one paragraph.
	period  Period
	subject Phrase
	metric  Phrase

	basis Basis // of the change before

	headline Phrase // the entity that the title names first
	firm     Phrase // the company last named
	home     Phrase // 中国, where it is an entity, or 我国
	place    Phrase // the location that the article is about
}

// begin starts to read doc.
func (a *article) begin(doc *document.Document, entities []entity.Entity) {
	a.doc, a.entities = doc, entities
	a.reader.begin(doc.Body, entities)
	for _, n := range a.names {
		if a.home.Text == "" && n.entity.Type == entity.Location && n.entity.Name == "中国" {
			a.home = a.namePhrase(n)
		}
		if a.place.Text == "" && n.entity.Type == entity.Location && n.entity.Name != "中国" {
			a.place = a.namePhrase(n)
		}
	}
	a.headline = a.titleEntity()
	if a.home.Text == "" {
		if at := index(a.text.Runes, []rune("我国")); at >= 0 {
			a.home = a.phrase(document.Span{Start: at, End: at + 2})
		}
	}
}

// maxKept is the length of text, in code points, above which the memory of an
// article is not kept for the next.
const maxKept = 1 << 16

// keeps reports whether the memory of a is kept for the next article.
func (a *article) keeps() bool { return a.text.Len() <= maxKept }

// end forgets what a has read and keeps its memory for the next article.
func (a *article) end() {
	r := &a.reader
	clear(a.figures)
	clear(r.names)
	*a = article{
		reader:  reader{x: r.x, lexer: r.lexer, names: r.names, quantities: r.quantities, times: r.times, chunks: r.chunks},
		figures: a.figures[:0], decimals: a.decimals[:0], values: a.values[:0],
		view: view{made: a.view.made},
	}
}

func (a *article) phrase(s document.Span) Phrase {
	return Phrase{Span: s, Text: a.text.Slice(s)}
}

func (a *article) namePhrase(n name) Phrase {
	p := a.phrase(n.Span)
	p.EntityID = n.entity.ID
	return p
}

// titleEntity returns the entity whose name stands first in the title, as the
// title has it.
func (a *article) titleEntity() Phrase {
	title := a.doc.Title
	if title == nil || title.Len() == 0 {
		return Phrase{}
	}
	best := Phrase{}
	for i := range a.entities {
		e := &a.entities[i]
		if e.Type == entity.Person {
			continue
		}
		const most = 9 // names of one entity that are looked for
		seen := make([][]rune, 0, most)
		for _, m := range e.Mentions {
			s := a.text.Runes[m.Start:m.End]
			if len(seen) == most {
				break
			}
			if slices.ContainsFunc(seen, func(o []rune) bool { return slices.Equal(o, s) }) {
				continue
			}
			seen = append(seen, s)
			at := index(title.Runes, s)
			if at < 0 || best.Text != "" && (at > best.Start || at == best.Start && len(s) <= best.Len()) {
				continue
			}
			sp := document.Span{Start: at, End: at + len(s)}
			best = Phrase{Span: sp, Text: title.Slice(sp), InTitle: true, EntityID: e.ID}
		}
	}
	return best
}

// index returns where part first stands in text, or -1.
func index(text, part []rune) int {
	for i, r := range text[:max(0, len(text)-len(part)+1)] {
		if r == part[0] && slices.Equal(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// sentence adds the figures of s.
func (a *article) sentence(s document.Span) {
	a.enter(s)
	a.setAside()
	if !a.telling(s) {
		return
	}
	v := &a.view
	*v = view{article: a, chunks: a.reader.sentence(s), made: v.made[:0]}
	v.settle()
	for i := range v.chunks {
		switch c := &v.chunks[i]; c.kind {
		case nameChunk:
			v.noteName(i)
		case timeChunk:
			v.noteTime(i)
		case figChunk:
			v.figure(i)
			if v.quantities[c.ref].kind == Duration {
				v.noteLength(i)
			}
		}
	}
	v.leave()
}

// mostFigures is how many figures are added to one slice, as figures are large
// and append would copy many of them often.
const mostFigures = 512

// setAside puts the figures so far aside where they are many. Only those of its own
// sentence are of use to a figure.
func (a *article) setAside() {
	if len(a.figures) >= mostFigures {
		a.done = append(a.done, a.figures)
		a.figures = make([]Figure, 0, len(a.figures)+mostFigures)
	}
}

// telling reports whether s may hold a figure, or a time or a name that a
// later figure leaves out.
func (a *article) telling(s document.Span) bool {
	for a.nextName < len(a.names) && a.names[a.nextName].Start < s.Start {
		a.nextName++
	}
	if a.nextName < len(a.names) && a.names[a.nextName].Start < s.End {
		return true
	}
	for _, r := range a.text.Runes[s.Start:s.End] {
		if a.x.classes.of(r)&numberClass != 0 {
			return true
		}
	}
	return false
}

// enter starts a sentence; a new paragraph forgets what the last one said.
func (a *article) enter(s document.Span) {
	ps := a.text.Paragraphs
	for a.paragraph < len(ps) && ps[a.paragraph].End <= s.Start {
		a.paragraph++
		a.period, a.subject, a.metric = Period{}, Phrase{}, Phrase{}
	}
}
