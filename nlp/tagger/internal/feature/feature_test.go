package feature

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

func extractor(t testing.TB) *Extractor {
	var b lexicon.NamesBuilder
	b.Add([]rune("云海重工"), 0)
	b.Add([]rune("云海"), 1)
	names, err := lexicon.DecodeNames(b.Encode())
	if err != nil {
		t.Fatal(err)
	}
	return &Extractor{Names: names}
}

func known(x *Extractor, t *document.Text) *Known {
	k := new(Known)
	k.Read(x, t)
	return k
}

// words cuts a text at every change of character class, as a stand-in for a
// segmenter.
func words(t *document.Text) {
	for i := 0; i < t.Len(); {
		j := i + 1
		for j < t.Len() && classOf(t.Runes[j]) == classOf(t.Runes[i]) && j-i < 3 {
			j++
		}
		t.Tokens = append(t.Tokens, document.Token{Span: document.Span{Start: i, End: j}, POS: "n"})
		i = j
	}
}

// Every place of every event has a row, and no event looks beyond its paragraph
// by more than the pad.
func TestEventsProperty(t *testing.T) {
	x := extractor(t)
	rapid.Check(t, func(t *rapid.T) {
		text := document.NewText(rapid.StringOf(rapid.SampledFrom([]rune("云海重工 的AI芯片12·(\n。é𠀀"))).Draw(t, "text"))
		words(text)
		for _, p := range text.Paragraphs {
			for _, e := range x.Append(nil, text, p, known(x, text)) {
				if e.Start < -1 || int(e.End) > p.Len()+1 || e.Start >= e.End {
					t.Fatalf("event %+v in paragraph %v", e, p)
				}
				from, to := e.Range()
				for i := from; i < to; i++ {
					if k := e.Place(i); k < 0 || k >= e.Shape.Places() {
						t.Fatalf("event %+v has place %d at %d", e, k, i)
					}
				}
			}
		}
	})
}

// What a paragraph gives does not depend on the paragraphs around it.
func TestParagraphsAreAlone(t *testing.T) {
	x := extractor(t)
	keys := func(s string, k int) []Event {
		text := document.NewText(s)
		words(text)
		p := text.Paragraphs[k]
		return x.Append(nil, text, p, known(x, text))
	}
	alone, among := keys("云海重工收购AI公司", 0), keys("昨天12\n云海重工收购AI公司\n今天", 1)
	if len(alone) != len(among) {
		t.Fatalf("%d events alone, %d among others", len(alone), len(among))
	}
	for i := range alone {
		if alone[i] != among[i] {
			t.Errorf("event %d: %+v alone, %+v among others", i, alone[i], among[i])
		}
	}
}

func TestLists(t *testing.T) {
	x := extractor(t)
	text := document.NewText("云海重工在云海")
	all := document.Span{End: text.Len()}
	k := known(x, text)
	k.Look(x, text, all, []document.Span{all})
	got := map[[2]int32]int{}
	for _, e := range appendListings(nil, 0, k.in(all)) {
		got[[2]int32{e.Start, e.End}]++
	}
	// 云海 of list 1 stands inside 云海重工 of list 0: both count.
	for span, n := range map[[2]int32]int{{0, 4}: 2, {0, 2}: 1, {5, 7}: 2} {
		if got[span] != n {
			t.Errorf("%d events at %v, want %d", got[span], span, n)
		}
	}
}

// The keys of a stretch do not depend on the paragraphs around its own.
func TestStretchesAreAlone(t *testing.T) {
	x := extractor(t)
	keys := func(s string, k, at int) []uint64 {
		text := document.NewText(s)
		words(text)
		p := text.Paragraphs[k]
		span := document.Span{Start: p.Start + at, End: p.Start + at + 4}
		st := x.NewStretch(text, p, span, known(x, text))
		return x.AppendTyped(x.AppendForm(x.AppendType(nil, &st), &st), &st, 1, 0.5)
	}
	for at := range 4 {
		alone, among := keys("云海重工收购AI公司", 0, at), keys("昨天12\n云海重工收购AI公司\n今天", 1, at)
		if d := cmp.Diff(alone, among); d != "" {
			t.Errorf("at %d: %s", at, d)
		}
	}
}

// proposals proposes the given strings where they first stand.
func proposals(t *document.Text, names ...string) (out []Proposal) {
	for _, n := range names {
		before, _, _ := strings.Cut(t.String, n)
		at := utf8.RuneCountInString(before)
		out = append(out, Proposal{Span: document.Span{Start: at, End: at + utf8.RuneCountInString(n)}, P: [Kinds]float32{0.9}})
	}
	return out
}

