package server

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/topic"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// This file is the only place where the types of package nlp meet protobuf.

// source translates a document as sent.
func source(d *tiyaov1.Document) nlp.Document {
	var published time.Time
	if d.GetPublishTime() != nil {
		published = document.InBeijing(d.GetPublishTime().AsTime())
	}
	return nlp.Document{
		ID:          d.GetId(),
		Content:     d.GetContent(),
		Type:        contentTypes.from(d.GetContentType()),
		Title:       d.GetTitle(),
		PublishTime: published,
		Language:    d.GetLanguage(),
	}
}

// features translates a selection of layers.
func features(f *tiyaov1.Features) nlp.Features {
	return nlp.Features{
		Sentences: f.GetSentences(),
		Tokens:    f.GetTokens(),
		Entities:  f.GetEntities(),
		Roles:     f.GetRoles(),
		Figures:   f.GetFigures(),
		Keywords:  f.GetKeywords(),
		Topics:    f.GetTopics(),
	}
}

// requestOptions translates the engine and the terms that a request names.
func requestOptions(req options) ([]nlp.RequestOption, error) {
	var out []nlp.RequestOption
	if name := segmenters.from(req.GetSegmenter()); name != "" {
		out = append(out, nlp.UseSegmenter(name))
	}
	if len(req.GetCustomTerms()) > 0 {
		terms := make([]lexicon.Term, len(req.GetCustomTerms()))
		for i, t := range req.GetCustomTerms() {
			terms[i] = lexicon.Term{Text: t.GetText(), Type: entityTypes.from(t.GetType())}
		}
		l, err := lexicon.New(terms)
		if err != nil {
			return nil, &nlp.InputError{Field: "custom_terms", Reason: nlp.TermInvalid, Detail: err.Error()}
		}
		out = append(out, nlp.UseTerms(l))
	}
	return out, nil
}

// converter translates the annotation of one document.
type converter struct {
	doc      *document.Document
	encoding document.Encoding
}

// annotations translates a, with offsets counted in the units of e.
func annotations(a *nlp.Annotation, e document.Encoding) *tiyaov1.Annotations {
	c := converter{a.Document, e}
	out := &tiyaov1.Annotations{
		DocumentId:     a.Document.ID,
		Text:           a.Document.Body.String,
		Language:       a.Document.Language,
		OffsetEncoding: encodings.to(e),
		Title:          a.Document.Title.String,
		Origin:         a.Document.Origin,
		Tags:           a.Document.Tags,
		Sentences:      each(a.Document.Body.Sentences, c.sentence),
		Tokens:         c.tokens(a.Document.Body.Tokens),
		Entities:       each(a.Entities, c.entity),
		Roles:          each(a.Roles, c.role),
		Figures:        each(a.Figures, c.figure),
		Keywords:       each(a.Keywords, c.keyword),
		Topics:         each(a.Topics, c.topic),
	}
	if !a.Document.PublishTime.IsZero() {
		out.PublishTime = timestamppb.New(a.Document.PublishTime)
	}
	return out
}

