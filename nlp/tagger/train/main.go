// Command train fits the tagger to annotated corpora and writes its model file
// and model card. The same data and seed give the same file.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// options are the flags of the command.
type options struct {
	Data string `required:"" type:"existingdir" help:"Directory with the corpora and name lists."`
	Task string `default:"product" enum:"product,cluener,msra" help:"What to train: the product's model, or a field with the labels of one corpus, which is only measured."`
	Out  string `default:"nlp/tagger/model.bin" help:"Model file to write; the model card MODEL.md goes beside it."`
	Gold string `type:"existingdir" help:"Directory with gold documents to measure on as well."`
	Seed uint64 `default:"1" help:"Seed of all random choices."`

	Epochs  int      `default:"4" help:"Passes over the corpora."`
	Tune    int      `default:"4" help:"Further passes over the annotated documents alone."`
	Fits    int      `default:"3" help:"How often to fit, each time with another seed; the weights are averaged."`
	Drop    float64  `default:"0.25" help:"Share of events that are hidden in each step."`
	Rate    float64  `default:"0.15" help:"Step size."`
	Size    float64  `default:"0.15" help:"Weights of characters nearer to 0 than this are left out of the file."`
	Without []string `help:"What to leave out, to see what it brings: a corpus, tokens, classes, lists, words, variants, domains, settle, listed."`
	Part    uint64   `default:"1" help:"Use only each PARTth text of the corpora beside the annotated one."`
	Errors  string   `help:"File to write the wrong and missed names of held-out texts to."`
}

func (o *options) without(what string) bool { return slices.Contains(o.Without, what) }

// skip returns the kinds of events to leave out.
func (o *options) skip() (f feature.Families) {
	for name, family := range map[string]feature.Families{"tokens": feature.Tokens, "lists": feature.Lists, "words": feature.Runs} {
		if o.without(name) {
			f |= family
		}
	}
	return f
}

func main() {
	var o options
	k := kong.Parse(&o, kong.Name("train"), kong.Description("Trains the tagger."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	k.FatalIfErrorf(run(ctx, &o))
}

// run trains, measures, and for the product writes the model.
func run(ctx context.Context, o *options) error {
	seg, err := segment.NewGSE()
	if err != nil {
		return err
	}
	types, sources := productTypes, productSources()
	switch o.Task {
	case "cluener":
		types, sources = cluenerTypes, cluenerSources()
	case "msra":
		types, sources = msraTypes, msraSources()
	}
	sources = slices.DeleteFunc(sources, func(s *source) bool { return o.without(s.name) })
	t := &training{
		options: o,
		loader: &loader{
			dir: o.Data, scheme: scheme{types}, seg: seg, part: o.Part,
			variants: !o.without("variants") && o.Task == "product",
		},
		settings: settings{
			epochs: o.Epochs, tune: o.Tune, home: sources[0].domain, drop: o.Drop, rate: o.Rate, seed: o.Seed,
			domains: !o.without("domains"), minimum: 3,
		},
	}
	if len(sources) == 1 { // there is no other domain to tell it from
		t.settings.domains, t.settings.tune = false, 0
	}
	if t.corpus, err = t.loader.load(ctx, sources); err != nil {
		return err
	}
	slog.Info("corpora", "texts", len(t.corpus.train), "held out", len(t.corpus.test))
	if err := t.compile(ctx); err != nil {
		return err
	}
	if o.Gold != "" && o.Task == "product" {
		if t.gold, err = t.loader.readGold(ctx, o.Gold); err != nil {
			return err
		}
	}
	return t.train(ctx)
}

// compile makes the name lists and the word classes and the extractor of events
// that uses them.
func (t *training) compile(ctx context.Context) error {
	builder, err := readLists(t.Data)
	if err != nil {
		return err
	}
	if t.Task == "product" && !t.without("listed") {
		if t.lists, err = readListed(t.Data); err != nil {
			return err
		}
	}
	words := map[string]uint32{}
	if !t.without("classes") {
		if words, err = t.loader.classes(ctx, t.corpus); err != nil {
			return err
		}
	}
	t.names, t.classes = builder.Encode(), lexicon.EncodeClasses(words)
	t.extractor = &feature.Extractor{Skip: t.skip()}
	if t.extractor.Names, err = lexicon.DecodeNames(t.names); err != nil {
		return err
	}
	if t.extractor.Classes, err = lexicon.DecodeClasses(t.classes); err != nil {
		return err
	}
	slog.Info("lexicon", "names", builder.Len(), "bytes", len(t.names), "classed words", len(words), "bytes", len(t.classes))
	return nil
}
