package server

import (
	"slices"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// enum pairs the values of an enumeration of package nlp with those of its
// protobuf twin. A value that one side lacks becomes the other's zero value.
type enum[N comparable, P ~int32] map[N]P

func (e enum[N, P]) to(n N) P { return e[n] }

func (e enum[N, P]) from(p P) N {
	for n, q := range e {
		if q == p {
			return n
		}
	}
	var zero N
	return zero
}

// values returns the protobuf side in ascending order.
func (e enum[N, P]) values() []P {
	out := make([]P, 0, len(e))
	for _, p := range e {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

var (
	contentTypes = enum[document.ContentType, tiyaov1.ContentType]{
		document.Plain:    tiyaov1.ContentType_CONTENT_TYPE_PLAIN,
		document.HTML:     tiyaov1.ContentType_CONTENT_TYPE_HTML,
		document.Markdown: tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN,
	}
	encodings = enum[document.Encoding, tiyaov1.OffsetEncoding]{
		document.UTF8:  tiyaov1.OffsetEncoding_OFFSET_ENCODING_UTF8,
		document.UTF16: tiyaov1.OffsetEncoding_OFFSET_ENCODING_UTF16,
		document.UTF32: tiyaov1.OffsetEncoding_OFFSET_ENCODING_UTF32,
	}
	entityTypes = enum[entity.Type, tiyaov1.EntityType]{
		entity.Company:      tiyaov1.EntityType_ENTITY_TYPE_COMPANY,
		entity.Person:       tiyaov1.EntityType_ENTITY_TYPE_PERSON,
		entity.Organization: tiyaov1.EntityType_ENTITY_TYPE_ORGANIZATION,
		entity.Location:     tiyaov1.EntityType_ENTITY_TYPE_LOCATION,
		entity.Product:      tiyaov1.EntityType_ENTITY_TYPE_PRODUCT,
	}
	figureKinds = enum[figure.Kind, tiyaov1.FigureKind]{
		figure.GrowthRate:      tiyaov1.FigureKind_FIGURE_KIND_GROWTH_RATE,
		figure.Percentage:      tiyaov1.FigureKind_FIGURE_KIND_PERCENTAGE,
		figure.PercentagePoint: tiyaov1.FigureKind_FIGURE_KIND_PERCENTAGE_POINT,
		figure.PUE:             tiyaov1.FigureKind_FIGURE_KIND_PUE,
		figure.Multiple:        tiyaov1.FigureKind_FIGURE_KIND_MULTIPLE,
		figure.Ratio:           tiyaov1.FigureKind_FIGURE_KIND_RATIO,
		figure.Money:           tiyaov1.FigureKind_FIGURE_KIND_MONEY,
		figure.Index:           tiyaov1.FigureKind_FIGURE_KIND_INDEX,
		figure.Measure:         tiyaov1.FigureKind_FIGURE_KIND_MEASURE,
		figure.Duration:        tiyaov1.FigureKind_FIGURE_KIND_DURATION,
		figure.Count:           tiyaov1.FigureKind_FIGURE_KIND_COUNT,
		figure.Number:          tiyaov1.FigureKind_FIGURE_KIND_NUMBER,
	}
	comparators = enum[figure.Comparator, tiyaov1.Comparator]{
		figure.EQ:     tiyaov1.Comparator_COMPARATOR_EQ,
		figure.Approx: tiyaov1.Comparator_COMPARATOR_APPROX,
		figure.LT:     tiyaov1.Comparator_COMPARATOR_LT,
		figure.LE:     tiyaov1.Comparator_COMPARATOR_LE,
		figure.GT:     tiyaov1.Comparator_COMPARATOR_GT,
		figure.GE:     tiyaov1.Comparator_COMPARATOR_GE,
		figure.Near:   tiyaov1.Comparator_COMPARATOR_NEAR,
	}
	directions = enum[figure.Direction, tiyaov1.Direction]{
		figure.NoDirection: tiyaov1.Direction_DIRECTION_NONE,
		figure.Up:          tiyaov1.Direction_DIRECTION_UP,
		figure.Down:        tiyaov1.Direction_DIRECTION_DOWN,
	}
	bases = enum[figure.Basis, tiyaov1.ChangeBasis]{
		figure.NoBasis: tiyaov1.ChangeBasis_CHANGE_BASIS_NONE,
		figure.YOY:     tiyaov1.ChangeBasis_CHANGE_BASIS_YOY,
		figure.QOQ:     tiyaov1.ChangeBasis_CHANGE_BASIS_QOQ,
		figure.MOM:     tiyaov1.ChangeBasis_CHANGE_BASIS_MOM,
		figure.DOD:     tiyaov1.ChangeBasis_CHANGE_BASIS_DOD,
		figure.YTD:     tiyaov1.ChangeBasis_CHANGE_BASIS_YTD,
		figure.CAGR:    tiyaov1.ChangeBasis_CHANGE_BASIS_CAGR,
		figure.VS:      tiyaov1.ChangeBasis_CHANGE_BASIS_VS,
	}
	statuses = enum[figure.Status, tiyaov1.FigureStatus]{
		figure.Actual:   tiyaov1.FigureStatus_FIGURE_STATUS_ACTUAL,
		figure.Forecast: tiyaov1.FigureStatus_FIGURE_STATUS_FORECAST,
		figure.Target:   tiyaov1.FigureStatus_FIGURE_STATUS_TARGET,
	}
	segmenters = enum[string, tiyaov1.Segmenter]{
		nlp.GSE:     tiyaov1.Segmenter_SEGMENTER_GSE,
		nlp.GoJieba: tiyaov1.Segmenter_SEGMENTER_GOJIEBA,
	}
)
