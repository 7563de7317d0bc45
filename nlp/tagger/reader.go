package tagger

import (
	"context"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// reader reads one text, twice where the text repeats itself: what the first
// reading found is evidence for the second. Scores are sums, so the second
// reading only adds to those of the first.
type reader struct {
	*Tagger
	text  *document.Text
	terms *lexicon.Lexicon

	events   []feature.Event
	repeats  feature.Repeats
	scorer   model.Scorer
	found    [][]chain.Span // names of each sentence, in positions of the text
	names    []feature.Name
	emit     []float32
	allow    []chain.Mask
	matches  []lexicon.Match
	viterbi  chain.Viterbi
	marginal chain.Marginals
}

func (r *reader) reset(t *Tagger, text *document.Text, terms *lexicon.Lexicon) {
	r.Tagger, r.text, r.terms = t, text, terms
	r.scorer.Reset(text.Len())
	r.viterbi.Reset(&t.model.Transitions)
	for len(r.found) < len(text.Sentences) {
		r.found = append(r.found, nil)
	}
	r.found = r.found[:len(text.Sentences)]
	for i := range r.found {
		r.found[i] = r.found[i][:0]
	}
}

// weigh sums the weights of the events of the text.
func (r *reader) weigh(ctx context.Context) error {
	for _, p := range r.text.Paragraphs {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.events = r.model.Extractor.Append(r.events[:0], r.text, p)
		r.scorer.Add(r.model, r.events, p.Start, p.End)
	}
	return nil
}

// score returns the emission scores of a stretch of text.
func (r *reader) score(at document.Span) []float32 {
	labels := chain.NumLabels(len(r.types))
	r.emit = slices.Grow(r.emit[:0], at.Len()*labels)
	emit := r.emit[:at.Len()*labels]
	r.scorer.Emissions(emit, labels, at.Start, at.End, r.model.Header.Step)
	return emit
}

// certain is the lead, in log-probability, from which a character is taken to
// be outside all names without decoding.
const certain = 7

// stretch returns the next part of sentence at, from position from on, that
// must be decoded: characters that may be in a name, and the one after them.
// It is empty at the end.
func (r *reader) stretch(at document.Span, from int) document.Span {
	margin := int(certain / r.model.Header.Step)
	for from < at.End && r.scorer.Outside(from, margin) {
		from++
	}
	to := from
	for to < at.End && !r.scorer.Outside(to, margin) {
		to++
	}
	if to > from && to < at.End {
		to++
	}
	return document.Span{Start: from, End: to}
}

// decode finds the names of sentence i.
func (r *reader) decode(i int) {
	at := r.text.Sentences[i]
	r.found[i] = r.found[i][:0]
	if allow := r.force(at); allow != nil {
		r.best(i, at, allow)
		return
	}
	for s := r.stretch(at, at.Start); s.Len() > 0; s = r.stretch(at, s.End) {
		r.best(i, s, nil)
	}
}

// best adds the names on the best path through a stretch of sentence i.
func (r *reader) best(i int, s document.Span, allow []chain.Mask) {
	path := r.viterbi.Path(r.score(s), chain.NumLabels(len(r.types)), s.Len(), allow)
	r.found[i] = chain.Spans(r.found[i], path, s.Start)
}

// reread decodes again the sentences for which the names of the others are
// evidence.
func (r *reader) reread(ctx context.Context) error {
	r.names = r.names[:0]
	for _, spans := range r.found {
		for _, f := range spans {
			r.names = append(r.names, feature.Name{Span: document.Span{Start: f.Start, End: f.End}, Type: f.Type})
		}
	}
	r.events = r.repeats.Append(r.events[:0], r.text, r.names)
	events := r.events
	for i, at := range r.text.Sentences {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		for n < len(events) && int(events[n].Start) < at.End {
			n++
		}
		if n > 0 {
			r.scorer.Add(r.model, events[:n], at.Start, at.End)
			r.decode(i)
			events = events[n:]
		}
	}
	return nil
}

// mentions returns the names found with their confidence.
func (r *reader) mentions(ctx context.Context) ([]entity.Mention, error) {
	n := 0
	for _, spans := range r.found {
		n += len(spans)
	}
	if n == 0 {
		return nil, ctx.Err()
	}
	out := make([]entity.Mention, 0, n)
	r.marginal.Reset(&r.model.Transitions, 1/r.model.Header.Temperature)
	for i, at := range r.text.Sentences {
		if len(r.found[i]) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rest := r.found[i]
		if allow := r.force(at); allow != nil {
			out = r.judge(out, at, allow, rest)
			continue
		}
		for s := r.stretch(at, at.Start); len(rest) > 0 && s.Len() > 0; s = r.stretch(at, s.End) {
			n := 0
			for n < len(rest) && rest[n].End <= s.End {
				n++
			}
			if n > 0 {
				out = r.judge(out, s, nil, rest[:n])
				rest = rest[n:]
			}
		}
	}
	return out, nil
}

// judge appends the names found in a stretch with their confidence.
func (r *reader) judge(out []entity.Mention, s document.Span, allow []chain.Mask, found []chain.Span) []entity.Mention {
	sound := r.marginal.Run(r.score(s), chain.NumLabels(len(r.types)), s.Len(), allow)
	for _, f := range found {
		m := entity.Mention{Span: document.Span{Start: f.Start, End: f.End}, Type: r.types[f.Type]}
		if sound {
			p := r.marginal.Span(chain.Span{Start: f.Start - s.Start, End: f.End - s.Start, Type: f.Type})
			m.Confidence = min(max(p, 0), 1)
		}
		out = append(out, m)
	}
	return out
}

// force returns the labels that the terms in a sentence leave open, nil where
// there are none.
func (r *reader) force(at document.Span) []chain.Mask {
	if r.terms.Empty() {
		return nil
	}
	r.matches = r.terms.Find(r.matches[:0], r.text, at)
	if len(r.matches) == 0 {
		return nil
	}
	r.allow = r.allow[:0]
	for range at.Len() {
		r.allow = append(r.allow, chain.All(len(r.types)))
	}
	for _, m := range r.matches {
		if t := slices.Index(r.types, m.Type); t >= 0 {
			chain.Fix(r.allow, m.Start-at.Start, m.End-at.Start, chain.TypeSet(1)<<t)
		}
	}
	return r.allow
}
