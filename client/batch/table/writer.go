package table

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Names are the names of the tables.
func Names() []string {
	return []string{"documents", "entities", "mentions", "roles", "figures", "keywords", "topics"}
}

// Writer writes the tables. The files it makes depend on the rows alone. It is
// not safe for concurrent use.
type Writer struct {
	documents *sheet[document]
	entities  *sheet[entityRow]
	mentions  *sheet[mentionRow]
	roles     *sheet[roleRow]
	figures   *sheet[figureRow]
	keywords  *sheet[keywordRow]
	topics    *sheet[topicRow]
}

// Create returns a writer of the tables, each to what open returns for its name.
// Rows are held in memory, encoded, until Close.
func Create(open func(name string) (io.Writer, error)) (*Writer, error) {
	outs := make([]io.Writer, len(Names()))
	for i, name := range Names() {
		out, err := open(name)
		if err != nil {
			return nil, err
		}
		outs[i] = out
	}
	return &Writer{
		documents: newSheet[document](outs[0]),
		entities:  newSheet[entityRow](outs[1]),
		mentions:  newSheet[mentionRow](outs[2]),
		roles:     newSheet[roleRow](outs[3]),
		figures:   newSheet[figureRow](outs[4]),
		keywords:  newSheet[keywordRow](outs[5]),
		topics:    newSheet[topicRow](outs[6]),
	}, nil
}

// Write adds the rows of one document.
func (w *Writer) Write(r *Rows) error {
	return errors.Join(
		w.documents.write(r.document),
		w.entities.write(r.entities...),
		w.mentions.write(r.mentions...),
		w.roles.write(r.roles...),
		w.figures.write(r.figures...),
		w.keywords.write(r.keywords...),
		w.topics.write(r.topics...),
	)
}

// Close completes the tables. It does not close what they are written to.
func (w *Writer) Close() error {
	return errors.Join(
		w.documents.close(), w.entities.close(), w.mentions.close(), w.roles.close(),
		w.figures.close(), w.keywords.close(), w.topics.close(),
	)
}

// Rows returns the number of rows of each table.
func (w *Writer) Rows() map[string]int {
	return map[string]int{
		"documents": w.documents.rows,
		"entities":  w.entities.rows,
		"mentions":  w.mentions.rows,
		"roles":     w.roles.rows,
		"figures":   w.figures.rows,
		"keywords":  w.keywords.rows,
		"topics":    w.topics.rows,
	}
}

// sheet is one table.
type sheet[Row any] struct {
	out  *parquet.GenericWriter[Row]
	rows int
}

func newSheet[Row any](out io.Writer) *sheet[Row] {
	return &sheet[Row]{out: parquet.NewGenericWriter[Row](out,
		parquet.Compression(&parquet.Zstd),
		parquet.CreatedBy("tiyao", "1", ""),
	)}
}

func (s *sheet[Row]) write(rows ...Row) error {
	n, err := s.out.Write(rows)
	s.rows += n
	if err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}

func (s *sheet[Row]) close() error {
	if err := s.out.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}
