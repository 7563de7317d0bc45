// Package model is the trained tagger as a file and in memory: for each event
// (package feature) the rows of weights of its places, in eight bits a weight.
package model

import (
	"encoding/json"
	"fmt"

	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// Header says what a model is and where it comes from.
type Header struct {
	Types   []string `json:"types"`
	Sources []Source `json:"sources"`
	Scores  []Score  `json:"scores"`
	Seed    uint64   `json:"seed"`

	// Step is the value of one unit of a quantised weight.
	Step float32 `json:"step"`
	// NameBias is added to the score of a stretch's being a name.
	NameBias float32 `json:"name_bias"`
	// NameTemperature and TypeTemperature divide the scores of a stretch's
	// being a name, and of its type, before they become probabilities.
	NameTemperature float32 `json:"name_temperature"`
	TypeTemperature float32 `json:"type_temperature"`
}

// Source is a corpus or a list that the model learned from.
type Source struct {
	Name    string `json:"name"`
	Rows    int    `json:"rows"`
	Licence string `json:"licence"`
}

// Score is an accuracy measured on texts kept out of training.
type Score struct {
	Set       string  `json:"set"`
	Type      string  `json:"type"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Names     int     `json:"names"`
}

// Model is a trained tagger. It is safe for concurrent use.
type Model struct {
	Header      Header
	Version     string // content hash
	Transitions chain.Transitions
	Extractor   feature.Extractor

	characters *weights // of the labels of characters
	stretches  *weights // of what is said of a stretch
	*powers

	all, opening, closing lanes // those of all labels, and of those that names begin and end with
}

// lanesOf returns the lanes of the labels with the given parts.
func lanesOf(parts ...int) (l lanes) {
	for t := range feature.Kinds {
		for _, part := range parts {
			l.add(chain.Label(t, part) - 1)
		}
	}
	return l
}

func newModel() *Model {
	return &Model{
		all:     lanesOf(chain.Begin, chain.Inside, chain.End, chain.Single),
		opening: lanesOf(chain.Begin, chain.Single),
		closing: lanesOf(chain.End, chain.Single),
	}
}

// What is said of a whole stretch has two rows of weights: the first lane tells
// names from what is none, those from [FirstType] on tell the types.
const (
	NameLane  = 0
	FirstType = 1
	MaxTypes  = 2*Lanes - FirstType
)

// decodeHeader reads and checks the header.
func decodeHeader(data []byte) (h Header, err error) {
	if err := json.Unmarshal(data, &h); err != nil {
		return h, fmt.Errorf("header: %w", err)
	}
	if len(h.Types) == 0 || len(h.Types) > MaxTypes {
		return h, fmt.Errorf("header: %d types", len(h.Types))
	}
	for _, v := range []float32{h.Step, h.NameTemperature, h.TypeTemperature} {
		if !(v > 0) {
			return h, fmt.Errorf("header: step %v, temperatures %v and %v", h.Step, h.NameTemperature, h.TypeTemperature)
		}
	}
	return h, nil
}