// each applies f to every element.
func each[In, Out any](in []In, f func(In) Out) []Out {
	out := make([]Out, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

func (c converter) span(s document.Span) *tiyaov1.Span {
	s = c.doc.Body.SpanIn(s, c.encoding)
	return &tiyaov1.Span{Start: int32(s.Start), End: int32(s.End)}
}

// sourceSpan translates s into the content as sent; nil where markup leaves no
// exact place, and for plain content, where it would repeat the span.
func (c converter) sourceSpan(s document.Span) *tiyaov1.Span {
	if !c.doc.FromMarkup() {
		return nil
	}
	s, ok := c.doc.SourceSpan(s, c.encoding)
	if !ok {
		return nil
	}
	return &tiyaov1.Span{Start: int32(s.Start), End: int32(s.End)}
}

func (c converter) sentence(s document.Span) *tiyaov1.Sentence {
	return &tiyaov1.Sentence{Span: c.span(s)}
}

// tokens are most of what a record holds: they share two allocations.
func (c converter) tokens(tokens []document.Token) []*tiyaov1.Token {
	out := make([]*tiyaov1.Token, len(tokens))
	messages, spans := make([]tiyaov1.Token, len(tokens)), make([]tiyaov1.Span, len(tokens))
	for i, t := range tokens {
		s := c.doc.Body.SpanIn(t.Span, c.encoding)
		spans[i].Start, spans[i].End = int32(s.Start), int32(s.End)
		m := &messages[i]
		m.Span, m.Text, m.PartOfSpeech = &spans[i], c.doc.Body.Slice(t.Span), t.POS
		out[i] = m
	}
	return out
}

func (c converter) mention(s document.Span, confidence float64) *tiyaov1.Mention {
	return &tiyaov1.Mention{
		Span:       c.span(s),
		Text:       c.doc.Body.Slice(s),
		Confidence: confidence,
		SourceSpan: c.sourceSpan(s),
	}
}

func (c converter) entity(e entity.Entity) *tiyaov1.Entity {
	return &tiyaov1.Entity{
		Id:       e.ID,
		Type:     entityTypes.to(e.Type),
		Name:     e.Name,
		Salience: e.Salience,
		Mentions: each(e.Mentions, func(m entity.Mention) *tiyaov1.Mention { return c.mention(m.Span, m.Confidence) }),
	}
}

func (c converter) role(r entity.Role) *tiyaov1.Role {
	return &tiyaov1.Role{Person: c.ref(r.Person), Title: c.ref(r.Title), Organization: c.ref(r.Organization)}
}

func (c converter) ref(r entity.Ref) *tiyaov1.Phrase {
	if r == (entity.Ref{}) {
		return nil
	}
	return &tiyaov1.Phrase{Text: r.Text, Span: c.span(r.Span), EntityId: r.EntityID}
}

func (c converter) figure(f figure.Figure) *tiyaov1.Figure {
	return &tiyaov1.Figure{
		Span:       c.span(f.Span),
		Text:       c.doc.Body.Slice(f.Span),
		Kind:       figureKinds.to(f.Kind),
		Low:        f.Low,
		High:       f.High,
		Unit:       f.Unit,
		Comparator: comparators.to(f.Comparator),
		Direction:  directions.to(f.Direction),
		Basis:      bases.to(f.Basis),
		Status:     statuses.to(f.Status),
		Metric:     c.phrase(f.Metric),
		Subject:    c.phrase(f.Subject),
		Period:     c.period(f.Period),
		SourceSpan: c.sourceSpan(f.Span),
		Rule:       f.Rule,
		Confidence: f.Confidence,
	}
}

func (c converter) phrase(p figure.Phrase) *tiyaov1.Phrase {
	if p == (figure.Phrase{}) {
		return nil
	}
	out := &tiyaov1.Phrase{Text: p.Text, EntityId: p.EntityID}
	if !p.InTitle {
		out.Span = c.span(p.Span)
	}
	return out
}

func (c converter) period(p figure.Period) *tiyaov1.Period {
	phrase := c.phrase(p.Phrase)
	if phrase == nil {
		return nil
	}
	out := &tiyaov1.Period{Text: phrase.GetText(), Span: phrase.GetSpan()}
	if !p.Start.IsZero() {
		out.StartDate = p.Start.Format(time.DateOnly)
		out.EndDate = p.End.Format(time.DateOnly)
	}
	return out
}

func (c converter) keyword(k keyword.Keyword) *tiyaov1.Keyword {
	return &tiyaov1.Keyword{
		Text:     k.Text,
		Score:    k.Score,
		Mentions: each(k.Mentions, func(s document.Span) *tiyaov1.Mention { return c.mention(s, 0) }),
	}
}

func (c converter) topic(t topic.Topic) *tiyaov1.Topic {
	return &tiyaov1.Topic{Id: t.ID, Score: t.Score, IptcCode: t.IPTC, Evidence: each(t.Evidence, c.evidence)}
}

func (c converter) evidence(e topic.Evidence) *tiyaov1.Phrase {
	return c.phrase(figure.Phrase{Span: e.Span, Text: e.Text, InTitle: e.InTitle})
}

// serviceInfo translates what the library says of itself.
func serviceInfo(info nlp.Info) *tiyaov1.GetServiceInfoResponse {
	return &tiyaov1.GetServiceInfoResponse{
		Segmenters: each(info.Segmenters, func(s nlp.SegmenterInfo) *tiyaov1.SegmenterInfo {
			return &tiyaov1.SegmenterInfo{Segmenter: segmenters.to(s.Name), Available: s.Available, Default: s.Default, Version: s.Version}
		}),
		Resources:   each(info.Resources, resource),
		EntityTypes: entityTypes.values(),
		FigureKinds: figureKinds.values(),
		Topics: each(info.Topics, func(t topic.Info) *tiyaov1.TopicInfo {
			return &tiyaov1.TopicInfo{Id: t.ID, Name: t.Name, IptcCode: t.IPTC}
		}),
	}
}

func resource(r nlp.Resource) *tiyaov1.ResourceInfo {
	out := &tiyaov1.ResourceInfo{Name: r.Name, ContentHash: r.Hash, Error: r.Error}
	if !r.Loaded.IsZero() {
		out.LoadTime = timestamppb.New(r.Loaded)
	}
	return out
}
