package topic_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tiyao/tiyao/nlp/topic"
)

const ownFile = `# what our analysts follow
topics:
  - id: own.low_altitude
    name: 低空经济
    words: [低空经济, eVTOL, 通用航空]
  - id: own.robots
    words:
      - 人形机器人
      - 减速器
`

func TestParseOwn(t *testing.T) {
	own, err := topic.ParseOwn("own.yaml", strings.NewReader(ownFile))
	if err != nil {
		t.Fatal(err)
	}
	if len(own) != 2 || own[0].Name != "低空经济" || own[1].Name != "own.robots" || len(own[0].Words) != 3 {
		t.Errorf("ParseOwn = %+v", own)
	}
}

func TestParseOwnNamesTheLine(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"empty", "", "own.yaml:1: no topics"},
		{"no list", "topics: 3\n", "own.yaml:1: want a list"},
		{"unknown top key", "topics: []\nmore: 1\n", `own.yaml:2: unknown key "more"`},
		{"unknown key", "topics:\n  - id: a\n    word: [b]\n", `own.yaml:3: unknown key "word"`},
		{"key twice", "topics:\n  - id: a\n    id: b\n", `own.yaml:3: key "id" stands twice`},
		{"no id", "topics:\n  - words: [a]\n", "own.yaml:2: no id"},
		{"bad id", "topics:\n  - id: 机器人\n    words: [a]\n", `own.yaml:2: id "机器人"`},
		{"id twice", "topics:\n  - id: a\n    words: [b]\n  - id: a\n    words: [c]\n", `own.yaml:4: id "a" stands in line 2 already`},
		{"guidelines' id", "topics:\n  - id: society.sport\n    words: [b]\n", `own.yaml:2: id "society.sport" is one of`},
		{"no words", "topics:\n  - id: a\n", "own.yaml:2: no words"},
		{"empty word", "topics:\n  - id: a\n    words: [b, '']\n", "own.yaml:3: word: want a text"},
		{"long word", "topics:\n  - id: a\n    words: [" + strings.Repeat("长", 65) + "]\n", "own.yaml:3: word of more than 64"},
		{"not YAML", "topics: [\n", "own.yaml: line 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := topic.ParseOwn("own.yaml", strings.NewReader(test.file))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func FuzzParseOwn(f *testing.F) {
	f.Add(ownFile)
	f.Add("topics:\n  - &a {id: x, words: [*a]}\n")
	f.Fuzz(func(t *testing.T, file string) {
		own, err := topic.ParseOwn("own.yaml", strings.NewReader(file))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "own.yaml:") {
				t.Errorf("error %q names no file", err)
			}
			return
		}
		if _, err := topic.New(topic.WithOwn(own...)); err != nil {
			t.Errorf("topics %+v: %v", own, err)
		}
	})
}

func TestOwnTopicsAreFound(t *testing.T) {
	own, err := topic.ParseOwn("own.yaml", strings.NewReader(ownFile))
	if err != nil {
		t.Fatal(err)
	}
	c := newClassifier(t, topic.WithOwn(own...))
	infos := c.Topics()
	if last := infos[len(infos)-1]; last.ID != "own.robots" || len(infos) != len(topic.Builtin())+2 {
		t.Errorf("Topics ends with %+v of %d", last, len(infos))
	}
	for _, test := range []struct {
		title, body, want string
		evidence          string
	}{
		{"低空經濟提速", "多地出台措施。", "own.low_altitude", "低空經濟"},
		{"", "本市获批开展ｅＶＴＯＬ试飞。", "own.low_altitude", "ｅＶＴＯＬ"},
		{"", "该公司生产机器人用的减速器。减速器销量增长。", "own.robots", "减速器"},
		{"", "evtols不是它。", "", ""},
		{"", strings.Repeat("今天天气晴朗，适合出游。", 60) + "文中提到一次减速器。", "", ""},
	} {
		got, err := c.Classify(context.Background(), parse(t, test.title, test.body), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var id, evidence string
		for _, x := range got {
			if strings.HasPrefix(x.ID, "own.") {
				id, evidence = x.ID, x.Evidence[0].Text
			}
		}
		if id != test.want || evidence != test.evidence {
			t.Errorf("%q %q: own topic %q by %q, want %q by %q", test.title, test.body, id, evidence, test.want, test.evidence)
		}
	}
}

func TestNewRefusesOwnTopicsThatClash(t *testing.T) {
	for _, own := range [][]topic.Own{
		{{ID: "", Words: []string{"a"}}},
		{{ID: "a", Words: []string{"a"}}, {ID: "a", Words: []string{"b"}}},
		{{ID: topic.Sport, Words: []string{"a"}}},
		{{ID: "a"}},
	} {
		if _, err := topic.New(topic.WithOwn(own...)); err == nil {
			t.Errorf("New(%+v): no error", own)
		}
	}
}
