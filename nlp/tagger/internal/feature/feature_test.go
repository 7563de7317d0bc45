package feature

import (
	"testing"

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
			for _, e := range x.Append(nil, text, p) {
				if int(e.Start) < p.Start-1 || int(e.End) > p.End+1 || e.Start >= e.End {
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
	keys := func(s string, k int) (out []Event) {
		text := document.NewText(s)
		words(text)
		p := text.Paragraphs[k]
		for _, e := range x.Append(nil, text, p) {
			e.Start -= int32(p.Start)
			e.End -= int32(p.Start)
			out = append(out, e)
		}
		return out
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
	x.Skip = Tokens | Runs
	text := document.NewText("云海重工在云海")
	got := map[[2]int32]int{}
	for _, e := range appendLists(nil, x.Names, text.Runes) {
		got[[2]int32{e.Start, e.End}]++
	}
	// 云海 of list 1 stands inside 云海重工 of list 0: both count.
	for span, n := range map[[2]int32]int{{0, 4}: 2, {0, 2}: 1, {5, 7}: 2} {
		if got[span] != n {
			t.Errorf("%d events at %v, want %d", got[span], span, n)
		}
	}
}

// A name found once is evidence at its other places; so is a long name for the
// places of its short form.
func TestRepeats(t *testing.T) {
	text := document.NewText("云海重工公告。云海重工称，云海董事会通过。马丁·路德说，路德反对。")
	var r Repeats
	names := []Name{
		{document.Span{Start: 0, End: 4}, 0},
		{document.Span{Start: 21, End: 26}, 1},
	}
	for range 2 { // buffers are reused
		got := map[string]bool{}
		for _, e := range r.Append(nil, text, names) {
			got[string(text.Runes[e.Start:e.End])] = true
			if e.Start == 0 || e.Start == 21 {
				if e.Start == 21 {
					t.Errorf("a name without repeats brings %+v", e)
				}
			}
		}
		for _, want := range []string{"云海重工", "云海", "路德"} {
			if !got[want] {
				t.Errorf("no event at %s", want)
			}
		}
	}
	if got := r.Append(nil, text, nil); len(got) != 0 {
		t.Errorf("%d events without names", len(got))
	}
}

func TestRepeatsProperty(t *testing.T) {
	var r Repeats
	rapid.Check(t, func(t *rapid.T) {
		text := document.NewText(rapid.StringOf(rapid.SampledFrom([]rune("云海·A\n"))).Draw(t, "text"))
		var names []Name
		for at := 0; at < text.Len(); {
			n := rapid.IntRange(1, 5).Draw(t, "step")
			end := min(at+n, text.Len())
			if rapid.Bool().Draw(t, "name") {
				names = append(names, Name{document.Span{Start: at, End: end}, rapid.IntRange(0, 5).Draw(t, "type")})
			}
			at = end
		}
		last := int32(0)
		for _, e := range r.Append(nil, text, names) {
			if e.Start < last || e.End <= e.Start || int(e.End) > text.Len() {
				t.Fatalf("event %+v after %d", e, last)
			}
			last = e.Start
		}
	})
}
