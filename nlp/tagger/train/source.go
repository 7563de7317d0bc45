package main

// choice says what a span that a corpus marks may be in the tagger's types.
type choice struct {
	types   []string
	outside bool // it may also be no name at all
}

func is(types ...string) choice    { return choice{types: types} }
func maybe(types ...string) choice { return choice{types: types, outside: true} }

// source is a corpus and how its annotation is read. Every corpus becomes a
// lattice: for each character the set of labels that its annotation leaves open.
type source struct {
	name, path, licence string

	// domain groups corpora that are annotated alike; each domain has weights
	// of its own beside the shared ones (Daumé III 2007), so that its
	// conventions stay with it.
	domain int
	// weight of its texts in the objective.
	weight float32
	// types says what each type of the corpus may be; a type that is missing
	// leaves its span open.
	types map[string]choice
	// unmarked are the types that a character outside all marks may still be.
	unmarked []string
	// partial corpora mark only some names: the rest is open.
	partial bool
	// part, if set, takes only each part-th text into training.
	part uint64
	// heldOut of heldOutOf parts (by a hash of the id) are kept out of training.
	heldOut, heldOutOf uint64
}

// The domains.
const (
	domainBusiness = iota // the product's own: it is what the model file holds
	domainNewspaper
	domainShort
	domainResume
	domainPartial
	domainList // names without text
)

const (
	company      = "COMPANY"
	person       = "PERSON"
	organization = "ORGANIZATION"
	location     = "LOCATION"
	product      = "PRODUCT"
	office       = "OFFICE"

	// officeMaybe marks a title that no role of the document holds.
	officeMaybe = "OFFICE?"
)
