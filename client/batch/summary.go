package batch

import (
	"cmp"
	"maps"
	"slices"

	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// Summary says what is done, by all runs together.
type Summary struct {
	Inputs       int
	Documents    int // inputs with annotations
	Failures     map[source.Reason]int
	ContentBytes int64 // of the documents

	tally tally
}

func newSummary() *Summary {
	return &Summary{Failures: make(map[source.Reason]int), tally: newTally()}
}

// add adds a part.
func (s *Summary) add(r *record) {
	s.Inputs += r.Inputs
	s.Documents += r.Documents
	s.ContentBytes += r.ContentBytes
	for _, f := range r.Failures {
		s.Failures[f.Reason]++
	}
	s.tally.merge(r.Tally)
}

func (s *Summary) progress() Progress {
	return Progress{Inputs: s.Inputs, Documents: s.Documents, ContentBytes: s.ContentBytes, Resumed: s.Inputs}
}

// Failed returns the number of inputs without annotations.
func (s *Summary) Failed() int { return s.Inputs - s.Documents }

// Count is a name and the number of documents that have it.
type Count struct {
	Name      string
	Documents int
}

// Companies returns the n companies in most documents.
func (s *Summary) Companies(n int) []Count { return top(s.tally.Companies, n) }

// Persons returns the n persons in most documents.
func (s *Summary) Persons(n int) []Count { return top(s.tally.Persons, n) }

// Topics returns the n topics of most documents.
func (s *Summary) Topics(n int) []Count { return top(s.tally.Topics, n) }

// names are the names that a document counts for.
type names struct {
	companies, persons, topics []string
}

func namesOf(a *tiyaov1.Annotations) (n names) {
	for _, e := range a.GetEntities() {
		switch e.GetType() {
		case tiyaov1.EntityType_ENTITY_TYPE_COMPANY:
			n.companies = append(n.companies, e.GetName())
		case tiyaov1.EntityType_ENTITY_TYPE_PERSON:
			n.persons = append(n.persons, e.GetName())
		}
	}
	for _, t := range a.GetTopics() {
		n.topics = append(n.topics, t.GetId())
	}
	return n
}

// tally counts documents by name.
type tally struct {
	Companies map[string]int `json:"companies"`
	Persons   map[string]int `json:"persons"`
	Topics    map[string]int `json:"topics"`
}

func newTally() tally {
	return tally{make(map[string]int), make(map[string]int), make(map[string]int)}
}

// add counts a document.
func (t tally) add(n names) {
	count(t.Companies, n.companies)
	count(t.Persons, n.persons)
	count(t.Topics, n.topics)
}

// count adds one to each of names.
func count(counts map[string]int, names []string) {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		counts[name]++
	}
}

// merge adds the counts of other.
func (t tally) merge(other tally) {
	merge(t.Companies, other.Companies)
	merge(t.Persons, other.Persons)
	merge(t.Topics, other.Topics)
}

// maxNames bounds the names that are counted over all parts. When there are
// more, the rarest are forgotten (lossy counting, Manku and Motwani 2002), which
// the frequent ones survive.
const maxNames = 200_000

func merge(into, from map[string]int) {
	for name, n := range from {
		into[name] += n
	}
	for least := 1; len(into) > maxNames; least++ {
		maps.DeleteFunc(into, func(_ string, n int) bool { return n <= least })
	}
}

// top returns the n highest counts; of equal ones the first by name.
func top(counts map[string]int, n int) []Count {
	all := make([]Count, 0, len(counts))
	for name, documents := range counts {
		all = append(all, Count{name, documents})
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(n, len(all))]
}
