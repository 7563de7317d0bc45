package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// renderer writes records for people to read.
type renderer struct {
	colors bool
}

// style is an ANSI escape sequence (ECMA-48 SGR).
type style string

const (
	plain  style = ""
	bold   style = "\x1b[1m"
	faint  style = "\x1b[2m"
	green  style = "\x1b[32m"
	yellow style = "\x1b[33m"
	cyan   style = "\x1b[36m"
	reset  style = "\x1b[0m"
)

// cell is a piece of a line.
type cell struct {
	text  string
	style style
}

// section is a table under a heading.
type section struct {
	heading string
	columns []string
	rows    [][]cell
}

// render writes the record of one article.
func (r *renderer) render(w io.Writer, a *tiyaov1.Annotations) error {
	var b strings.Builder
	r.writeHead(&b, a)
	for _, s := range []section{entityRows(a), roleRows(a), figureRows(a), keywordRows(a), topicRows(a)} {
		r.writeSection(&b, s)
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *renderer) writeHead(b *strings.Builder, a *tiyaov1.Annotations) {
	title := a.GetTitle()
	if title == "" {
		title = a.GetDocumentId()
	}
	fmt.Fprintln(b, r.paint(cell{title, bold}))
	facts := []string{a.GetLanguage(), fmt.Sprintf("%d characters", utf8.RuneCountInString(a.GetText()))}
	if a.GetPublishTime() != nil {
		facts = append([]string{document.InBeijing(a.GetPublishTime().AsTime()).Format(time.DateOnly)}, facts...)
	}
	fmt.Fprintln(b, r.paint(cell{strings.Join(facts, " · "), faint}))
}

// writeSection writes a table; nothing where it has no rows.
func (r *renderer) writeSection(b *strings.Builder, s section) {
	if len(s.rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", r.paint(cell{s.heading, bold}))
	head := make([]cell, len(s.columns))
	for i, c := range s.columns {
		head[i] = cell{c, faint}
	}
	rows := append([][]cell{head}, s.rows...)
	widths := make([]int, len(s.columns))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(c.text))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, c := range row {
			line.WriteString("  " + r.paint(c) + strings.Repeat(" ", widths[i]-uniseg.StringWidth(c.text)))
		}
		fmt.Fprintln(b, strings.TrimRight(line.String(), " "))
	}
}

func (r *renderer) paint(c cell) string {
	if !r.colors || c.style == plain || c.text == "" {
		return c.text
	}
	return string(c.style) + c.text + string(reset)
}

func entityRows(a *tiyaov1.Annotations) section {
	s := section{heading: "Entities", columns: []string{"name", "type", "salience", "mentions", "also"}}
	for _, e := range a.GetEntities() {
		s.rows = append(s.rows, []cell{
			{e.GetName(), cyan},
			{label(e.GetType(), "ENTITY_TYPE_"), plain},
			{fmt.Sprintf("%.2f", e.GetSalience()), plain},
			{fmt.Sprint(len(e.GetMentions())), plain},
			{strings.Join(aliases(e), "、"), faint},
		})
	}
	return s
}

// aliases returns the names of e other than its first, in text order.
func aliases(e *tiyaov1.Entity) []string {
	seen := map[string]bool{e.GetName(): true}
	var out []string
	for _, m := range e.GetMentions() {
		if !seen[m.GetText()] {
			seen[m.GetText()] = true
			out = append(out, m.GetText())
		}
	}
	return out
}

func roleRows(a *tiyaov1.Annotations) section {
	s := section{heading: "Roles", columns: []string{"person", "title", "organization"}}
	for _, r := range a.GetRoles() {
		s.rows = append(s.rows, []cell{
			{r.GetPerson().GetText(), cyan},
			{r.GetTitle().GetText(), plain},
			{r.GetOrganization().GetText(), plain},
		})
	}
	return s
}

func figureRows(a *tiyaov1.Annotations) section {
	s := section{heading: "Figures", columns: []string{"figure", "kind", "value", "metric", "subject", "period", ""}}
	for _, f := range a.GetFigures() {
		s.rows = append(s.rows, []cell{
			{f.GetText(), green},
			{label(f.GetKind(), "FIGURE_KIND_"), plain},
			{value(f), yellow},
			{f.GetMetric().GetText(), plain},
			{f.GetSubject().GetText(), cyan},
			{f.GetPeriod().GetText(), plain},
			{qualities(f), faint},
		})
	}
	return s
}

var comparatorSigns = map[tiyaov1.Comparator]string{
	tiyaov1.Comparator_COMPARATOR_APPROX: "≈",
	tiyaov1.Comparator_COMPARATOR_LT:     "<",
	tiyaov1.Comparator_COMPARATOR_LE:     "≤",
	tiyaov1.Comparator_COMPARATOR_GT:     ">",
	tiyaov1.Comparator_COMPARATOR_GE:     "≥",
	tiyaov1.Comparator_COMPARATOR_NEAR:   "≲",
}

// value returns what the figure says in signs: ↑ > 15 倍.
func value(f *tiyaov1.Figure) string {
	var parts []string
	switch f.GetDirection() {
	case tiyaov1.Direction_DIRECTION_UP:
		parts = append(parts, "↑")
	case tiyaov1.Direction_DIRECTION_DOWN:
		parts = append(parts, "↓")
	}
	if sign, ok := comparatorSigns[f.GetComparator()]; ok {
		parts = append(parts, sign)
	}
	number := f.GetLow()
	if f.GetHigh() != f.GetLow() {
		number += " … " + f.GetHigh()
	}
	parts = append(parts, number)
	if f.GetUnit() != "" {
		parts = append(parts, f.GetUnit())
	}
	return strings.Join(parts, " ")
}

// qualities returns basis and status where they say something.
func qualities(f *tiyaov1.Figure) string {
	var parts []string
	if f.GetBasis() > tiyaov1.ChangeBasis_CHANGE_BASIS_NONE {
		parts = append(parts, label(f.GetBasis(), "CHANGE_BASIS_"))
	}
	if f.GetStatus() > tiyaov1.FigureStatus_FIGURE_STATUS_ACTUAL {
		parts = append(parts, label(f.GetStatus(), "FIGURE_STATUS_"))
	}
	return strings.Join(parts, ", ")
}

func keywordRows(a *tiyaov1.Annotations) section {
	s := section{heading: "Keywords", columns: []string{"keyword", "score", "in text"}}
	for _, k := range a.GetKeywords() {
		s.rows = append(s.rows, []cell{
			{k.GetText(), cyan},
			{fmt.Sprintf("%.2f", k.GetScore()), plain},
			{fmt.Sprintf("%d×", len(k.GetMentions())), plain},
		})
	}
	return s
}

func topicRows(a *tiyaov1.Annotations) section {
	s := section{heading: "Topics", columns: []string{"topic", "score", "because of"}}
	for _, t := range a.GetTopics() {
		s.rows = append(s.rows, []cell{
			{t.GetId(), cyan},
			{fmt.Sprintf("%.2f", t.GetScore()), plain},
			{strings.Join(texts(t.GetEvidence()), "、"), faint},
		})
	}
	return s
}

func texts(phrases []*tiyaov1.Phrase) []string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = p.GetText()
	}
	return out
}

// label returns the name of an enum value in small letters.
func label(v fmt.Stringer, prefix string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(v.String(), prefix)), "_", " ")
}
