//go:build cgo

package segment

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// jiebaFiles are the files of a dictionary directory in gojieba's order.
var jiebaFiles = [...]string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"}

// jiebaPaths returns the paths of the dictionary files in dir. Its error names
// the file that is missing or not of the form that cppjieba needs, which ends
// the process on such a file.
func jiebaPaths(dir string) ([]string, error) {
	var paths []string
	for _, name := range jiebaFiles {
		path := filepath.Join(dir, name)
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		switch name {
		case "jieba.dict.utf8":
			err = checkWords(content)
		case "hmm_model.utf8":
			err = checkModel(content)
		case "idf.utf8", "stop_words.utf8":
			if len(bytes.TrimSpace(content)) == 0 {
				err = errors.New("the file is empty")
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// checkWords checks the main dictionary: "word frequency tag" in each line.
func checkWords(content []byte) error {
	if len(content) == 0 {
		return errors.New("the file is empty")
	}
	n := 0
	for line := range bytes.Lines(content) {
		n++
		fields := bytes.Split(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '})
		if len(fields) != 3 {
			return fmt.Errorf("line %d: want \"word frequency tag\", have %q", n, line)
		}
		if freq, err := strconv.ParseFloat(string(fields[1]), 64); err != nil || freq <= 0 {
			return fmt.Errorf("line %d: frequency %q is no number above 0", n, fields[1])
		}
	}
	return nil
}

// checkModel checks the hidden Markov model: a line of start probabilities, four
// of transition and four of emission probabilities, between comments.
func checkModel(content []byte) error {
	n := 0
	for line := range bytes.Lines(content) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			n++
		}
	}
	if n < 9 {
		return fmt.Errorf("%d lines of probabilities, want 9", n)
	}
	return nil
}
