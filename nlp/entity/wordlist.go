package entity

import "strings"

// wordListLines returns the lines of an embedded word list that are neither
// blank nor comments.
func wordListLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
