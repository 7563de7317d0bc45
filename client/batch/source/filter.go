package source

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// filter says which paths are read.
type filter struct {
	include, exclude []glob
}

func newFilter(include, exclude []string) (f filter, err error) {
	if f.include, err = compile(include); err != nil {
		return f, err
	}
	f.exclude, err = compile(exclude)
	return f, err
}

// wants reports whether the article or table at name is read.
func (f filter) wants(name string) bool {
	return (len(f.include) == 0 || matches(f.include, name)) && !f.excludes(name)
}

// excludes reports whether name or a directory above it is passed over.
func (f filter) excludes(name string) bool {
	for dir := name; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if matches(f.exclude, dir) {
			return true
		}
	}
	return false
}

// glob is a pattern of slash-separated paths in the manner of gitignore: one
// without a slash matches names in any directory, ** any number of directories,
// * and ? what is no slash.
type glob struct {
	pattern  *regexp.Regexp
	baseOnly bool
}

func (g glob) matches(name string) bool {
	if g.baseOnly {
		name = path.Base(name)
	}
	return g.pattern.MatchString(name)
}

func matches(globs []glob, name string) bool {
	for _, g := range globs {
		if g.matches(name) {
			return true
		}
	}
	return false
}

func compile(patterns []string) ([]glob, error) {
	globs := make([]glob, len(patterns))
	for i, p := range patterns {
		re, err := regexp.Compile(`^(?s:` + translate(strings.Trim(p, "/")) + `)$`)
		if err != nil || p == "" {
			return nil, fmt.Errorf("pattern %q is no glob", p)
		}
		globs[i] = glob{re, !strings.Contains(strings.TrimSuffix(p, "/"), "/")}
	}
	return globs, nil
}

// translate returns the regular expression of a glob.
func translate(p string) string {
	var re strings.Builder
	for i := 0; i < len(p); {
		rest := p[i:]
		switch {
		case strings.HasPrefix(rest, "**/"):
			re.WriteString(`(?:.*/)?`)
			i += 3
		case strings.HasPrefix(rest, "**"):
			re.WriteString(`.*`)
			i += 2
		case rest[0] == '*':
			re.WriteString(`[^/]*`)
			i++
		case rest[0] == '?':
			re.WriteString(`[^/]`)
			i++
		case rest[0] == '[' && strings.Contains(rest, "]"):
			class, _, _ := strings.Cut(rest, "]")
			i += len(class) + 1
			if negated, ok := strings.CutPrefix(class, "[!"); ok {
				class = "[^" + negated
			}
			re.WriteString(class + "]")
		default:
			re.WriteString(regexp.QuoteMeta(rest[:1]))
			i++
		}
	}
	return re.String()
}
