// Package entity joins the mentions found in one article into entities: one
// type, one name and one salience each, and ties persons to the offices they
// hold.
package entity

import "github.com/tiyao/tiyao/nlp/document"

// Type is the class of thing that a name stands for.
type Type int

// The entity types, as the annotation guidelines define them.
const (
	Company Type = iota + 1
	Person
	Organization
	Location
	Product

	// Office marks a job title. It exists between the tagger and the role
	// stage only and is never the type of an Entity.
	Office
)

// Mention is one occurrence of a name.
type Mention struct {
	document.Span
	Type       Type
	Confidence float64 // calibrated probability in [0, 1]
}

// Entity is one thing in the world with all names it goes by in the article.
type Entity struct {
	ID       string // stable within the annotation: "e1", "e2", …
	Type     Type
	Name     string    // the fullest name in the article
	Salience float64   // share of the article that is about it, in [0, 1]
	Mentions []Mention // in the body, in text order; never empty
}

// Ref points at the text of one part of a [Role]. The zero Ref means that the
// text names none.
type Ref struct {
	document.Span
	Text     string
	EntityID string // empty where the text is no entity of the article
}

// Role ties a person to one title and, where the text says it, to the company
// or body in which the title is held.
type Role struct {
	Person       Ref
	Title        Ref // EntityID is always empty
	Organization Ref
}
