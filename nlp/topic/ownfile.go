package topic

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a file of own topics.
const (
	maxOwn      = 1000
	maxOwnWords = 1000 // of one topic
	maxOwnRunes = 64   // of one word
	maxOwnBytes = 16 << 20
)

var ownID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// ParseOwn reads a user's own topics from a YAML file:
//
//	topics:
//	  - id: own.low_altitude
//	    name: 低空经济
//	    words: [低空经济, eVTOL, 通用航空]
//
// An id has up to 64 letters, digits, dots, hyphens and underscores; the name
// may be left out. An unknown key, a missing or a doubled one, an id that
// stands twice or is one of the guidelines' topics, and an empty or overlong
// word are errors that name path and line.
func ParseOwn(path string, r io.Reader) ([]Own, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxOwnBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(b) > maxOwnBytes {
		return nil, fmt.Errorf("%s: larger than %d bytes", path, maxOwnBytes)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(b, &root); err != nil {
		return nil, fmt.Errorf("%s: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	p := ownParser{lines: map[string]int{}}
	for _, info := range builtin {
		p.lines[info.ID] = 0
	}
	own, err := p.file(&root)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return own, nil
}

// ownParser reads the nodes of a file. Its errors begin with the line.
type ownParser struct {
	lines map[string]int // where each id stands; 0 for the guidelines'
}

func atLine(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%d: %w", max(n.Line, 1), fmt.Errorf(format, args...))
}

func (p *ownParser) file(root *yaml.Node) ([]Own, error) {
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		return nil, atLine(root, "no topics")
	}
	fields, err := mapping(root.Content[0], "topics")
	if err != nil {
		return nil, err
	}
	list := fields["topics"]
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil, atLine(root.Content[0], "want a list under the key \"topics\"")
	}
	if len(list.Content) > maxOwn {
		return nil, atLine(list, "%d topics, at most %d", len(list.Content), maxOwn)
	}
	var own []Own
	for _, n := range list.Content {
		t, err := p.topic(n)
		if err != nil {
			return nil, err
		}
		own = append(own, t)
	}
	return own, nil
}

func (p *ownParser) topic(n *yaml.Node) (Own, error) {
	fields, err := mapping(n, "id", "name", "words")
	if err != nil {
		return Own{}, err
	}
	id, err := text(n, fields, "id")
	if err != nil {
		return Own{}, err
	}
	if !ownID.MatchString(id) {
		return Own{}, atLine(fields["id"], "id %q: want up to 64 letters, digits, dots, hyphens and underscores", id)
	}
	if line, taken := p.lines[id]; taken && line > 0 {
		return Own{}, atLine(fields["id"], "id %q stands in line %d already", id, line)
	} else if taken {
		return Own{}, atLine(fields["id"], "id %q is one of the topics of the guidelines", id)
	}
	p.lines[id] = fields["id"].Line
	name := id
	if fields["name"] != nil {
		if name, err = text(n, fields, "name"); err != nil {
			return Own{}, err
		}
	}
	words, err := ownWords(n, fields["words"])
	return Own{ID: id, Name: name, Words: words}, err
}

// mapping returns the values of a mapping by their keys, which must be known.
func mapping(n *yaml.Node, known ...string) (map[string]*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, atLine(n, "want keys %s", strings.Join(known, ", "))
	}
	fields := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case !slices.Contains(known, key.Value):
			return nil, atLine(key, "unknown key %q: want %s", key.Value, strings.Join(known, ", "))
		case fields[key.Value] != nil:
			return nil, atLine(key, "key %q stands twice", key.Value)
		}
		fields[key.Value] = n.Content[i+1]
	}
	return fields, nil
}

func text(parent *yaml.Node, fields map[string]*yaml.Node, key string) (string, error) {
	n := fields[key]
	if n == nil {
		return "", atLine(parent, "no %s", key)
	}
	return scalar(n, key)
}

func scalar(n *yaml.Node, what string) (string, error) {
	s := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || s == "" {
		return "", atLine(n, "%s: want a text", what)
	}
	return s, nil
}

func ownWords(parent, n *yaml.Node) ([]string, error) {
	if n == nil || n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return nil, atLine(parent, "no words")
	}
	if len(n.Content) > maxOwnWords {
		return nil, atLine(n, "%d words, at most %d", len(n.Content), maxOwnWords)
	}
	var words []string
	for _, w := range n.Content {
		s, err := scalar(w, "word")
		if err != nil {
			return nil, err
		}
		if utf8.RuneCountInString(s) > maxOwnRunes {
			return nil, atLine(w, "word of more than %d characters", maxOwnRunes)
		}
		words = append(words, s)
	}
	return words, nil
}
