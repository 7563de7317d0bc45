package reader

import (
	"context"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// Least is the probability, by the characters alone, from which a stretch is
// proposed.
const Least = 0.1

const (
	// far is how far a label must be behind the one outside all names, in
	// log-probability by the first events alone, to be out of the question.
	far = 3
	// around is how many characters before and after a stretch that is open are
	// weighed with it.
	around = 3
)

// propose finds the stretches that the characters take for possible names.
func (r *Reader) propose(ctx context.Context) error {
	r.proposals = r.proposals[:0]
	r.known.Read(&r.model.Extractor, r.text)
	sentences := r.text.Sentences
	for _, p := range r.text.Paragraphs {
		n := 0
		for n < len(sentences) && sentences[n].Start < p.End {
			n++
		}
		if err := r.proposeIn(ctx, p, sentences[:n]); err != nil {
			return err
		}
		sentences = sentences[n:]
	}
	return nil
}

// proposeIn adds the proposals of a paragraph. Its first events leave about half
// of the characters open, and only there all events are looked up (a cascade of
// models from coarse to fine; Weiss and Taskar 2010, "Structured prediction
// cascades").
func (r *Reader) proposeIn(ctx context.Context, p document.Span, sentences []document.Span) error {
	x := &r.model.Extractor
	r.scorer.Reset(p.Len())
	r.events = x.AppendFirst(r.events[:0], r.text, p, &r.known)
	r.scorer.Add(r.model, r.events)
	r.open, r.wide = r.open[:0], r.wide[:0]
	for _, s := range sentences {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.Start, s.End = s.Start-p.Start, s.End-p.Start
		first := len(r.open)
		r.open = r.appendOpen(r.open, s)
		r.wide = appendWide(r.wide, r.open[first:], s)
	}
	r.known.Look(x, r.text, p, r.open)
	r.events = x.AppendRest(r.events[:0], r.text, p, &r.known, r.open)
	r.scorer.Add(r.model, r.events)
	for _, s := range r.wide {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.proposeFrom(p.Start, s)
	}
	return nil
}

// appendOpen appends the stretches of s that may hold names: each begins where a
// name may begin and ends where one may end, with no character between that
// cannot be in one.
func (r *Reader) appendOpen(dst []document.Span, s document.Span) []document.Span {
	margin := int(far / r.model.Header.Step)
	for at := s.Start; at < s.End; {
		if !r.scorer.Opens(r.model, at, margin) {
			at++
			continue
		}
		open := document.Span{Start: at, End: at}
		for at < s.End && !r.scorer.Outside(r.model, at, margin) {
			at++
			if r.scorer.Closes(r.model, at-1, margin) {
				open.End = at
			}
		}
		if open.Len() > 0 {
			dst = append(dst, open)
		}
	}
	return dst
}

// appendWide appends the open stretches of a sentence with what is around them;
// those that then touch become one.
func appendWide(dst, open []document.Span, sentence document.Span) []document.Span {
	first := len(dst)
	for _, s := range open {
		s.Start, s.End = max(s.Start-around, sentence.Start), min(s.End+around, sentence.End)
		if n := len(dst) - 1; n >= first && dst[n].End >= s.Start {
			dst[n].End = s.End
			continue
		}
		dst = append(dst, s)
	}
	return dst
}

// proposeFrom adds the proposals in the stretch s of the paragraph at origin.
func (r *Reader) proposeFrom(origin int, s document.Span) {
	r.scorer.Emissions(r.model, r.marginals.Emissions(s.Len()), s.Start, s.End)
	if !r.marginals.Solve() {
		return
	}
	origin += s.Start
	r.marginals.Each(Least, func(n chain.Span, p float32) {
		r.proposals = feature.Propose(r.proposals, document.Span{Start: origin + n.Start, End: origin + n.End}, n.Type, p)
	})
}
