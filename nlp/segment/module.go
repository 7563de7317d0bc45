package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"github.com/tiyao/tiyao/nlp/document"
)

// Module is the gse module itself as an engine, for users who bring words of
// their own in gse's dictionary format. With gse's own dictionary alone it gives
// the words that [GSE] gives; it takes ten times as long to load, as much
// memory, and four times as long to cut.
type Module struct {
	cut func([]byte) []gse.Segment
}

// NewModule returns an engine over s, which must be loaded and not change any
// more.
func NewModule(s *gse.Segmenter) *Module { return &Module{cut: s.Segment} }

// LoadModule returns an engine over gse's Simplified dictionary and the words of
// files on top of it: a line "word frequency [tag]" each, blank lines and lines
// that begin with # apart. Of equal words the first counts, those of the files
// before gse's own. An error names file and line.
func LoadModule(files ...string) (*Module, error) {
	s := &gse.Segmenter{SkipLog: true, NotLoadHMM: true, Dict: gse.NewDict()}
	s.Init()
	for _, name := range files {
		if err := addWords(s, name); err != nil {
			return nil, fmt.Errorf("segment: %w", err)
		}
	}
	if err := addBuiltin(s); err != nil {
		return nil, fmt.Errorf("segment: dictionary: %w", err)
	}
	s.CalcToken()
	return NewModule(s), nil
}

// addWords adds the words of a user's file.
func addWords(s *gse.Segmenter, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if err := addWord(s, fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// addWord adds the word whose fields a line has.
func addWord(s *gse.Segmenter, fields []string) error {
	if len(fields) < 2 || len(fields) > 3 {
		return fmt.Errorf("want \"word frequency [tag]\", have %d fields", len(fields))
	}
	if !utf8.ValidString(fields[0]) {
		return fmt.Errorf("the word is not valid UTF-8")
	}
	freq, err := strconv.ParseUint(fields[1], 10, 32)
	if err != nil || freq == 0 {
		return fmt.Errorf("frequency %q of %s is no whole number above 0", fields[1], fields[0])
	}
	tag := append(fields, posUnknown)[2]
	return s.AddToken(strings.Map(lower, fields[0]), float64(freq), tag)
}

// addBuiltin adds the words of the embedded dictionary.
func addBuiltin(s *gse.Segmenter) error {
	z, err := gzip.NewReader(bytes.NewReader(gseDict))
	if err != nil {
		return err
	}
	for lines := bufio.NewScanner(z); lines.Scan(); {
		text, freq, tag, err := parseEntry(lines.Bytes())
		if err != nil {
			return err
		}
		if err := s.AddToken(string(text), freq, string(tag)); err != nil {
			return err
		}
	}
	return z.Close()
}

// Name returns "gse".
func (*Module) Name() string { return "gse" }

// Segment sets t.Tokens; see [Segmenter].
func (m *Module) Segment(ctx context.Context, t *document.Text) error {
	return segmentRuns(ctx, t, func(tokens []document.Token, run document.Span) []document.Token {
		return m.appendRun(tokens, t.Runes, run)
	})
}

// appendRun appends the words of a run. The module knows letters of ASCII only
// and cuts other words (トヨタ) into characters: those are joined again.
func (m *Module) appendRun(tokens []document.Token, runes []rune, run document.Span) []document.Token {
	text := make([]byte, 0, 3*run.Len())
	for _, r := range runes[run.Start:run.End] {
		text = utf8.AppendRune(text, lower(r))
	}
	at := run.Start
	for _, s := range m.cut(text) {
		word := document.Token{Span: document.Span{Start: at, End: at + utf8.RuneCount(text[s.Start():s.End()])}, POS: s.Token().Pos()}
		at = word.End
		if word.Start > run.Start && classOf(runes[word.Start-1]).inAtom() && classOf(runes[word.Start]).inAtom() {
			word = document.Token{Span: document.Span{Start: tokens[len(tokens)-1].Start, End: word.End}}
			tokens = tokens[:len(tokens)-1]
		}
		if word.POS == "" || word.POS == posUnknown {
			word.POS = unlistedPOS(runes[word.Start:word.End])
		}
		tokens = append(tokens, word)
	}
	return tokens
}
