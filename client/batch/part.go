package batch

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/tiyao/tiyao/client/batch/source"
	"github.com/tiyao/tiyao/client/batch/table"
)

// record says what a part holds. Its file is written when all others of the
// part are on the disk.
type record struct {
	Part         int               `json:"part"`
	Inputs       int               `json:"inputs"`
	Documents    int               `json:"documents"`
	ContentBytes int64             `json:"content_bytes"`
	Chain        string            `json:"chain"` // of all inputs up to the end of the part
	Files        []fileRecord      `json:"files"`
	Failures     []*source.Failure `json:"failures,omitempty"`
	Tally        tally             `json:"tally"`
}

// fileRecord says what a file holds.
type fileRecord struct {
	Path   string `json:"path"` // in the output, with slashes
	Rows   int    `json:"rows"` // documents, or rows of a table
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (c chain) String() string { return hex.EncodeToString(c[:]) }

// part is a part that is being written.
type part struct {
	index   int
	record  record
	journal *os.File
	files   []*durable
	names   []string // of files, in the output

	lines  io.Writer // of annotations, or nil
	zstd   *zstd.Encoder
	tables *table.Writer // or nil
}

// newPart begins the files of a part.
func (o *output) newPart(index int) (_ *part, err error) {
	p := &part{index: index, record: record{Part: index, Tally: newTally()}}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("part %d: %w", index, err), p.abandon())
		}
	}()
	if p.journal, err = appendJournal(o.journal(index)); err != nil {
		return nil, err
	}
	if o.options.JSONL {
		if err := p.createLines(o); err != nil {
			return nil, err
		}
	}
	if o.options.Parquet {
		p.tables, err = table.Create(func(name string) (io.Writer, error) {
			return p.create(o, name, ".parquet")
		})
	}
	return p, err
}

func (p *part) createLines(o *output) error {
	ext := ".jsonl"
	if o.options.Zstd {
		ext += ".zst"
	}
	d, err := p.create(o, "annotations", ext)
	if err != nil {
		return err
	}
	p.lines = d
	if o.options.Zstd {
		p.zstd, err = zstd.NewWriter(d, zstd.WithEncoderConcurrency(1))
		p.lines = p.zstd
	}
	return err
}

// create begins a file in the directory dir of the output.
func (p *part) create(o *output, dir, ext string) (*durable, error) {
	name := path.Join(dir, fmt.Sprintf("part-%06d%s", p.index, ext))
	d, err := createDurable(o.hidden(fmt.Sprintf("%s-%06d.tmp", dir, p.index)), filepath.Join(o.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	p.files = append(p.files, d)
	p.names = append(p.names, name)
	return d, nil
}

// add writes what became of a task.
func (p *part) add(t *task, a *annotated) error {
	if a.entry != nil && !t.replayed {
		if err := writeEntry(p.journal, t.digest, a.entry); err != nil {
			return err
		}
	}
	p.record.Inputs++
	p.record.Chain = t.chain.String()
	if a.failure != nil {
		p.record.Failures = append(p.record.Failures, a.failure)
		return nil
	}
	p.record.Documents++
	p.record.ContentBytes += int64(len(t.item.Document.GetContent()))
	p.record.Tally.add(a.names)
	if p.lines != nil {
		if _, err := p.lines.Write(a.line); err != nil {
			return err
		}
	}
	if p.tables != nil {
		return p.tables.Write(a.rows)
	}
	return nil
}

// commit makes the part whole.
func (p *part) commit(o *output) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, p.abandon())
		}
	}()
	if p.zstd != nil {
		if err := p.zstd.Close(); err != nil {
			return err
		}
	}
	if p.tables != nil {
		if err := p.tables.Close(); err != nil {
			return err
		}
	}
	for i, d := range p.files {
		if err := d.sync(); err != nil {
			return err
		}
		p.record.Files = append(p.record.Files, fileRecord{p.names[i], p.rows(p.names[i]), d.size, d.sum()})
	}
	for _, d := range p.files {
		if err := errors.Join(d.rename(), syncDir(filepath.Dir(d.path))); err != nil {
			return err
		}
	}
	p.files = nil
	if err := writeDurableJSON(o.hidden(recordName(p.index)), &p.record); err != nil {
		return err
	}
	return errors.Join(p.journal.Close(), o.removeJournal(p.index))
}

// rows returns the number of rows of a file.
func (p *part) rows(name string) int {
	dir := path.Dir(name)
	if dir == "annotations" {
		return p.record.Documents
	}
	return p.tables.Rows()[dir]
}

// abandon removes the files of the part; the journal stays.
func (p *part) abandon() error {
	var errs []error
	for _, d := range p.files {
		if err := d.abandon(); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if p.journal != nil {
		if err := errors.Join(p.journal.Sync(), p.journal.Close()); !errors.Is(err, os.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
