package nlp_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/topic"
)

// typeOf returns the type that an entity has in text, or 0 if there is none.
func typeOf(t *testing.T, a *nlp.Annotator, text, name string, options ...nlp.RequestOption) entity.Type {
	t.Helper()
	got, err := a.Annotate(t.Context(), nlp.Document{Content: text}, nlp.Features{Entities: true}, options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.Entities {
		if e.Name == name {
			return e.Type
		}
	}
	return 0
}

func terms(t *testing.T, list ...lexicon.Term) *lexicon.Lexicon {
	t.Helper()
	l, err := lexicon.New(list)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReplace(t *testing.T) {
	base, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	own, err := base.Replace(nlp.Own{
		Lexicon: terms(t, lexicon.Term{Text: "摸鱼儿", Type: entity.Product}, lexicon.Term{Text: "青溪渡", Type: entity.Product}),
		Topics:  []topic.Own{{ID: "own.boats", Words: []string{"青溪渡"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const text = "昨天，摸鱼儿和青溪渡一同发布。青溪渡很受欢迎。"
	if got := typeOf(t, own, text, "青溪渡"); got != entity.Product {
		t.Errorf("the user's own name is %v", got)
	}
	// A request's terms stand on top of the user's.
	top := nlp.UseTerms(terms(t, lexicon.Term{Text: "青溪渡", Type: entity.Company}))
	if got := typeOf(t, own, text, "青溪渡", top); got != entity.Company {
		t.Errorf("the request's name is %v", got)
	}
	if got := typeOf(t, own, text, "摸鱼儿", top); got != entity.Product {
		t.Errorf("beside the request's name the user's own is %v", got)
	}
	a, err := own.Annotate(t.Context(), nlp.Document{Content: text}, nlp.Features{Topics: true})
	if err != nil {
		t.Fatal(err)
	}
	boats := func(x topic.Topic) bool { return x.ID == "own.boats" }
	if !slices.ContainsFunc(a.Topics, boats) {
		t.Errorf("topics are %v", a.Topics)
	}
	if slices.ContainsFunc(base.Info().Topics, func(x topic.Info) bool { return x.ID == "own.boats" }) {
		t.Error("the annotator it came from changed")
	}
	if _, err := base.Replace(nlp.Own{Topics: []topic.Own{{ID: topic.Earnings, Words: []string{"x"}}}}); err == nil {
		t.Error("a topic with a taken id is no error")
	}
}

func TestObserverSeesEveryStage(t *testing.T) {
	var stages []string
	type key struct{}
	a, err := nlp.New(nlp.WithObserver(func(ctx context.Context, stage string, start time.Time) {
		if ctx.Value(key{}) == nil || start.IsZero() {
			t.Errorf("%s: context %v, start %v", stage, ctx, start)
		}
		stages = append(stages, stage)
	}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithValue(t.Context(), key{}, true)
	if _, err := a.Annotate(ctx, nlp.Document{Content: "联想集团增长。"}, nlp.Features{}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff("parse segment entities roles figures keywords topics", strings.Join(stages, " ")); d != "" {
		t.Error(d)
	}
}
