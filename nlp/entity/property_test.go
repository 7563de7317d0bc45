package entity_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
)

// pieces are what random articles are made of: names, titles, verbs and the
// punctuation that the grammar reads.
var pieces = []string{
	"华岳集团", "华岳", "华岳科技有限公司", "北辰重工股份有限公司", "北辰", "中国工商银行", "工行", "李明", "约翰·卡特", "卡特", "John Carter",
	"董事长", "首席", "首席执行官", "总经理", "记者", "部长", "卫生部", "长", "官", "驻", "德国", "大使", "代表", "副", "前", "兼", "任", "辞去", "担任", "为", "是",
	"历任", "分别", "接任", "接替", "公司", "第十届", "董事会", "（", "）", "(", ")", "以下简称", "简称", "“", "”", "、", "，", "。", "\n", " ", "：", "的", "和", "等", "IBM", "ISG", "俄", "·", "有限公司", "讯", "电",
}

// drawArticle draws a document and mentions in it that may overlap.
func drawArticle(t *rapid.T) (*document.Document, []entity.Mention, []entity.Mention) {
	draw := func(label string) (*document.Text, []entity.Mention) {
		text := document.NewText(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, label), ""))
		for i := 0; i < text.Len(); {
			n := min(rapid.IntRange(1, 3).Draw(t, "token"), text.Len()-i)
			pos := rapid.SampledFrom([]string{"n", "v", "x", "ns"}).Draw(t, "pos")
			text.Tokens = append(text.Tokens, document.Token{Span: document.Span{Start: i, End: i + n}, POS: pos})
			i += n
		}
		var mentions []entity.Mention
		for range rapid.IntRange(0, 20).Draw(t, "mentions") {
			if text.Len() == 0 {
				break
			}
			start := rapid.IntRange(0, text.Len()-1).Draw(t, "start")
			end := rapid.IntRange(start+1, min(text.Len(), start+8)).Draw(t, "end")
			mentions = append(mentions, entity.Mention{
				Span:       document.Span{Start: start, End: end},
				Type:       entity.Type(rapid.IntRange(int(entity.Company), int(entity.Office)).Draw(t, "type")),
				Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"),
			})
		}
		return text, mentions
	}
	doc := new(document.Document)
	var title, body []entity.Mention
	doc.Title, title = draw("title")
	doc.Body, body = draw("body")
	return doc, title, body
}

func TestEntitiesPartitionTheirMentions(t *testing.T) {
	r := entity.NewResolver()
	rapid.Check(t, func(t *rapid.T) {
		doc, title, body := drawArticle(t)
		entities, err := r.Resolve(context.Background(), doc, title, body)
		if err != nil {
			t.Fatal(err)
		}
		checkEntities(t, doc, entities)
		roles, err := r.Roles(context.Background(), doc, entities, body)
		if err != nil {
			t.Fatal(err)
		}
		checkRoles(t, doc, entities, roles)
	})
}

// checkEntities checks what holds of every result of Resolve.
func checkEntities(t rapid.TB, doc *document.Document, entities []entity.Entity) {
	taken := make([]bool, doc.Body.Len())
	sum := 0.0
	for i, e := range entities {
		if want := fmt.Sprintf("e%d", i+1); e.ID != want {
			t.Fatalf("entity %d has the id %s", i, e.ID)
		}
		if e.Type < entity.Company || e.Type > entity.Product {
			t.Fatalf("%s has the type %d", e.ID, e.Type)
		}
		if i > 0 && e.Salience > entities[i-1].Salience {
			t.Fatalf("%s is more salient than the one before", e.ID)
		}
		sum += e.Salience
		last, named := 0, false
		for _, m := range e.Mentions {
			if m.Start < last || m.End > doc.Body.Len() || m.Start >= m.End {
				t.Fatalf("%s: mention [%d, %d) is out of order or of the text", e.ID, m.Start, m.End)
			}
			last = m.End
			if m.Type != e.Type || m.Confidence < 0 || m.Confidence > 1 {
				t.Fatalf("%s: mention of type %d with confidence %v", e.ID, m.Type, m.Confidence)
			}
			named = named || doc.Body.Slice(m.Span) == e.Name
			for k := m.Start; k < m.End; k++ {
				if taken[k] {
					t.Fatalf("%s: character %d has two mentions", e.ID, k)
				}
				taken[k] = true
			}
		}
		if !named {
			t.Fatalf("%s: no mention is its name %q", e.ID, e.Name)
		}
	}
	if sum > 1+1e-9 {
		t.Fatalf("saliences sum to %v", sum)
	}
}

// checkRoles checks what holds of every result of Roles.
func checkRoles(t rapid.TB, doc *document.Document, entities []entity.Entity, roles []entity.Role) {
	byID := map[string]entity.Entity{}
	for _, e := range entities {
		byID[e.ID] = e
	}
	for _, x := range roles {
		if byID[x.Person.EntityID].Type != entity.Person {
			t.Fatalf("the person of %v is none", x)
		}
		if id := x.Organization.EntityID; id != "" && (byID[id].Type == entity.Person || byID[id].Name == "") {
			t.Fatalf("the organization of %v is none", x)
		}
		if x.Title.Text == "" || x.Title.EntityID != "" {
			t.Fatalf("the title of %v", x)
		}
		for _, ref := range []entity.Ref{x.Person, x.Title, x.Organization} {
			if ref.Text != "" && doc.Body.Slice(ref.Span) != ref.Text {
				t.Fatalf("%v does not point at its text", ref)
			}
		}
	}
}

