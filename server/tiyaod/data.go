package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/topic"
	"github.com/tiyao/tiyao/server/internal/watch"
)

// live is an annotator whose lexicons and topics follow their files, each file
// on its own: one that cannot be used keeps its last good version in use and
// holds no other back. A call keeps to what it began with.
type live struct {
	base    *nlp.Annotator
	current atomic.Pointer[nlp.Annotator]
	files   watch.Set

	mu     sync.Mutex
	newest []nlp.Own // what each file holds; later ones win
	inUse  []nlp.Own // what each file held when that could last be used
}

// openLive loads the files of c on top of base.
func openLive(c *config, base *nlp.Annotator) (*live, error) {
	l := &live{base: base}
	l.current.Store(base)
	for _, path := range c.Lexicon {
		if err := l.open("lexicon", path, parseLexicon); err != nil {
			return nil, err
		}
	}
	for _, path := range c.Topics {
		if err := l.open("topics", path, parseTopics); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// open loads the file at path, and has it followed from now on.
func (l *live) open(kind, path string, parse func(watch.File) (nlp.Own, error)) error {
	part := len(l.inUse)
	l.newest, l.inUse = append(l.newest, nlp.Own{}), append(l.inUse, nlp.Own{})
	v, err := watch.Open(kind+" "+path, []string{path}, func(files []watch.File) (nlp.Own, error) {
		own, err := parse(files[0])
		return own, l.use(part, own, err)
	})
	if err != nil {
		return err
	}
	l.files = append(l.files, v)
	return nil
}

// use puts into use what a file holds, unless it was bad. It fails where the
// files do not go together, as when two of them have topics of one id; what came
// before has precedence then, until the other file is changed as well.
func (l *live) use(part int, own nlp.Own, bad error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bad != nil {
		l.newest[part] = l.inUse[part]
		return bad
	}
	l.newest[part] = own
	next := slices.Clone(l.newest)
	a, err := l.over(next)
	if err != nil {
		next = slices.Clone(l.inUse)
		next[part] = own
		a, err = l.over(next)
	}
	if err != nil {
		return err
	}
	l.inUse = next
	l.current.Store(a)
	return nil
}

// over returns an annotator with all parts.
func (l *live) over(parts []nlp.Own) (*nlp.Annotator, error) {
	var all nlp.Own
	for _, p := range parts {
		all.Lexicon = p.Lexicon.Over(all.Lexicon)
		all.Topics = append(all.Topics, p.Topics...)
	}
	return l.base.Replace(all)
}

func parseLexicon(f watch.File) (own nlp.Own, err error) {
	own.Lexicon, err = lexicon.Parse(f.Path, f.Reader())
	return own, err
}

func parseTopics(f watch.File) (own nlp.Own, err error) {
	own.Topics, err = topic.ParseOwn(f.Path, f.Reader())
	return own, err
}

// Annotate implements [server.Annotator].
func (l *live) Annotate(ctx context.Context, doc nlp.Document, f nlp.Features, o ...nlp.RequestOption) (*nlp.Annotation, error) {
	return l.current.Load().Annotate(ctx, doc, f, o...)
}

// Info implements [server.Annotator]. The files count among the resources.
func (l *live) Info() nlp.Info {
	info := l.current.Load().Info()
	for _, s := range l.files.Statuses() {
		r := nlp.Resource{Name: s.Name, Hash: s.Hash, Loaded: s.Loaded}
		if s.Err != nil {
			r.Error = s.Err.Error()
		}
		info.Resources = append(info.Resources, r)
	}
	return info
}
