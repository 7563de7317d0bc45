package evaluate

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

const (
	goldDir     = "testdata/gold"
	predictions = "testdata/predictions.jsonl"
)

// scored scores the made example.
func scored(t *testing.T) *Report {
	t.Helper()
	gold, err := LoadGold(goldDir)
	if err != nil {
		t.Fatal(err)
	}
	pred := loadPredictions(t)
	s := NewScorer()
	for i := range gold {
		s.Add(&gold[i], pred[gold[i].ID])
	}
	return s.Report()
}

func loadPredictions(t *testing.T) map[string]*tiyaov1.Annotations {
	t.Helper()
	f, err := os.Open(predictions)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]*tiyaov1.Annotations{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var a tiyaov1.Annotations
		if err := protojson.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		out[a.GetDocumentId()] = &a
	}
	return out
}

func TestScoresAreThoseOfTheReferenceScorer(t *testing.T) {
	var got bytes.Buffer
	if _, err := scored(t).WriteTo(&got); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/report.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("against its kept output (-want +got)\n%s", diff)
	}

	reference := filepath.Join("..", "..", "..", "shared", "gold", "score.py")
	if _, err := os.Stat(reference); err != nil {
		t.Skip("the reference scorer is not there:", err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the reference scorer")
	}
	out, err := exec.CommandContext(t.Context(), python, reference, goldDir, predictions).Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(measures(string(out)), measures(got.String())); diff != "" {
		t.Errorf("against the reference scorer (-want +got)\n%s", diff)
	}
}

// measures returns the lines of a table without those on single documents, in
// an order of their own: the reference prints measures as they first come up.
func measures(table string) []string {
	var out []string
	for line := range strings.Lines(table) {
		if strings.Contains(line, " F1 ") || strings.Contains(line, " acc ") {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

func TestErrorsNameWhatIsNotAsInTheGold(t *testing.T) {
	errors := scored(t).Errors
	for _, want := range []string{
		"made-1 missed PERSON 陈启明 | 星澜科技集团董事长陈启明说，星澜科技2023年营",
		"made-1 wrong  ORGANIZATION 陈启明 | 星澜科技集团董事长陈启明说，星澜科技2023年营",
		"made-1 figure wrong 2023 | 技集团董事长陈启明说，星澜科技2023年营收同比增长12.",
		"made-1 topic [business.earnings] got [business.strategy business.earnings]",
		"made-2 figure missed 两年 | 心PUE值不高于1.25，力争两年内上架率超过65%。",
		"made-2 role wrong 海岳 行长 ",
		"made-3 text differs",
		"made-4 not annotated",
	} {
		if !slices.Contains(errors, want) {
			t.Errorf("no line %q", want)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(errors, "\n"))
	}
}

func TestLoadGoldErrors(t *testing.T) {
	for name, test := range map[string]struct{ content, want string }{
		"not JSON":        {`{`, "unexpected end of JSON input"},
		"no id":           {`{"topics": ["x"]}`, "id is empty"},
		"no topics":       {`{"id": "1"}`, "topics: none"},
		"outside mention": {`{"id": "1", "topics": ["x"], "text": "甲", "entities": [{"name": "甲", "mentions": [[0, 2]]}]}`, "mention [0 2] is outside the text"},
		"backward figure": {`{"id": "1", "topics": ["x"], "text": "甲乙", "figures": [{"text": "1", "span": [1, 1]}]}`, "span [1 1] is outside the text"},
		"directory":       {"", "no .json files"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if test.content != "" {
				if err := os.WriteFile(filepath.Join(dir, "doc.json"), []byte(test.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := LoadGold(dir)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %q in it", err, test.want)
			}
		})
	}
}
