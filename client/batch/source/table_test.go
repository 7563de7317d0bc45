package source

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

// table reads one file of the given name and content.
func table(t testing.TB, name, content string, limits Limits) []string {
	t.Helper()
	return lines(t, Options{Inputs: []string{tree(t, map[string]string{name: content})}, Limits: limits})
}

func TestCSV(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("id,content\n1,新城科技发布年报\n2,净利润增长\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"plain":                  {"id,content\na,甲\nb,乙\n", []string{"a: 甲", "b: 乙"}},
		"no id column":           {"content\n甲\n乙\n", []string{"t.csv#1: 甲", "t.csv#2: 乙"}},
		"empty id":               {"id,content\n,甲\n", []string{"t.csv#1: 甲"}},
		"other order, more":      {"x,content,y,id\n1,甲,2,a\n", []string{"a: 甲"}},
		"byte order mark":        {"\ufeffid,content\na,甲\n", []string{"a: 甲"}},
		"quoted after the mark":  {"\ufeff\"id\",\"content\"\n\"a\",\"甲\"\n", []string{"a: 甲"}},
		"CRLF, no end of line":   {"id,content\r\na,甲\r\nb,乙", []string{"a: 甲", "b: 乙"}},
		"lines in a field":       {"id,content\na,\"甲\n乙，\"\"丙\"\"\"\n", []string{"a: 甲\n乙，\"丙\""}},
		"a quote in a field":     {"id,content\na,他说\"好\"。\nb,乙\n", []string{"a: 他说\"好\"。", "b: 乙"}},
		"short row":              {"id,content\na\nb,乙\n", []string{"a: RECORD_INVALID", "b: 乙"}},
		"long row":               {"id,content\na,甲,x,y\n", []string{"a: 甲"}},
		"blank lines":            {"id,content\n\na,甲\n\n", []string{"a: 甲"}},
		"blanks around names":    {"id , content\na,甲\n", []string{"a: 甲"}},
		"no such column":         {"id,text\na,甲\n", []string{"t.csv: RECORD_INVALID"}},
		"empty":                  {"", nil},
		"head only":              {"id,content\n", nil},
		"bad date":               {"id,date,content\na,昨天,甲\nb,2024-02-30,乙\nc,,丙\n", []string{"a: RECORD_INVALID", "b: RECORD_INVALID", "c: 丙"}},
		"GB18030":                {gb, []string{"1: 新城科技发布年报", "2: 净利润增长"}},
		"one row of other bytes": {"id,content\na,\x80\x81\xff\nb,乙\n", []string{"t.csv#1: ENCODING_UNKNOWN", "b: 乙"}},
		"same id":                {"id,content\na,甲\na,乙\n", []string{"a: 甲", "a: ID_DUPLICATE"}},
	} {
		t.Run(name, func(t *testing.T) { check(t, table(t, "t.csv", test.content, Limits{}), test.want...) })
	}
	check(t, table(t, "t.tsv", "id\tcontent\na\t甲,\"乙\n", Limits{}), "a: 甲,\"乙")
}

// TestCSVQuoteNeverClosed: what follows an open quote cannot be told, and must
// not fill the memory.
func TestCSVQuoteNeverClosed(t *testing.T) {
	content := "id,content\na,甲\nb,\"" + strings.Repeat("乙\n", 50_000)
	check(t, table(t, "t.csv", content, Limits{MaxRecordBytes: 20_000}), "a: 甲", "t.csv#2: RECORD_TOO_LARGE")
}

func TestJSON(t *testing.T) {
	long := `{"content":"` + strings.Repeat("x", 200) + "\"}\n"
	check(t, table(t, "t.jsonl",
		`{"id":"a","content":"甲"}`+"\n\n"+`{"id":7,"content":"乙"}`+"\r\n"+`{"id":1e3,"title":null,"content":"丙"}`+"\n"+
			`{"content":5}`+"\n"+`{"id":"x","content":["丁"]}`+"\n"+`{"id":"y"}`+"\n"+`[1]`+"\n"+`{} {}`+"\n"+long+"\x80\xff\n"+`{"content":"末"}`, Limits{MaxRecordBytes: 100}),
		"a: 甲", "7: 乙", "1e3: 丙", "t.jsonl#5: 5", "x: RECORD_INVALID", "y: RECORD_INVALID", "t.jsonl#8: RECORD_INVALID",
		"t.jsonl#9: RECORD_INVALID", "t.jsonl#10: RECORD_TOO_LARGE", "t.jsonl#11: ENCODING_UNKNOWN", "t.jsonl#12: 末")
	check(t, table(t, "one.json", "{\n\"title\":\"题\",\n\"content\":\"甲\"}\n", Limits{}), "one.json: 甲")
	check(t, table(t, "one.json", long, Limits{MaxRecordBytes: 100}), "one.json: RECORD_TOO_LARGE")
}

// TestTablesAgree writes the same articles as CSV, TSV and JSON Lines and reads
// them back.
func TestTablesAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		// no \r, which RFC 4180 readers take for part of a line break
		contents := rapid.SliceOfN(rapid.StringMatching(`[甲乙丙,"a\t \n]{0,12}x`), 1, 5).Draw(rt, "contents")
		var commas, tabs, objects strings.Builder
		commas.WriteString("id,content\n")
		tabs.WriteString("id\tcontent\n")
		var want []string
		for i, c := range contents {
			quoted := `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			fmt.Fprintf(&commas, "r%d,%s\n", i, quoted)
			fmt.Fprintf(&tabs, "r%d\t%s\n", i, quoted)
			fmt.Fprintf(&objects, `{"id":"r%d","content":%q}`+"\n", i, c)
			want = append(want, fmt.Sprintf("r%d: %s", i, c))
		}
		check(t, table(t, "t.csv", commas.String(), Limits{}), want...)
		check(t, table(t, "t.tsv", tabs.String(), Limits{}), want...)
		check(t, table(t, "t.jsonl", objects.String(), Limits{}), want...)
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// FuzzTables feeds any bytes to the readers of tables: every item has an id, and
// a document or a reason.
func FuzzTables(f *testing.F) {
	f.Add("t.csv", "id,content\na,\"b\n")
	f.Add("t.tsv", "\ufeffid\tcontent\n\t\"\"\n")
	f.Add("t.jsonl", `{"id":null,"content":"\ud800"}`)
	f.Add("t.json", `{"content":{}}`)
	f.Fuzz(func(t *testing.T, name, content string) {
		switch filepath.Base(name) {
		case "t.csv", "t.tsv", "t.jsonl", "t.json":
		default:
			t.Skip()
		}
		s, err := Open(Options{Inputs: []string{tree(t, map[string]string{filepath.Base(name): content})}, Columns: columns})
		if err != nil {
			t.Fatal(err)
		}
		for it := range s.Items(t.Context()) {
			if it.ID == "" || (it.Document == nil) == (it.Failure == nil) {
				t.Errorf("%+v", it)
			}
		}
	})
}
