package document

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestDecode(t *testing.T) {
	const (
		article     = "新城科技集团4月28日发布年报，营收同比增长12.8％，镕、喆、㭎三位董事出席。"
		traditional = "新城科技集團發布年報，營收成長一成，董事長張三表示滿意。"
		japaneseOne = "新しい都市の技術会社は年次報告を発表した。"
	)
	encoded := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name string
		file []byte
		want string // empty: no text
	}{
		{"UTF-8", []byte(article), article},
		{"UTF-8 with mark", []byte("\ufeff" + article), article},
		{"GB18030", encoded(simplifiedchinese.GB18030, article), article},
		{"GBK", encoded(simplifiedchinese.GBK, article), article},
		{"Big5", encoded(traditionalchinese.Big5, traditional), ""},
		{"Shift JIS", encoded(japanese.ShiftJIS, japaneseOne), ""},
		{"damaged UTF-8", []byte(article)[:len(article)-1], ""},
		{"Latin-1", []byte("caf\xe9 cr\xe8me"), ""},
		{"binary", []byte("\x89PNG\r\n\x1a\n\x00\xff\xfe\xfd"), ""},
	} {
		got, err := Decode(c.file)
		if got != c.want || (err == nil) != (c.want != "") || err != nil && !errors.Is(err, ErrUnknownEncoding) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestDetectType(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          ContentType
	}{
		{"a.html", "文", HTML},
		{"a.HTM", "---\n---\n", HTML},
		{"a.md", "<p>文</p>", Markdown},
		{"a.txt", "<p>文</p>", Plain},
		{"", "---\ntitle: 题\n---\n文", Markdown},
		{"", "\n <!DOCTYPE html><p>文", HTML},
		{"", "<div class=x>文</div>", HTML},
		{"", "<1%的误差", Plain},
		{"", "<中证报>报道", Plain},
		{"a.json", "文", Plain},
		{"", "", Plain},
	} {
		if got := DetectType(c.name, c.content); got != c.want {
			t.Errorf("DetectType(%q, %q) = %v, want %v", c.name, c.content, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"新城科技集团发布年报，营收同比增长。":                               "zh-Hans",
		"新城科技集團發布年報，營收較去年同期成長。":                            "zh-Hant",
		"乾隆年间的瓷器在京展出。":                                     "zh-Hans",
		"ABC Tech 与 XYZ Cloud 签约":                          "zh-Hans",
		"The company reported its results.":                "en",
		"Société générale a publié ses résultats à Paris.": "und",
		"新しい都市の技術会社は年次報告を発表した。":                            "und",
		"회사는 실적을 발표했다.":                                    "und",
		"12345":                                            "und",
		"":                                                 "und",
	} {
		d, err := Parse(Source{Content: text})
		if err != nil || d.Language != want {
			t.Errorf("%q: %q, %v, want %q", text, d.Language, err, want)
		}
	}
	if d, _ := Parse(Source{Content: "新城", Language: "zh-TW"}); d.Language != "zh-TW" {
		t.Errorf("a given language became %q", d.Language)
	}
}

func TestFrontMatter(t *testing.T) {
	utc := func(s string) time.Time {
		tm, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return tm
	}
	for _, c := range []struct {
		name, content string
		want          metadata
		article       string
	}{
		{"usual", "---\nlayout: post\ntitle: \"新城：增长5%\"\ndate: 2022-04-29 15:52:33 +0800\ntags: 新闻,财经\n---\n文",
			metadata{title: "新城：增长5%", time: utc("2022-04-29T15:52:33+08:00"), tags: []string{"新闻", "财经"}}, "文"},
		{"no zone", "---\ndate: 2021-12-08 10:46:18\n---\n文", metadata{time: utc("2021-12-08T10:46:18+08:00")}, "文"},
		{"blank line before, RFC 1123, list, CRLF", "\ufeff\r\n---\r\ntitle: '题 ''一'''\r\ndate: Wed, 22 Dec 2021 23:56:52 GMT\r\ntags:\r\n - 甲\r\n - 乙\r\n---\r\n文",
			metadata{title: "题 '一'", time: utc("2021-12-22T23:56:52Z"), tags: []string{"甲", "乙"}}, "文"},
		{"empty values", "---\ntitle: \"\"\ndate:  +0800\ntags:\n---\n文", metadata{}, "文"},
		{"not quite YAML", "---\ntitle: 新城: 增长: 5%\nsource: 新城社\n---\n文", metadata{title: "新城: 增长: 5%", origin: "新城社"}, "文"},
		{"empty", "---\n---\n文", metadata{}, "文"},
		{"never closed", "---\ntitle: 题\n文", metadata{}, "---\ntitle: 题\n文"},
		{"two rules", "---\n这是正文。\n---\n文", metadata{}, "---\n这是正文。\n---\n文"},
		{"none", "文\n---\ntitle: 题\n---\n", metadata{}, "文\n---\ntitle: 题\n---\n"},
	} {
		got, start := readFrontMatter(c.content)
		if got.title != c.want.title || got.origin != c.want.origin || !got.time.Equal(c.want.time) ||
			len(got.tags) != len(c.want.tags) || c.content[start:] != c.article {
			t.Errorf("%s: %+v, then %q", c.name, got, c.content[start:])
		}
	}
}
