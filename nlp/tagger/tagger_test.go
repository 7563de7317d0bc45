package tagger_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger"
)

// tools are made once: they take a while and are safe for concurrent use.
var tools = sync.OnceValues(func() (struct {
	seg *segment.GSE
	tag *tagger.Tagger
}, error) {
	var out struct {
		seg *segment.GSE
		tag *tagger.Tagger
	}
	seg, err := segment.NewGSE()
	if err != nil {
		return out, err
	}
	tag, err := tagger.New()
	out.seg, out.tag = seg, tag
	return out, err
})

var typeNames = map[entity.Type]string{
	entity.Company: "COMPANY", entity.Person: "PERSON", entity.Organization: "ORGANIZATION",
	entity.Location: "LOCATION", entity.Product: "PRODUCT", entity.Office: "OFFICE",
}

// prepare returns the segmented text.
func prepare(t testing.TB, s string) (*document.Text, *tagger.Tagger) {
	t.Helper()
	tools, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	text := document.NewText(s)
	if err := tools.seg.Segment(context.Background(), text); err != nil {
		t.Fatal(err)
	}
	return text, tools.tag
}

// tagged returns the names in s but for job titles, as text/TYPE.
func tagged(t testing.TB, s string, terms *lexicon.Lexicon) []string {
	t.Helper()
	text, tag := prepare(t, s)
	mentions, err := tag.Tag(context.Background(), text, terms)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range mentions {
		if m.Type != entity.Office {
			out = append(out, text.Slice(m.Span)+"/"+typeNames[m.Type])
		}
	}
	return out
}

func TestSentences(t *testing.T) {
	f, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mark := regexp.MustCompile(`\[([^\[\]/]+)/([A-Z]+)\]`)
	scan := bufio.NewScanner(f)
	for line := 1; scan.Scan(); line++ {
		s := scan.Text()
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		t.Run(fmt.Sprintf("line %d", line), func(t *testing.T) {
			var want []string
			for _, m := range mark.FindAllStringSubmatch(s, -1) {
				want = append(want, m[1]+"/"+m[2])
			}
			plain := mark.ReplaceAllString(s, "$1")
			if d := cmp.Diff(want, tagged(t, plain, nil)); d != "" {
				t.Errorf("%s\n%s", plain, d)
			}
		})
	}
}

// A name that one sentence shows to be one is found in another that does not.
func TestArticleIsTheUnit(t *testing.T) {
	text := "云海重工股份有限公司（600999）公告，云海重工董事长陈立群辞职。\n对此，云海重工未回应。陈立群则说，一切以公告为准。"
	count := map[string]int{}
	for _, m := range tagged(t, text, nil) {
		count[m]++
	}
	if count["云海重工/COMPANY"] != 2 || count["陈立群/PERSON"] != 2 {
		t.Errorf("found %v", count)
	}
}

func TestTerms(t *testing.T) {
	terms, err := lexicon.New([]lexicon.Term{
		{Text: "今天", Type: entity.Product},
		{Text: "同比", Type: entity.Person},
		{Text: "北", Type: entity.Company},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, tag := prepare(t, "今天出口同比增长，北京下雨。")
	mentions, err := tag.Tag(context.Background(), text, terms)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]entity.Mention{}
	for _, m := range mentions {
		got[text.Slice(m.Span)] = m
	}
	for name, typ := range map[string]entity.Type{"今天": entity.Product, "同比": entity.Person, "北": entity.Company} {
		if m := got[name]; m.Type != typ || m.Confidence < 0.999 {
			t.Errorf("%s is %+v, want type %d and confidence 1", name, m, typ)
		}
	}
}

// Whatever the text and its tokens: names are in order, never overlap, lie in
// one sentence each, and have a confidence.
func TestTagProperty(t *testing.T) {
	tools, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"云海重工", "董事长", "陈立群", "（600999）", "北京市", "在", "，", "。", "\n", " ", "AI", "iPhone", "·", "12.5%", "\x00", "é", "𠮷", "《", "》"}),
		rapid.StringN(0, 6, -1),
	)
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(rt, "text"), ""), "?")
		text := document.NewText(s)
		if rapid.Bool().Draw(rt, "segmented") {
			if err := tools.seg.Segment(context.Background(), text); err != nil {
				rt.Fatal(err)
			}
		}
		mentions, err := tools.tag.Tag(context.Background(), text, nil)
		if err != nil {
			rt.Fatal(err)
		}
		end, k := 0, 0
		for _, m := range mentions {
			for k < len(text.Sentences) && text.Sentences[k].End <= m.Start {
				k++
			}
			switch {
			case m.Start < end || m.End <= m.Start:
				rt.Fatalf("%v after %d", m, end)
			case k == len(text.Sentences) || !text.Sentences[k].Contains(m.Span):
				rt.Fatalf("%v lies in no sentence", m)
			case typeNames[m.Type] == "":
				rt.Fatalf("%v has no type", m)
			case !(m.Confidence >= 0 && m.Confidence <= 1):
				rt.Fatalf("%v has no confidence", m)
			}
			end = m.End
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	text, tag := prepare(t, article)
	want, err := tag.Tag(context.Background(), text, nil)
	if err != nil || len(want) < 10 {
		t.Fatalf("%d names, error %v", len(want), err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				got, err := tag.Tag(context.Background(), text, nil)
				if d := cmp.Diff(want, got); err != nil || d != "" {
					t.Errorf("error %v, %s", err, d)
				}
			}
		})
	}
	wg.Wait()
}

func TestCancel(t *testing.T) {
	text, tag := prepare(t, article)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := tag.Tag(ctx, text, nil); !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("Tag = %v, %v", got, err)
	}
}

// endsAfter is a context that is cancelled once it has been asked n times.
type endsAfter struct {
	context.Context
	n int
}

func (c *endsAfter) Err() error {
	if c.n--; c.n < 0 {
		return context.Canceled
	}
	return nil
}

// A long paragraph is left within a sentence.
func TestCancelWithinParagraph(t *testing.T) {
	text, tag := prepare(t, strings.Repeat("云海重工董事长陈立群在北京说，今年增长一成。", 40))
	if len(text.Paragraphs) != 1 {
		t.Fatalf("%d paragraphs", len(text.Paragraphs))
	}
	for _, n := range []int{1, 10, 30, 60, 100} {
		if got, err := tag.Tag(&endsAfter{t.Context(), n}, text, nil); !errors.Is(err, context.Canceled) || got != nil {
			t.Errorf("cancelled at check %d: %d names, error %v", n, len(got), err)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	for name, data := range map[string]string{"empty": "", "text": "not a model at all", "cut": "tiyaotag\x01\x00\x00\x00abc"} {
		if _, err := tagger.Load([]byte(data)); err == nil || !strings.HasPrefix(err.Error(), "tagger: not a tagger model, or damaged") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestVersion(t *testing.T) {
	_, tag := prepare(t, "")
	if len(tag.Version()) != 12 {
		t.Errorf("version %q", tag.Version())
	}
	card, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(card), tag.Version()) {
		t.Errorf("the model card is not that of version %s", tag.Version())
	}
}
