package nlp

import (
	"runtime/debug"
	"time"

	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/topic"
)

// Info says what an [Annotator] is made of.
type Info struct {
	Segmenters      []SegmenterInfo
	Resources       []Resource
	Topics          []topic.Info
	MaxContentBytes int
}

// SegmenterInfo describes a segmentation engine.
type SegmenterInfo struct {
	Name      string
	Version   string // of its Go module; empty where the build did not record it
	Available bool   // whether this build has it
	Default   bool   // whether it serves requests that name none
}

// Resource describes a trained model, a compiled lexicon, or a file of a user's
// own data.
type Resource struct {
	Name   string    // what it is for: "tagger", "keyword" …
	Hash   string    // of its content, hexadecimal
	Loaded time.Time // when a file was last read; zero for what is built in
	Error  string    // why a newer version of a file is not in use; empty if it is
}

// Info says what a is made of. It loads nothing: an engine that the build has
// counts as available, whether or not its dictionaries are there.
func (a *Annotator) Info() Info {
	return Info{
		Segmenters: []SegmenterInfo{
			a.segmenterInfo(GSE, "github.com/go-ego/gse", true),
			a.segmenterInfo(GoJieba, "github.com/yanyiwu/gojieba", segment.HasJieba),
		},
		Resources: []Resource{
			{Name: "tagger", Hash: a.tagger.Version()},
		},
		Topics:          a.topics.Topics(),
		MaxContentBytes: a.config.maxContentBytes,
	}
}

func (a *Annotator) segmenterInfo(name, module string, available bool) SegmenterInfo {
	return SegmenterInfo{
		Name:      name,
		Version:   moduleVersion(module),
		Available: available,
		Default:   name == a.config.segmenter,
	}
}

// moduleVersion returns the version of a module that this program was built with.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return ""
}
