package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/topic"
	"github.com/tiyao/tiyao/server/internal/watch"
)

// live is an annotator whose lexicons and topics follow their files. A call
// keeps to those it began with.
type live struct {
	*watch.Value[*nlp.Annotator]
}

// openLive loads the files of c on top of base.
func openLive(c *config, base *nlp.Annotator) (live, error) {
	v, err := watch.Open("own-data", append(append([]string{}, c.Lexicon...), c.Topics...), func(files []watch.File) (*nlp.Annotator, error) {
		own, err := parseOwn(files[:len(c.Lexicon)], files[len(c.Lexicon):])
		if err != nil {
			return nil, err
		}
		return base.Replace(own)
	})
	return live{v}, err
}

func parseOwn(lexicons, topics []watch.File) (own nlp.Own, err error) {
	for _, f := range lexicons {
		l, err := lexicon.Parse(f.Path, f.Reader())
		if err != nil {
			return own, err
		}
		own.Lexicon = l.Over(own.Lexicon)
	}
	for _, f := range topics {
		t, err := topic.ParseOwn(f.Path, f.Reader())
		if err != nil {
			return own, err
		}
		own.Topics = append(own.Topics, t...)
	}
	return own, nil
}

// Annotate implements [server.Annotator].
func (l live) Annotate(ctx context.Context, doc nlp.Document, f nlp.Features, o ...nlp.RequestOption) (*nlp.Annotation, error) {
	return l.Get().Annotate(ctx, doc, f, o...)
}

// Info implements [server.Annotator]. The files count among the resources.
func (l live) Info() nlp.Info {
	info := l.Get().Info()
	s := l.Status()
	r := nlp.Resource{Name: s.Name, Hash: s.Hash, Loaded: s.Loaded}
	if s.Err != nil {
		r.Error = s.Err.Error()
	}
	info.Resources = append(info.Resources, r)
	return info
}

// dictDir returns the directory of gojieba's dictionaries: as set, or else where
// a package of the program puts them, bin/tiyaod beside share/tiyao/jieba, or
// else "", which stands for the place of the module at build time.
func dictDir(set string) string {
	if set != "" {
		return set
	}
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	dir := filepath.Join(filepath.Dir(program), "..", "share", "tiyao", "jieba")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}
