package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// tableReader reads a file of records.
type tableReader func(r *reader, in io.Reader, id string) error

// errLong says that a record is longer than the limit.
var errLong = errors.New("is longer than the limit")

// lines reads JSON Lines: an object a line. A bad line is one failure.
func (r *reader) lines(in io.Reader, id string) error {
	buf := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		line, err := r.line(buf)
		rowID := fmt.Sprintf("%s#%d", id, n)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLong):
			err = r.fail(rowID, RecordTooLarge, err)
		case err != nil:
			return r.fail(rowID, reasonOf(err), err)
		case len(bytes.TrimSpace(line)) > 0:
			err = r.emit(r.json(rowID, line))
		}
		if err != nil {
			return err
		}
	}
}

// line returns the next line. Of a line that is too long it holds no more than
// the limit.
func (r *reader) line(in *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		long = long || len(line)+len(part) > r.options.Limits.MaxRecordBytes
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(line) > 0 || long), err == nil:
			if long {
				return nil, errLong
			}
			return line, nil
		default:
			return nil, err
		}
	}
}

// object reads a file that is one JSON object.
func (r *reader) object(in io.Reader, id string) error {
	limit := r.options.Limits.MaxRecordBytes
	data, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	switch {
	case err != nil:
		return r.fail(id, reasonOf(err), err)
	case len(data) > limit:
		return r.fail(id, RecordTooLarge, errLong)
	default:
		return r.emit(r.json(id, data))
	}
}

// json returns the item of an object.
func (r *reader) json(id string, data []byte) Item {
	text, err := document.Decode(data)
	if err != nil {
		return failed(id, EncodingUnknown, err)
	}
	var fields map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return failed(id, RecordInvalid, fmt.Errorf("no JSON object: %w", err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return failed(id, RecordInvalid, errors.New("more than one JSON value"))
	}
	var bad error
	return r.record(id, func(column string) (string, bool) {
		switch v := fields[column].(type) {
		case nil:
			return "", false
		case string:
			return v, true
		case json.Number:
			return v.String(), true
		default:
			bad = fmt.Errorf("%s is neither a string nor a number", column)
			return "", false
		}
	}, &bad)
}

// record returns the item of a record whose columns get returns. *bad is an
// error of get.
func (r *reader) record(id string, get func(column string) (string, bool), bad *error) Item {
	columns := r.options.Columns
	own, _ := get(columns.ID)
	if own != "" {
		id = own
	}
	content, ok := get(columns.Content)
	title, _ := get(columns.Title)
	date, _ := get(columns.Date)
	switch {
	case *bad != nil:
		return failed(id, RecordInvalid, *bad)
	case !ok:
		return failed(id, RecordInvalid, fmt.Errorf("has no column %q", columns.Content))
	}
	doc := &tiyaov1.Document{Id: id, Title: title, Content: content}
	if date != "" {
		t, err := document.ParseTime(date)
		if err != nil {
			return failed(id, RecordInvalid, fmt.Errorf("%s: %w", columns.Date, err))
		}
		doc.PublishTime = timestamppb.New(t)
	}
	return r.item(doc, "")
}

// commas reads rows of comma-separated values below a row of column names.
func (r *reader) commas(in io.Reader, id string) error { return r.rows(in, id, ',') }

// tabs does the same with tabs.
func (r *reader) tabs(in io.Reader, id string) error { return r.rows(in, id, '\t') }

// rows reads RFC 4180, and what programs write that never read it. In the
// encodings that are read no character has a comma, a quote or a line break as
// one of its bytes, so that rows are cut first and decoded then.
func (r *reader) rows(in io.Reader, id string, comma rune) error {
	bounded := &rowBound{in: in, limit: r.options.Limits.MaxRecordBytes}
	c := csv.NewReader(withoutBOM(bounded))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord, c.ReuseRecord = comma, true, -1, true
	var names []string
	for n := 0; ; n++ {
		bounded.read = 0
		rowID := fmt.Sprintf("%s#%d", id, n)
		fields, err := c.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLong):
			return r.fail(rowID, RecordTooLarge, fmt.Errorf("%w, as if a quote were never closed: the rest of the table is not read", err))
		case err != nil:
			return r.fail(rowID, reasonOf(err), err)
		}
		values, err := decodeRow(fields)
		switch {
		case err != nil:
			err = r.fail(rowID, EncodingUnknown, err)
		case names == nil:
			if names, err = header(values, r.options.Columns.Content); err != nil {
				return r.fail(id, RecordInvalid, err)
			}
		default:
			err = r.emit(r.row(rowID, names, values))
		}
		if err != nil {
			return err
		}
	}
}

// header returns the column names, among which content must be.
func header(values []string, content string) ([]string, error) {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = strings.TrimSpace(v)
	}
	if !slices.Contains(names, content) {
		return nil, fmt.Errorf("has no column %q, but %q", content, names)
	}
	return names, nil
}

// row returns the item of a row.
func (r *reader) row(id string, names, values []string) Item {
	var none error
	return r.record(id, func(column string) (string, bool) {
		i := slices.Index(names, column)
		if column == "" || i < 0 || i >= len(values) {
			return "", false
		}
		return values[i], true
	}, &none)
}

// unitSeparator keeps the fields of a row apart while it is decoded as a whole,
// because the encoding of a short field cannot be told.
const unitSeparator = "\x1f"

// decodeRow returns the text of a row.
func decodeRow(fields []string) ([]string, error) {
	row, err := document.Decode([]byte(strings.Join(fields, unitSeparator)))
	if err != nil {
		return nil, err
	}
	values := strings.Split(row, unitSeparator)
	if len(values) != len(fields) {
		return nil, errors.New("holds a separator of units (U+001F)")
	}
	return values, nil
}

// withoutBOM returns in without a byte order mark at its head.
func withoutBOM(in io.Reader) io.Reader {
	buf := bufio.NewReader(in)
	if head, err := buf.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = buf.Discard(3) // cannot fail: peeked
	}
	return buf
}

// rowBound ends its reader when a row has no end.
type rowBound struct {
	in          io.Reader
	read, limit int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.read > b.limit {
		return 0, errLong
	}
	n, err := b.in.Read(p)
	b.read += n
	return n, err
}
