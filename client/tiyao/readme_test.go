package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tiyao/tiyao/server"
)

const serverInReadme = "localhost:50051"

// example is a command of the README with the output that stands below it. A
// line of output that is just "…" stands for any number of lines, and "…"
// within a line for any text.
type example struct {
	command string
	output  string
}

// examples returns the commands of the console blocks of a Markdown text.
func examples(markdown string) []example {
	var out []example
	inside := false
	for line := range strings.Lines(markdown) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.TrimSpace(line) == "```console"
		case !inside:
		case strings.HasPrefix(line, "$ "):
			out = append(out, example{command: strings.TrimSpace(line[2:])})
		case len(out) > 0:
			out[len(out)-1].output += line
		}
	}
	return out
}

// pattern returns the expression that the whole output of e must match.
func (e example) pattern() *regexp.Regexp {
	quoted := regexp.QuoteMeta(e.output)
	quoted = regexp.MustCompile(`(?m)^…\n`).ReplaceAllString(quoted, "(?:.*\n)*?")
	return regexp.MustCompile(`\A` + strings.ReplaceAll(quoted, "…", ".*") + `\z`)
}

// TestReadme runs the commands of the README and compares what they print with
// what it says.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	addr := serve(t, server.Options{})
	for _, e := range examples(string(readme)) {
		t.Run(e.command, func(t *testing.T) {
			if strings.HasPrefix(e.command, "go test") {
				t.Skip("this is that command")
			}
			for _, tool := range []string{"bash", "jq", "grpcurl"} {
				if _, err := exec.LookPath(tool); strings.Contains(e.command, tool) && err != nil {
					t.Skip(err)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			command := exec.CommandContext(ctx, "bash", "-o", "pipefail", "-c", strings.ReplaceAll(e.command, serverInReadme, addr))
			command.Dir = root
			var stderr strings.Builder
			command.Stderr = &stderr
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr.String())
			}
			if !e.pattern().Match(out) {
				t.Errorf("prints\n%s\nwhich the README has as\n%s", out, e.output)
			}
		})
	}
}

func TestReadmePatterns(t *testing.T) {
	for _, test := range []struct {
		output, printed string
		want            bool
	}{
		{"a\n", "a\n", true},
		{"a\n", "a\nb\n", false},
		{"a\n…\n", "a\n", true},
		{"a\n…\nc\n", "a\nb\nb\nc\n", true},
		{"a\n…\nc\n", "a\nb\n", false},
		{"x … z (1)\n", "x y z (1)\n", true},
		{"x … z (1)\n", "x y\nz (1)\n", false},
	} {
		if got := (example{output: test.output}).pattern().MatchString(test.printed); got != test.want {
			t.Errorf("%q for %q: %v", test.output, test.printed, got)
		}
	}
}
