// Package evaluate measures annotations against documents that people annotated
// by hand: precision, recall and F1 of mentions, entities, roles, figures and
// keywords, and the accuracy of what figures and topics say.
package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Gold is a document with the annotations that a careful analyst made. Offsets
// count code points of Text; ends are exclusive.
type Gold struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	Date     string       `json:"date"` // ISO 8601, or empty
	Text     string       `json:"text"`
	Entities []GoldEntity `json:"entities"`
	Roles    []GoldRole   `json:"roles"`
	Figures  []GoldFigure `json:"figures"`
	Keywords []string     `json:"keywords"` // best first
	Topics   []string     `json:"topics"`   // best first, at least one
}

// GoldEntity is one thing with all places where it is named.
type GoldEntity struct {
	Type     string   `json:"type"` // COMPANY, PERSON …
	Name     string   `json:"name"`
	Mentions [][2]int `json:"mentions"`
}

// GoldRole is a person, one title, and the body it is held in, or "".
type GoldRole struct {
	Person       string `json:"person"`
	Title        string `json:"title"`
	Organization string `json:"organization"`
}

// GoldFigure is a quantity and what it means.
type GoldFigure struct {
	Span       [2]int `json:"span"`
	Text       string `json:"text"`
	Kind       string `json:"kind"`
	Low        string `json:"low"`
	High       string `json:"high"`
	Unit       string `json:"unit"`
	Comparator string `json:"comparator"`
	Direction  string `json:"direction"`
	Basis      string `json:"basis"`
	Status     string `json:"status"`
	Metric     string `json:"metric"`
	Subject    string `json:"subject"`
	Period     string `json:"period"`
}

// LoadGold reads every .json file of dir, in the order of their names.
func LoadGold(dir string) ([]Gold, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []Gold
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var g Gold
		if err := json.Unmarshal(data, &g); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if err := g.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, g)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no .json files", dir)
	}
	return out, nil
}

// check reports offsets outside the text and missing parts.
func (g *Gold) check() error {
	n := len([]rune(g.Text))
	inside := func(s [2]int) bool { return 0 <= s[0] && s[0] < s[1] && s[1] <= n }
	switch {
	case g.ID == "":
		return errors.New("id is empty")
	case len(g.Topics) == 0:
		return errors.New("topics: none")
	}
	for _, e := range g.Entities {
		if i := slices.IndexFunc(e.Mentions, func(s [2]int) bool { return !inside(s) }); i >= 0 {
			return fmt.Errorf("entity %s: mention %v is outside the text", e.Name, e.Mentions[i])
		}
	}
	for _, f := range g.Figures {
		if !inside(f.Span) {
			return fmt.Errorf("figure %s: span %v is outside the text", f.Text, f.Span)
		}
	}
	return nil
}
