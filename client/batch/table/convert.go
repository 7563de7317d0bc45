package table

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// RowsOf returns the rows of a document. Values of enums are in small letters
// and without their prefix: company, growth_rate.
func RowsOf(a *tiyaov1.Annotations) *Rows {
	id := a.GetDocumentId()
	r := &Rows{document: document{
		ID:       id,
		Title:    a.GetTitle(),
		Language: a.GetLanguage(),
		Origin:   a.GetOrigin(),
		Tags:     a.GetTags(),
		Text:     a.GetText(),
	}}
	if a.GetPublishTime() != nil {
		t := a.GetPublishTime().AsTime()
		r.document.PublishTime = &t
	}
	for _, e := range a.GetEntities() {
		r.addEntity(id, e)
	}
	for _, x := range a.GetRoles() {
		r.roles = append(r.roles, roleOf(id, x))
	}
	for _, f := range a.GetFigures() {
		r.figures = append(r.figures, figureOf(id, f))
	}
	for i, k := range a.GetKeywords() {
		r.keywords = append(r.keywords, keywordRow{id, int32(i + 1), k.GetText(), k.GetScore(), int32(len(k.GetMentions()))})
	}
	for i, t := range a.GetTopics() {
		evidence := make([]string, len(t.GetEvidence()))
		for j, p := range t.GetEvidence() {
			evidence[j] = p.GetText()
		}
		r.topics = append(r.topics, topicRow{id, int32(i + 1), t.GetId(), t.GetScore(), t.GetIptcCode(), evidence})
	}
	return r
}

func (r *Rows) addEntity(id string, e *tiyaov1.Entity) {
	kind := label(e.GetType(), "ENTITY_TYPE_")
	r.entities = append(r.entities, entityRow{id, e.GetId(), kind, e.GetName(), e.GetSalience(), int32(len(e.GetMentions()))})
	for _, m := range e.GetMentions() {
		row := mentionRow{
			Document:   id,
			Entity:     e.GetId(),
			Type:       kind,
			Text:       m.GetText(),
			Start:      m.GetSpan().GetStart(),
			End:        m.GetSpan().GetEnd(),
			Confidence: m.GetConfidence(),
		}
		row.SourceStart, row.SourceEnd = ends(m.GetSourceSpan())
		r.mentions = append(r.mentions, row)
	}
}

func roleOf(id string, x *tiyaov1.Role) roleRow {
	row := roleRow{
		Document:       id,
		Person:         x.GetPerson().GetText(),
		PersonID:       x.GetPerson().GetEntityId(),
		Title:          x.GetTitle().GetText(),
		Organization:   x.GetOrganization().GetText(),
		OrganizationID: x.GetOrganization().GetEntityId(),
	}
	row.PersonStart, row.PersonEnd = ends(x.GetPerson().GetSpan())
	row.TitleStart, row.TitleEnd = ends(x.GetTitle().GetSpan())
	row.OrgStart, row.OrgEnd = ends(x.GetOrganization().GetSpan())
	return row
}

func figureOf(id string, f *tiyaov1.Figure) figureRow {
	row := figureRow{
		Document:    id,
		Text:        f.GetText(),
		Start:       f.GetSpan().GetStart(),
		End:         f.GetSpan().GetEnd(),
		Kind:        label(f.GetKind(), "FIGURE_KIND_"),
		Low:         f.GetLow(),
		High:        f.GetHigh(),
		LowValue:    number(f.GetLow()),
		HighValue:   number(f.GetHigh()),
		Unit:        f.GetUnit(),
		Comparator:  label(f.GetComparator(), "COMPARATOR_"),
		Direction:   label(f.GetDirection(), "DIRECTION_"),
		Basis:       label(f.GetBasis(), "CHANGE_BASIS_"),
		Status:      label(f.GetStatus(), "FIGURE_STATUS_"),
		Metric:      f.GetMetric().GetText(),
		Subject:     f.GetSubject().GetText(),
		SubjectID:   f.GetSubject().GetEntityId(),
		Period:      f.GetPeriod().GetText(),
		PeriodStart: day(f.GetPeriod().GetStartDate()),
		PeriodEnd:   day(f.GetPeriod().GetEndDate()),
		Rule:        f.GetRule(),
		Confidence:  f.GetConfidence(),
	}
	row.SourceStart, row.SourceEnd = ends(f.GetSourceSpan())
	return row
}

// ends returns the ends of a span, nil for none.
func ends(s *tiyaov1.Span) (start, end *int32) {
	if s == nil {
		return nil, nil
	}
	return &s.Start, &s.End
}

// number returns the number nearest to a decimal.
func number(decimal string) *float64 {
	x, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		return nil
	}
	return &x
}

// day returns the days from 1970-01-01 to date, nil for no date.
func day(date string) *int32 {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return nil
	}
	days := int32(t.Unix() / (24 * 60 * 60))
	return &days
}

// label returns the name of an enum value in small letters.
func label(v fmt.Stringer, prefix string) string {
	return strings.ToLower(strings.TrimPrefix(v.String(), prefix))
}
