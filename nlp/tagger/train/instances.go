package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/reader"
)

// folds is the number of parts that the articles are read in.
const folds = 3

// proposalInstances returns what is proposed for articles, by fields trained on
// the other parts and with types told by judges trained on the others, so that
// the proposals are as wrong as they will be on new text. What an annotation
// leaves open teaches nothing.
func (t *training) proposalInstances(articles []*example) (out []*instance) {
	var a feature.Article
	for k := range uint64(folds) {
		inPart := func(x *example) bool { return x.source == articles[0].source && bucket(x.id+"fold", folds) == k }
		rest := slices.DeleteFunc(slices.Clone(articles), inPart)
		f := fit(rest, feature.Kinds, t.extractor, t.quick(), func(int) {})
		others := slices.DeleteFunc(slices.Clone(t.corpus.train), inPart)
		types := fitJudge(slices.Concat(typeInstances(others, t.extractor), t.listed()), len(t.loader.scheme.types), t.settings)
		for _, x := range articles {
			if inPart(x) {
				out = append(out, t.instancesOf(x, a.Read(x.text, f.propose(x)), &a, types)...)
			}
		}
	}
	return out
}

// instancesOf returns the proposals for x that its annotation decides on.
func (t *training) instancesOf(x *example, proposals []feature.Proposal, a *feature.Article, types *judge) (out []*instance) {
	var known feature.Known
	known.Read(t.extractor, x.text)
	for i, p := range proposals {
		if x.open(p.Span) {
			continue
		}
		at := t.extractor.NewStretch(x.text, paragraphOf(x.text, p.Start), p.Span, &known)
		typ, prob := types.tell(t.extractor.AppendType(nil, &at))
		keys := t.extractor.AppendTyped(t.extractor.AppendForm(nil, &at), &at, typ, prob)
		out = append(out, &instance{
			keys: a.AppendEvidence(keys, proposals, i), domain: x.source.domain, weight: x.source.weight,
			name: slices.ContainsFunc(x.marks, func(m mark) bool { return m.Span == p.Span }),
		})
	}
	return out
}

// typeInstances returns what the examples mark as names.
func typeInstances(examples []*example, ext *feature.Extractor) (out []*instance) {
	var known feature.Known
	for _, x := range examples {
		known.Read(ext, x.text)
		for _, m := range x.marks {
			at := ext.NewStretch(x.text, paragraphOf(x.text, m.Start), m.Span, &known)
			out = append(out, &instance{keys: ext.AppendType(nil, &at), domain: x.source.domain, weight: x.source.weight, types: m.types})
		}
	}
	return out
}

// maxListed is how many names of each kind of list teach types.
const maxListed = 10_000

// listTypes are the types of the names of the lists that tell one by themselves.
var listTypes = map[int][]string{
	listStock: {company}, listOrganization: {company, organization},
	listPerson: {person}, listForeign: {person}, listEnglish: {person},
	listPlace: {location}, listCity: {location},
}

// readListed reads some of the names of each of those kinds of list.
func readListed(dir string) (map[int][]string, error) {
	sets := map[int]map[string]bool{}
	for _, l := range lists() {
		if listTypes[l.kind] == nil {
			continue
		}
		if sets[l.kind] == nil {
			sets[l.kind] = map[string]bool{}
		}
		if err := l.each(dir, func(name string) { sets[l.kind][name] = true }); err != nil {
			return nil, fmt.Errorf("read list %s: %w", l.file, err)
		}
	}
	out := map[int][]string{}
	for kind, set := range sets {
		share := uint64(len(set)/maxListed + 1)
		for _, name := range slices.Sorted(maps.Keys(set)) {
			if bucket(name, share) == 0 {
				out[kind] = append(out[kind], name)
			}
		}
	}
	return out, nil
}

// listed returns the names of the lists as instances. They teach what names look
// like, without text around them.
func (t *training) listed() (out []*instance) {
	for _, kind := range slices.Sorted(maps.Keys(t.lists)) {
		for _, name := range t.lists[kind] {
			out = append(out, &instance{
				keys:   feature.AppendInside(nil, document.NewText(name).Runes),
				domain: domainList, weight: listWeight, types: t.loader.scheme.set(listTypes[kind]),
			})
		}
	}
	return out
}

// propose returns the stretches of x that f takes for possible names.
func (f *fitted) propose(x *example) (out []feature.Proposal) {
	f.resolve(x)
	f.score(x.refs, x.text.Len(), false)
	x.refs = nil
	D := f.stride
	var m chain.Marginals
	m.Reset(&f.tr)
	for _, s := range x.text.Sentences {
		if !m.Run(f.emit[s.Start*D:s.End*D], D, s.Len(), nil) {
			continue
		}
		m.Each(reader.Least, func(c chain.Span, p float32) {
			out = feature.Propose(out, document.Span{Start: s.Start + c.Start, End: s.Start + c.End}, c.Type, p)
		})
	}
	return out
}

// open reports whether the annotation leaves it open that s is a name.
func (x *example) open(s document.Span) bool {
	return slices.ContainsFunc(x.allow[s.Start:s.End], func(m chain.Mask) bool {
		return m.Has(chain.Outside) && m != 1<<chain.Outside
	})
}

// paragraphOf returns the paragraph of t that holds position at.
func paragraphOf(t *document.Text, at int) document.Span {
	k, _ := slices.BinarySearchFunc(t.Paragraphs, at, func(p document.Span, at int) int {
		if p.End <= at {
			return -1
		}
		return 1
	})
	return t.Paragraphs[k]
}
