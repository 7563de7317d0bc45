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
	// Temperature divides all scores before they become probabilities.
	Temperature float32 `json:"temperature"`
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

	weights
}

// decodeHeader reads and checks the header.
func decodeHeader(data []byte) (h Header, err error) {
	if err := json.Unmarshal(data, &h); err != nil {
		return h, fmt.Errorf("header: %w", err)
	}
	if len(h.Types) == 0 || chain.NumLabels(len(h.Types)) > lanes {
		return h, fmt.Errorf("header: %d types", len(h.Types))
	}
	if !(h.Step > 0) || !(h.Temperature > 0) {
		return h, fmt.Errorf("header: step %v, temperature %v", h.Step, h.Temperature)
	}
	return h, nil
}

// build puts the decoded parts together.
func build(h Header, version string, tr chain.Transitions, x feature.Extractor, w weights) *Model {
	return &Model{Header: h, Version: version, Transitions: tr, Extractor: x, weights: w}
}
