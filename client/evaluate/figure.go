package evaluate

import (
	"strings"

	"github.com/cockroachdb/apd/v3"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// figures pairs every gold figure with the prediction that overlaps it most,
// one of equal value before all others, and compares what the two say.
func (s *Scorer) figures(d *pair) {
	pred := d.pred.GetFigures()
	spans, values := s.prf.at["figure span"], s.prf.at["figure value+unit"]
	for _, m := range []*PRF{spans, values} {
		m.Predicted += len(pred)
		m.Gold += len(d.gold.Figures)
	}
	used := make([]bool, len(pred))
	for i := range d.gold.Figures {
		g := &d.gold.Figures[i]
		best := bestMatch(g, pred, used)
		if best < 0 {
			s.report(d.gold, "figure missed %s | %s", g.Text, d.context(g.Span[0], g.Span[1], 15, 10))
			continue
		}
		used[best] = true
		p := pred[best]
		if int(p.GetSpan().GetStart()) == g.Span[0] && int(p.GetSpan().GetEnd()) == g.Span[1] {
			spans.Right++
		}
		if sameValue(g, p) && unitOf(p.GetUnit()) == unitOf(g.Unit) {
			values.Right++
		}
		s.compareFigure(d, g, p)
	}
	for i, p := range pred {
		if !used[i] {
			s.report(d.gold, "figure wrong %s | %s", p.GetText(), d.context(int(p.GetSpan().GetStart()), int(p.GetSpan().GetEnd()), 15, 10))
		}
	}
}

// bestMatch returns the index of the prediction to compare with g, or -1.
func bestMatch(g *GoldFigure, pred []*tiyaov1.Figure, used []bool) int {
	best, bestSame, bestOverlap := -1, false, 0
	for i, p := range pred {
		overlap := min(int(p.GetSpan().GetEnd()), g.Span[1]) - max(int(p.GetSpan().GetStart()), g.Span[0])
		if used[i] || overlap <= 0 {
			continue
		}
		same := sameValue(g, p)
		if best < 0 || same && !bestSame || same == bestSame && overlap > bestOverlap {
			best, bestSame, bestOverlap = i, same, overlap
		}
	}
	return best
}

// compareFigure compares each field of two figures at the same place.
func (s *Scorer) compareFigure(d *pair, g *GoldFigure, p *tiyaov1.Figure) {
	where := d.context(g.Span[0], g.Span[1], 25, 10)
	record := sameValue(g, p) && unitOf(p.GetUnit()) == unitOf(g.Unit)
	if !record {
		s.report(d.gold, "figure value %s %s %s %s got %s %s %s | %s", g.Text, g.Low, g.High, g.Unit, p.GetLow(), p.GetHigh(), p.GetUnit(), where)
	}
	for _, f := range []struct{ name, gold, pred string }{
		{"kind", g.Kind, strings.TrimPrefix(p.GetKind().String(), "FIGURE_KIND_")},
		{"comparator", g.Comparator, strings.TrimPrefix(p.GetComparator().String(), "COMPARATOR_")},
		{"direction", g.Direction, orNone(strings.TrimPrefix(p.GetDirection().String(), "DIRECTION_"))},
		{"basis", g.Basis, orNone(strings.TrimPrefix(p.GetBasis().String(), "CHANGE_BASIS_"))},
		{"status", g.Status, strings.TrimPrefix(p.GetStatus().String(), "FIGURE_STATUS_")},
	} {
		ok := f.gold == f.pred
		s.right("figure "+f.name, ok)
		record = record && ok
		if !ok {
			s.report(d.gold, "figure %s %s %s got %s | %s", f.name, g.Text, f.gold, f.pred, where)
		}
	}
	s.right(figureRecord, record)
	for _, f := range []struct{ name, gold, pred string }{
		{"metric", g.Metric, p.GetMetric().GetText()},
		{"subject", g.Subject, p.GetSubject().GetText()},
		{"period", g.Period, p.GetPeriod().GetText()},
	} {
		ok := alike(d.named(f.gold), d.named(f.pred))
		s.right("figure "+f.name, ok)
		if !ok {
			s.report(d.gold, "figure %s %s %q got %q | %s", f.name, g.Text, f.gold, f.pred, where)
		}
	}
}

func orNone(s string) string {
	if s == "UNSPECIFIED" {
		return "NONE"
	}
	return s
}

// sameValue reports whether low and high are the same numbers.
func sameValue(g *GoldFigure, p *tiyaov1.Figure) bool {
	return sameNumber(g.Low, p.GetLow()) && sameNumber(g.High, p.GetHigh())
}

func sameNumber(a, b string) bool {
	x, _, errX := apd.NewFromString(a)
	y, _, errY := apd.NewFromString(b)
	if errX != nil || errY != nil {
		return errX != nil && errY != nil
	}
	return x.Cmp(y) == 0
}

// unitOf returns the unit that u is another spelling of.
func unitOf(u string) string {
	switch u {
	case "元", "RMB":
		return "CNY"
	case "％", "PERCENT":
		return "%"
	case "PP", "个百分点":
		return "百分点"
	default:
		return u
	}
}
