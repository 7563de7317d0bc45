package nlp

import (
	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/figure"
	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/topic"
)

// Document is an article as it was sent or read.
type Document = document.Source

// Annotation is what was read from one article. Every span in it indexes
// Document.Body, in code points; [document.Text.Encode] turns spans into other units
// and [document.Document.SourceSpan] leads back to the content as sent.
type Annotation struct {
	Document *document.Document // sentences and tokens are those of its Body
	Entities []entity.Entity    // most salient first
	Roles    []entity.Role      // in text order
	Figures  []figure.Figure    // in text order, without overlap
	Keywords []keyword.Keyword  // best first
	Topics   []topic.Topic      // best first
}

// Features selects the layers of an annotation. The zero Features selects all
// of them. A layer that a selected one is read from is made, too, but not
// returned: a figure's subject is the same with and without Entities.
type Features struct {
	Sentences bool
	Tokens    bool
	Entities  bool
	Roles     bool
	Figures   bool
	Keywords  bool
	Topics    bool
}

// allFeatures selects every layer.
var allFeatures = Features{true, true, true, true, true, true, true}

// orAll returns f, or all features where f selects none.
func (f Features) orAll() Features {
	if f == (Features{}) {
		return allFeatures
	}
	return f
}

// withSources adds to f the layers that its own are read from.
func (f Features) withSources() Features {
	f.Figures = f.Figures || f.Topics
	f.Entities = f.Entities || f.Roles || f.Figures || f.Keywords || f.Topics
	f.Tokens = f.Tokens || f.Entities
	return f
}

// keep clears the layers of a that f does not select.
func (a *Annotation) keep(f Features) {
	if !f.Sentences {
		a.Document.Body.Sentences = nil
	}
	if !f.Tokens {
		a.Document.Body.Tokens = nil
	}
	if !f.Entities {
		a.Entities = nil
	}
	if !f.Roles {
		a.Roles = nil
	}
	if !f.Figures {
		a.Figures = nil
	}
	if !f.Keywords {
		a.Keywords = nil
	}
	if !f.Topics {
		a.Topics = nil
	}
}