// Resolving what was resolved changes no mention's place or type.
func TestResolveIsStable(t *testing.T) {
	r := entity.NewResolver()
	for _, c := range readTable(t, "testdata/aliases.txt") {
		first, err := r.Resolve(t.Context(), c.doc, c.title, c.body)
		if err != nil {
			t.Fatal(err)
		}
		var mentions []entity.Mention
		for _, e := range first {
			mentions = append(mentions, e.Mentions...)
		}
		second, err := r.Resolve(t.Context(), c.doc, c.title, mentions)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outline(second), outline(first); !reflect.DeepEqual(got, want) {
			t.Errorf("line %d: %v became %v", c.line, want, got)
		}
	}
}

// A resolver whose memory is used again, by several at once, finds what a new
// one finds.
func TestResolveConcurrently(t *testing.T) {
	shared := entity.NewResolver()
	cases := readTable(t, "testdata/aliases.txt")
	want := make([][]entity.Entity, len(cases))
	for i, c := range cases {
		var err error
		if want[i], err = entity.NewResolver().Resolve(t.Context(), c.doc, c.title, c.body); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, c := range cases {
				got, err := shared.Resolve(t.Context(), c.doc, c.title, c.body)
				if err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("line %d: %v, %v; want %v", c.line, got, err, want[i])
				}
			}
		})
	}
	wg.Wait()
}

// outline is entities without what confidence decides.
func outline(entities []entity.Entity) map[string][]document.Span {
	out := map[string][]document.Span{}
	for _, e := range entities {
		key := e.Type.String() + " " + e.Name
		for _, m := range e.Mentions {
			out[key] = append(out[key], m.Span)
		}
	}
	return out
}

func TestBadMentions(t *testing.T) {
	r := entity.NewResolver()
	doc := &document.Document{Title: document.NewText("题"), Body: document.NewText("华岳集团")}
	for _, m := range []entity.Mention{
		{Span: document.Span{Start: 0, End: 5}, Type: entity.Company},
		{Span: document.Span{Start: -1, End: 2}, Type: entity.Company},
		{Span: document.Span{Start: 2, End: 2}, Type: entity.Company},
		{Span: document.Span{Start: 0, End: 2}},
		{Span: document.Span{Start: 0, End: 2}, Type: entity.Office + 1},
	} {
		if _, err := r.Resolve(t.Context(), doc, nil, []entity.Mention{m}); err == nil || !strings.Contains(err.Error(), "body: mention 0") {
			t.Errorf("Resolve with %v: error %v", m, err)
		}
		if _, err := r.Roles(t.Context(), doc, nil, []entity.Mention{m}); err == nil || !strings.Contains(err.Error(), "mention 0") {
			t.Errorf("Roles with %v: error %v", m, err)
		}
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := entity.NewResolver()
	doc := &document.Document{Title: document.NewText(""), Body: document.NewText("华岳集团董事长李明。")}
	if _, err := r.Resolve(ctx, doc, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Resolve: %v", err)
	}
	if _, err := r.Roles(ctx, doc, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Roles: %v", err)
	}
}

func TestEmptyArticle(t *testing.T) {
	r := entity.NewResolver()
	doc := &document.Document{Title: document.NewText(""), Body: document.NewText("")}
	entities, err := r.Resolve(t.Context(), doc, nil, nil)
	if err != nil || len(entities) != 0 {
		t.Errorf("got %v, %v", entities, err)
	}
}

// FuzzResolve reads any text with mentions laid over it by a pattern.
func FuzzResolve(f *testing.F) {
	for _, s := range []string{"华岳集团（以下简称“华岳”）董事长李明辞职，王强接任。", "驻德国大使(A(B)、首席…官", "IBM IBM IBM"} {
		f.Add(s, uint8(3), uint8(7))
	}
	r := entity.NewResolver()
	f.Fuzz(func(t *testing.T, s string, width, step uint8) {
		doc := &document.Document{Title: document.NewText(""), Body: document.NewText(strings.ToValidUTF8(s, "?"))}
		var mentions []entity.Mention
		for i := 0; i+int(width%9)+1 <= doc.Body.Len(); i += int(step%11) + 1 {
			typ := entity.Type(i%int(entity.Office) + 1)
			mentions = append(mentions, entity.Mention{Span: document.Span{Start: i, End: i + int(width%9) + 1}, Type: typ, Confidence: 0.8})
		}
		entities, err := r.Resolve(t.Context(), doc, nil, mentions)
		if err != nil {
			t.Fatal(err)
		}
		checkEntities(t, doc, entities)
		roles, err := r.Roles(t.Context(), doc, entities, mentions)
		if err != nil {
			t.Fatal(err)
		}
		checkRoles(t, doc, entities, roles)
	})
}
