package lexicon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// found lists the matches of l in text as text/TYPE.
func found(l *lexicon.Lexicon, text string) []string {
	t := document.NewText(text)
	var out []string
	for _, m := range l.Find(nil, t, document.Span{End: t.Len()}) {
		out = append(out, fmt.Sprintf("%s/%d", t.Slice(m.Span), m.Type))
	}
	return out
}

func mustNew(t *testing.T, terms ...lexicon.Term) *lexicon.Lexicon {
	t.Helper()
	l, err := lexicon.New(terms)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestFind(t *testing.T) {
	l := mustNew(t,
		lexicon.Term{Text: "云海", Type: entity.Location},
		lexicon.Term{Text: "云海重工", Type: entity.Company},
		lexicon.Term{Text: "重工业", Type: entity.Product},
		lexicon.Term{Text: "AI", Type: entity.Product},
		lexicon.Term{Text: "联想", Type: entity.Company},
		lexicon.Term{Text: "联想", Type: entity.Product},
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"the longest wins", "云海重工在云海", []string{"云海重工/1", "云海/4"}},
		{"matches never overlap", "云海重工业", []string{"云海重工/1"}},
		{"a Latin term is a whole word", "AI和AIR、OpenAI", []string{"AI/5"}},
		{"a Latin term may touch Han characters", "用AI写", []string{"AI/5"}},
		{"the later of equal terms counts", "联想", []string{"联想/5"}},
		{"width does not matter", "ＡＩ", []string{"ＡＩ/5"}},
		{"Traditional characters match", "雲海重工", []string{"雲海重工/1"}},
		{"none", "今天", nil},
		{"empty", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, found(l, test.text)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A request's terms stand on top of the server's, whose own stay as they were.
func TestWith(t *testing.T) {
	base := mustNew(t, lexicon.Term{Text: "慧天", Type: entity.Company}, lexicon.Term{Text: "启天", Type: entity.Product})
	top, err := base.With([]lexicon.Term{{Text: "慧天", Type: entity.Product}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"慧天/5", "启天/5"}, found(top, "慧天启天")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"慧天/1", "启天/5"}, found(base, "慧天启天")); d != "" {
		t.Error(d)
	}
	var none *lexicon.Lexicon
	if !none.Empty() || found(none, "慧天") != nil {
		t.Error("the nil lexicon is not empty")
	}
}

func TestOver(t *testing.T) {
	base := mustNew(t, lexicon.Term{Text: "慧天", Type: entity.Company}, lexicon.Term{Text: "启天", Type: entity.Product})
	top := mustNew(t, lexicon.Term{Text: "慧天", Type: entity.Product})
	var none *lexicon.Lexicon
	for _, test := range []struct {
		name string
		l    *lexicon.Lexicon
		want []string
	}{
		{"the top wins", top.Over(base), []string{"慧天/5", "启天/5"}},
		{"over nothing", top.Over(none), []string{"慧天/5"}},
		{"nothing over", none.Over(base), []string{"慧天/1", "启天/5"}},
		{"nothing over nothing", none.Over(none), nil},
	} {
		if d := cmp.Diff(test.want, found(test.l, "慧天启天")); d != "" {
			t.Errorf("%s: %s", test.name, d)
		}
	}
}

func TestTermErrors(t *testing.T) {
	for _, test := range []struct {
		term lexicon.Term
		want string
	}{
		{lexicon.Term{Text: "", Type: entity.Company}, "empty"},
		{lexicon.Term{Text: " 联想", Type: entity.Company}, "blank"},
		{lexicon.Term{Text: "联想", Type: 0}, "no type"},
		{lexicon.Term{Text: "联\n想", Type: entity.Company}, "control"},
		{lexicon.Term{Text: strings.Repeat("长", lexicon.MaxTermLength+1), Type: entity.Company}, "at most 64"},
	} {
		_, err := lexicon.New([]lexicon.Term{{Text: "好", Type: entity.Person}, test.term})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "term 1") {
			t.Errorf("%q: error %v, want one with %q", test.term.Text, err, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	l, err := lexicon.Parse("x.tsv", strings.NewReader("\ufeff# ours\r\n云海重工\tcompany\r\n\n 陈立群 \tPERSON\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"云海重工/1", "陈立群/2"}, found(l, "云海重工陈立群")); d != "" {
		t.Error(d)
	}
	for _, test := range []struct{ name, data, want string }{
		{"no tab", "联想\tCOMPANY\n云海重工 COMPANY\n", "x.tsv:2: want TEXT<tab>TYPE"},
		{"unknown type", "联想\tFIRM\n", "x.tsv:1: unknown type"},
		{"no text", "\tCOMPANY\n", "x.tsv:1: the text is empty"},
		{"bytes that are no text", "\n\xff\xfe\tCOMPANY\n", "x.tsv:2: not valid UTF-8"},
		{"a line without end", "#\n" + strings.Repeat("长", 3000), "x.tsv:2: the line is longer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := lexicon.Parse("x.tsv", strings.NewReader(test.data)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.tsv")
	if _, err := lexicon.Load(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v does not name the file", err)
	}
	if err := os.WriteFile(path, []byte("联想\tCOMPANY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := lexicon.Load(path); err != nil || l.Empty() {
		t.Errorf("Load = %v, %v", l, err)
	}
}

// Find gives what a plain search for the longest term at each place gives.
func TestFindProperty(t *testing.T) {
	alphabet := []rune("天地人AB12")
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom(alphabet), 1, 4, -1)
		words := rapid.SliceOfN(word, 0, 8).Draw(t, "words")
		text := document.NewText(rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 40, -1).Draw(t, "text"))
		var terms []lexicon.Term
		for _, w := range words {
			terms = append(terms, lexicon.Term{Text: w, Type: entity.Company})
		}
		l, err := lexicon.New(terms)
		if err != nil {
			t.Fatal(err)
		}
		var want []document.Span
		for i := 0; i < text.Len(); {
			best := 0
			for _, w := range words {
				n := len([]rune(w))
				if i+n <= text.Len() && string(text.Runes[i:i+n]) == w && n > best &&
					lexicon.Starts(text.Runes, i) && lexicon.Ends(text.Runes, i+n) {
					best = n
				}
			}
			if best > 0 {
				want = append(want, document.Span{Start: i, End: i + best})
			}
			i += max(best, 1)
		}
		var got []document.Span
		for _, m := range l.Find(nil, text, document.Span{End: text.Len()}) {
			got = append(got, m.Span)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

// listings finds all names in t.
func listings(n *lexicon.Names, t *document.Text) []lexicon.Listing {
	all := document.Span{End: t.Len()}
	return new(lexicon.Finder).Append(nil, n, t, all, []document.Span{all})
}

// The compiled lists find every name that was put in, and hardly any other.
func TestNames(t *testing.T) {
	names := []string{"云海重工", "云海", "陈立群", "Blue Harbor", "tcl科技", "一二三四五六七八九十一二三四五六七"}
	var b lexicon.NamesBuilder
	for i, n := range names {
		b.Add([]rune(n), i)
	}
	b.Add([]rune("云海"), 7)
	b.Add([]rune("单"), 0)
	data := b.Encode()
	n, err := lexicon.DecodeNames(data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) map[string]lexicon.Kinds {
		out := map[string]lexicon.Kinds{}
		t := document.NewText(text)
		for _, l := range listings(n, t) {
			out[t.Slice(l.Span)] = l.Kinds
		}
		return out
	}
	want := map[string]lexicon.Kinds{
		"云海重工": 1, "云海": 2 | 1<<7, "陈立群": 4, "BLUE HARBOR": 8, "TCL科技": 16, "一二三四五六七八九十一二三四五六七": 32,
	}
	if d := cmp.Diff(want, at("云海重工的陈立群在BLUE HARBOR见TCL科技和一二三四五六七八九十一二三四五六七八")); d != "" {
		t.Error(d)
	}
	if got := at("YTCL科技、blue harbors，今天没有名单上的名字"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	for i := range data {
		if _, err := lexicon.DecodeNames(data[:i]); err == nil {
			t.Errorf("cut to %d bytes, no error", i)
		}
	}
}

func TestClasses(t *testing.T) {
	words := map[string]uint32{"公告": 7, "表示": 3, "ceo": 3, "在": 1}
	data := lexicon.EncodeClasses(words)
	c, err := lexicon.DecodeClasses(data)
	if err != nil {
		t.Fatal(err)
	}
	text := document.NewText("公告CEO在公表示")
	for from, end := range []int{2, 5, 6, 7, 9} {
		start := 0
		if from > 0 {
			start = text.Tokens[from-1].End
		}
		text.Tokens = append(text.Tokens, document.Token{Span: document.Span{Start: start, End: end}})
	}
	form := func(tok document.Token) []rune { return text.Runes[tok.Start:tok.End] }
	if d := cmp.Diff([]uint32{9, 7, 3, 1, 0, 3}, c.Append([]uint32{9}, text, form)); d != "" {
		t.Error(d)
	}
	for i := range data {
		if _, err := lexicon.DecodeClasses(data[:i]); err == nil {
			t.Errorf("cut to %d bytes, no error", i)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("联想\tCOMPANY\n# x\n")
	f.Add("\ufeff\t\r\n\x00\tPERSON")
	f.Fuzz(func(t *testing.T, data string) {
		l, err := lexicon.Parse("f", strings.NewReader(data))
		if err != nil {
			return
		}
		text := document.NewText(strings.ToValidUTF8(data, "?"))
		last := 0
		for _, m := range l.Find(nil, text, document.Span{End: text.Len()}) {
			if m.Start < last || m.End <= m.Start || m.End > text.Len() {
				t.Fatalf("match %v after %d in %d", m, last, text.Len())
			}
			last = m.End
		}
	})
}

func FuzzDecodeNames(f *testing.F) {
	var b lexicon.NamesBuilder
	b.Add([]rune("云海重工"), 3)
	b.Add([]rune("陈立群"), 1)
	f.Add(b.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := lexicon.DecodeNames(data)
		if err != nil {
			return
		}
		text := document.NewText("云海重工的陈立群")
		for _, l := range listings(n, text) {
			if l.Start >= l.End || l.End > text.Len() {
				t.Fatalf("listing %v", l)
			}
		}
	})
}

// Listings are what is on a list and begins in one of the stretches asked for,
// however many places are looked up together.
func TestListingsProperty(t *testing.T) {
	alphabet := rapid.StringOfN(rapid.SampledFrom([]rune("云海重工aB1 ")), 2, 6, -1)
	var f lexicon.Finder
	rapid.Check(t, func(t *rapid.T) {
		lists := map[string]lexicon.Kinds{}
		var b lexicon.NamesBuilder
		for _, name := range rapid.SliceOfN(alphabet, 0, 20).Draw(t, "names") {
			k := rapid.IntRange(0, lexicon.MaxKinds-1).Draw(t, "list")
			b.Add([]rune(name), k)
			lists[strings.ToLower(name)] |= 1 << k
		}
		n, err := lexicon.DecodeNames(b.Encode())
		if err != nil {
			t.Fatal(err)
		}
		text := document.NewText(strings.Join(rapid.SliceOfN(alphabet, 0, 40).Draw(t, "text"), ""))
		p := document.Span{Start: rapid.IntRange(0, text.Len()).Draw(t, "start"), End: text.Len()}
		var stretches []document.Span
		for at := p.Start; at < p.End; {
			s := document.Span{Start: rapid.IntRange(at, p.End).Draw(t, "from")}
			s.End = rapid.IntRange(s.Start, p.End).Draw(t, "to")
			stretches = append(stretches, s)
			at = s.End + 1
		}
		var want []lexicon.Listing
		for _, in := range stretches {
			for i := in.Start; i < in.End; i++ {
				for end := i + 2; end <= p.End; end++ {
					s := document.Span{Start: i, End: end}
					if k := lists[strings.ToLower(text.Slice(s))]; k != 0 && lexicon.Starts(text.Runes, i) && lexicon.Ends(text.Runes[:p.End], end) {
						want = append(want, lexicon.Listing{Span: s, Kinds: k})
					}
				}
			}
		}
		if d := cmp.Diff(want, f.Append(nil, n, text, p, stretches)); d != "" {
			t.Error(d)
		}
	})
}
