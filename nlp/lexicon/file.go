package lexicon

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/tiyao/tiyao/nlp/entity"
)

// types are the names of entity types in a lexicon file.
func typeOf(name string) (entity.Type, bool) {
	switch strings.ToUpper(name) {
	case "COMPANY":
		return entity.Company, true
	case "PERSON":
		return entity.Person, true
	case "ORGANIZATION":
		return entity.Organization, true
	case "LOCATION":
		return entity.Location, true
	case "PRODUCT":
		return entity.Product, true
	}
	return 0, false
}

// Load reads a lexicon file; see [Parse].
func Load(path string) (*Lexicon, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	defer f.Close()
	return Parse(path, f)
}

// Parse reads a lexicon: UTF-8, one term a line, its text and its type (COMPANY,
// PERSON, ORGANIZATION, LOCATION or PRODUCT) with a tab between them. Blank
// lines and lines that start with # are skipped. An error names the file and
// the line: name:line.
func Parse(name string, r io.Reader) (*Lexicon, error) {
	var terms []Term
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 0, 4096), 4096)
	line := 0
	fail := func(format string, args ...any) (*Lexicon, error) {
		return nil, fmt.Errorf("lexicon: %s:%d: %w", name, line, fmt.Errorf(format, args...))
	}
	for scan.Scan() {
		line++
		s := strings.TrimSuffix(scan.Text(), "\r")
		if line == 1 {
			s = strings.TrimPrefix(s, "\ufeff")
		}
		if strings.TrimSpace(s) == "" || strings.HasPrefix(s, "#") {
			continue
		}
		if !utf8.ValidString(s) {
			return fail("not valid UTF-8")
		}
		text, typ, ok := strings.Cut(s, "\t")
		if !ok {
			return fail("want TEXT<tab>TYPE, got no tab in %.40q", s)
		}
		t, ok := typeOf(strings.TrimSpace(typ))
		if !ok {
			return fail("unknown type %.40q", typ)
		}
		term := Term{strings.TrimSpace(text), t}
		if _, err := term.runes(); err != nil {
			return fail("%w", err)
		}
		if len(terms) == MaxTerms {
			return fail("more than %d terms", MaxTerms)
		}
		terms = append(terms, term)
	}
	if err := scan.Err(); err != nil {
		line++
		if errors.Is(err, bufio.ErrTooLong) {
			return fail("the line is longer than 4,096 bytes")
		}
		return fail("%w", err)
	}
	return New(terms)
}
