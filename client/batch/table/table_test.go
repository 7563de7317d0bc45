package table

import (
	"bytes"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"google.golang.org/protobuf/types/known/timestamppb"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

func annotations() *tiyaov1.Annotations {
	span := &tiyaov1.Span{Start: 0, End: 4}
	source := &tiyaov1.Span{Start: 3, End: 7}
	phrase := func(s string) *tiyaov1.Phrase { return &tiyaov1.Phrase{Text: s, Span: span, EntityId: "e1"} }
	return &tiyaov1.Annotations{
		DocumentId:  "news/1.md",
		Title:       "星澜科技营收增长",
		Text:        "星澜科技营收增长15%。",
		Language:    "zh-Hans",
		Origin:      "新城日报",
		Tags:        []string{"科技", "财报"},
		PublishTime: timestamppb.New(time.Date(2024, 8, 16, 1, 2, 3, 0, time.UTC)),
		Entities: []*tiyaov1.Entity{
			{Id: "e1", Type: tiyaov1.EntityType_ENTITY_TYPE_COMPANY, Name: "星澜科技", Salience: 0.75, Mentions: []*tiyaov1.Mention{
				{Span: span, Text: "星澜科技", Confidence: 0.5, SourceSpan: source},
				{Span: source, Text: "星澜", Confidence: 0.25},
			}},
		},
		Roles: []*tiyaov1.Role{{Person: phrase("陈启明"), Title: phrase("总裁")}},
		Figures: []*tiyaov1.Figure{{
			Span: span, Text: "15%", Kind: tiyaov1.FigureKind_FIGURE_KIND_GROWTH_RATE, Low: "15", High: "15.5", Unit: "%",
			Comparator: tiyaov1.Comparator_COMPARATOR_EQ, Direction: tiyaov1.Direction_DIRECTION_UP, Basis: tiyaov1.ChangeBasis_CHANGE_BASIS_YOY,
			Status: tiyaov1.FigureStatus_FIGURE_STATUS_ACTUAL, Metric: phrase("营收"), Subject: phrase("星澜科技"), Rule: "growth", Confidence: 1,
			Period: &tiyaov1.Period{Text: "1970年", StartDate: "1970-01-02", EndDate: "1969-12-31"},
		}},
		Keywords: []*tiyaov1.Keyword{{Text: "营收", Score: 0.9, Mentions: []*tiyaov1.Mention{{}, {}}}},
		Topics:   []*tiyaov1.Topic{{Id: "business.earnings", Score: 0.8, IptcCode: "medtop:1", Evidence: []*tiyaov1.Phrase{phrase("营收"), phrase("增长")}}},
	}
}

// tables writes the rows of each of docs.
func tables(t testing.TB, docs ...*tiyaov1.Annotations) map[string][]byte {
	t.Helper()
	outs := make(map[string]*bytes.Buffer)
	w, err := Create(func(name string) (io.Writer, error) {
		outs[name] = &bytes.Buffer{}
		return outs[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if err := w.Write(RowsOf(d)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, name := range Names() {
		files[name] = outs[name].Bytes()
	}
	return files
}

// readBack returns the rows of a table as a program finds them: by column name,
// lists as their items, dates and times as such.
func readBack(t *testing.T, file []byte) []map[string]any {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r := parquet.NewReader(f)
	defer r.Close()
	var rows []map[string]any
	for range f.NumRows() {
		row := make(map[string]any)
		if err := r.Read(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestReadBack(t *testing.T) {
	files := tables(t, annotations())
	for name, file := range files {
		for _, row := range readBack(t, file) {
			if row["document_id"] != "news/1.md" {
				t.Errorf("%s: document_id is %v", name, row["document_id"])
			}
		}
	}
	read := func(name string, index int, columns ...string) map[string]any {
		t.Helper()
		rows := readBack(t, files[name])
		if index >= len(rows) {
			t.Fatalf("%s has %d rows", name, len(rows))
		}
		out := make(map[string]any)
		for _, c := range columns {
			out[c] = rows[index][c]
		}
		return out
	}
	want := func(got, want map[string]any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	want(read("documents", 0, "title", "language", "origin", "text"), map[string]any{
		"title": "星澜科技营收增长", "language": "zh-Hans", "origin": "新城日报", "text": "星澜科技营收增长15%。"})
	want(read("entities", 0, "entity_id", "type", "name", "salience", "mentions"), map[string]any{
		"entity_id": "e1", "type": "company", "name": "星澜科技", "salience": 0.75, "mentions": int32(2)})
	want(read("mentions", 0, "entity_id", "text", "span_start", "span_end", "source_start", "source_end"), map[string]any{
		"entity_id": "e1", "text": "星澜科技", "span_start": int32(0), "span_end": int32(4), "source_start": int32(3), "source_end": int32(7)})
	want(read("mentions", 1, "text", "source_start", "confidence"), map[string]any{"text": "星澜", "source_start": nil, "confidence": 0.25})
	want(read("roles", 0, "person", "title", "organization", "organization_start", "title_end"), map[string]any{
		"person": "陈启明", "title": "总裁", "organization": "", "organization_start": nil, "title_end": int32(4)})
	want(read("figures", 0, "kind", "low", "high_value", "unit", "direction", "basis", "subject_entity_id", "rule"), map[string]any{
		"kind": "growth_rate", "low": "15", "high_value": 15.5, "unit": "%", "direction": "up", "basis": "yoy", "subject_entity_id": "e1", "rule": "growth"})
	want(read("keywords", 0, "rank", "keyword", "mentions"), map[string]any{"rank": int32(1), "keyword": "营收", "mentions": int32(2)})
	want(read("topics", 0, "rank", "topic", "iptc_code"), map[string]any{"rank": int32(1), "topic": "business.earnings", "iptc_code": "medtop:1"})
}

// TestTypes pins the types that readers of other languages see.
func TestTypes(t *testing.T) {
	file := tables(t, annotations())
	for table, want := range map[string][]string{
		"documents": {"required binary document_id (STRING)", "optional int64 publish_time (TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS))", "required group tags (LIST)"},
		"figures":   {"optional int32 period_start (DATE)", "optional double low_value", "required binary low (STRING)", "optional int32 source_start"},
		"topics":    {"required group evidence (LIST)"},
	} {
		f, err := parquet.OpenFile(bytes.NewReader(file[table]), int64(len(file[table])))
		if err != nil {
			t.Fatal(err)
		}
		schema := f.Schema().String()
		for _, w := range want {
			if !bytes.Contains([]byte(schema), []byte(w)) {
				t.Errorf("%s has no %q:\n%s", table, w, schema)
			}
		}
	}
}

func TestSameRowsSameBytes(t *testing.T) {
	a, b := tables(t, annotations(), annotations()), tables(t, annotations(), annotations())
	if !reflect.DeepEqual(a, b) {
		t.Error("two writers of the same rows differ")
	}
}

func TestNoRows(t *testing.T) {
	for name, file := range tables(t) {
		if rows := readBack(t, file); len(rows) != 0 {
			t.Errorf("%s: %v", name, rows)
		}
	}
}

func TestSparse(t *testing.T) {
	doc := &tiyaov1.Annotations{DocumentId: "a", Figures: []*tiyaov1.Figure{{}}, Entities: []*tiyaov1.Entity{{}}, Topics: []*tiyaov1.Topic{{}}, Roles: []*tiyaov1.Role{{}}}
	files := tables(t, doc)
	if row := readBack(t, files["figures"])[0]; row["period_start"] != nil || row["low_value"] != nil {
		t.Errorf("figure: %v", row)
	}
	if row := readBack(t, files["documents"])[0]; row["publish_time"] != nil {
		t.Errorf("document: %v", row)
	}
}

func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tables(b, annotations())
	}
}
