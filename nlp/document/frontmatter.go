package document

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// maxFrontMatter bounds, in bytes, what is read as front matter.
const maxFrontMatter = 64 << 10

// metadata is what front matter says of an article.
type metadata struct {
	title, origin string
	time          time.Time
	tags          []string
}

// readFrontMatter reads the YAML between two lines of --- at the head of
// content, and returns where the article begins. Content without front matter
// begins at once.
func readFrontMatter(content string) (m metadata, start int) {
	head, n := line(strings.TrimPrefix(content, "\ufeff"))
	start = len(content) - len(strings.TrimPrefix(content, "\ufeff")) + n
	for strings.TrimSpace(head) == "" {
		if n == 0 {
			return m, 0
		}
		head, n = line(content[start:])
		start += n
	}
	if strings.TrimRight(head, " \t\r\n") != "---" {
		return m, 0
	}
	begin := start
	for start-begin < maxFrontMatter {
		head, n = line(content[start:])
		if n == 0 {
			break
		}
		switch strings.TrimRight(head, " \t\r\n") {
		case "---", "...":
			if m.read(content[begin:start]) {
				return m, start + n
			}
			return metadata{}, 0
		}
		start += n
	}
	return m, 0
}

// line returns the first line of s and its length.
func line(s string) (string, int) {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return s[:i+1], i + 1
	}
	return s, len(s)
}

// read reports whether text is front matter: a mapping. Hand-written headers
// that are not quite YAML, such as those with a colon in a bare title, are read
// line by line.
func (m *metadata) read(text string) bool {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil || len(doc.Content) == 0 {
		return m.readLines(text)
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		m.set(root.Content[i].Value, values(root.Content[i+1]))
	}
	return true
}

// values returns the scalars of a node: one, or those of a list.
func values(n *yaml.Node) []string {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		return []string{n.Value}
	case n.Kind == yaml.SequenceNode:
		var out []string
		for _, c := range n.Content {
			if c.Kind == yaml.ScalarNode && c.Value != "" {
				out = append(out, c.Value)
			}
		}
		return out
	}
	return nil
}

// readLines reads lines of key: value. Text that has none, or more other lines
// than those, is prose between two rules.
func (m *metadata) readLines(text string) bool {
	pairs, others := 0, 0
	for l := range strings.Lines(text) {
		key, value, ok := strings.Cut(l, ":")
		switch {
		case ok && key != "" && strings.IndexFunc(key, isNoKey) < 0:
			m.set(key, []string{strings.Trim(strings.TrimSpace(value), `"'`)})
			pairs++
		case strings.TrimSpace(l) != "":
			others++
		}
	}
	return pairs > others || pairs+others == 0
}

func isNoKey(r rune) bool { return !isASCIIWord(r) && r != '_' && r != '-' && r != '.' }

// set records the values of a key that says something about the article.
func (m *metadata) set(key string, values []string) {
	if len(values) == 0 {
		return
	}
	first := strings.Join(strings.Fields(values[0]), " ")
	switch strings.ToLower(key) {
	case "title":
		m.title = first
	case "date", "pubdate", "published", "publish_time", "time":
		m.time, _ = ParseTime(first)
	case "source":
		m.origin = first
	case "tags":
		m.tags = values
		if len(values) == 1 {
			m.tags = strings.FieldsFunc(values[0], func(r rune) bool { return strings.ContainsRune(",，、;；", r) })
		}
		for i := range m.tags {
			m.tags[i] = strings.TrimSpace(m.tags[i])
		}
	}
}