// A likely name is proposed at all its places, and its places are one string.
func TestArticleProposesEchoes(t *testing.T) {
	text := document.NewText("云海重工公告。昨天云海重工称，\n云海董事会通过云海重工的议案。")
	var a Article
	for range 2 { // buffers are reused
		got := a.Read(text, proposals(text, "云海重工"))
		if len(got) != 3 {
			t.Fatalf("%d proposals: %v", len(got), got)
		}
		for i, p := range got {
			if s := text.Slice(p.Span); s != "云海重工" || a.ID(i) != a.ID(0) {
				t.Errorf("proposal %d is %s, string %d", i, s, a.ID(i))
			}
		}
	}
}

// evidence returns the keys of proposal i.
func evidence(text *document.Text, i int, names ...string) []uint64 {
	var a Article
	all := a.Read(text, proposals(text, names...))
	return a.AppendEvidence(nil, all, i)
}

// What the article says elsewhere changes what is known of a proposal.
func TestEvidence(t *testing.T) {
	once := evidence(document.NewText("云海公告。"), 0, "云海")
	again := evidence(document.NewText("云海公告。云海称。"), 0, "云海")
	part := evidence(document.NewText("云海公告。云海重工称。"), 0, "云海", "云海重工")
	rival := evidence(document.NewText("云海重工公告。"), 0, "云海", "云海重工")
	for _, pair := range [][2][]uint64{{once, again}, {once, part}, {again, part}, {part, rival}} {
		if cmp.Equal(pair[0], pair[1]) {
			t.Error("two cases have the same keys")
		}
	}
}

func TestArticleProperty(t *testing.T) {
	var a Article
	rapid.Check(t, func(t *rapid.T) {
		text := document.NewText(rapid.StringOf(rapid.SampledFrom([]rune("云海·A\n"))).Draw(t, "text"))
		var in []Proposal
		for at := 0; at < text.Len(); at += rapid.IntRange(0, 3).Draw(t, "step") {
			end := min(at+rapid.IntRange(1, 5).Draw(t, "length"), text.Len())
			in = Propose(in, document.Span{Start: at, End: end}, rapid.IntRange(0, Kinds-1).Draw(t, "kind"), rapid.Float32Range(0, 1).Draw(t, "p"))
			if rapid.Bool().Draw(t, "on") {
				at++
			}
		}
		kept := map[document.Span]bool{}
		for _, p := range in {
			kept[p.Span] = true
		}
		out := a.Read(text, in)
		for i, p := range out {
			if i > 0 && out[i-1].compare(&p) >= 0 {
				t.Fatalf("proposal %d is not after the one before: %v", i, out)
			}
			delete(kept, p.Span)
			a.AppendEvidence(nil, out, i)
		}
		if len(kept) > 0 {
			t.Fatalf("lost %v", kept)
		}
	})
}

// Events of open stretches are those of the whole paragraph that bear on them,
// and every event once.
func TestOpenStretches(t *testing.T) {
	x := extractor(t)
	rapid.Check(t, func(t *rapid.T) {
		text := document.NewText(rapid.StringOfN(rapid.SampledFrom([]rune("云海重工的AI芯片12")), 1, 40, -1).Draw(t, "text"))
		words(text)
		p := text.Paragraphs[0]
		var open []document.Span
		for at := 0; at < p.Len(); {
			s := document.Span{Start: rapid.IntRange(at, p.Len()-1).Draw(t, "start")}
			s.End = rapid.IntRange(s.Start+1, p.Len()).Draw(t, "end")
			open = append(open, s)
			at = s.End + 1
		}
		bears := func(e Event) bool {
			from, to := e.Range()
			return slices.ContainsFunc(open, func(s document.Span) bool { return from < s.End && s.Start < to })
		}
		var all, some Known
		all.Read(x, text)
		some.Read(x, text)
		want := map[Event]int{}
		for _, e := range x.Append(nil, text, p, &all) {
			if bears(e) && e.Shape != Word { // names of lists may begin before a stretch
				want[e]++
			}
		}
		some.Look(x, text, p, open)
		got := map[Event]int{}
		for _, e := range x.AppendRest(x.AppendFirst(nil, text, p, &some), text, p, &some, open) {
			if bears(e) && e.Shape != Word {
				got[e]++
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		// What is known of a stretch does not depend on what is open.
		s := document.Span{Start: rapid.IntRange(p.Start, p.End-1).Draw(t, "from")}
		s.End = rapid.IntRange(s.Start+1, p.End).Draw(t, "to")
		if a, b := x.NewStretch(text, p, s, &all), x.NewStretch(text, p, s, &some); a.lists != b.lists {
			t.Errorf("%v: %+v where all is open, else %+v", s, a.lists, b.lists)
		}
	})
}
