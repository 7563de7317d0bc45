package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/tiyao/tiyao/nlp/tagger"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// training is one run of the command.
type training struct {
	*options
	loader    *loader
	corpus    *corpus
	gold      []*example
	names     []byte           // the compiled name lists
	classes   []byte           // the compiled word classes
	lists     map[int][]string // names that tell a type, by kind of list
	extractor *feature.Extractor
	settings  settings
}

// quick are the settings of the fields that only prepare the final one: fitted
// to the annotated documents alone, whose domain is then the only one.
func (t *training) quick() settings {
	s := t.settings
	s.domains, s.epochs, s.tune = false, 4, 0
	return s
}

// field fits what proposes names, and judge what judges them.
func (t *training) field() *fitted {
	own, others := t.corpus.home()
	if len(others) > 0 && !t.without("settle") {
		fit(own, feature.Kinds, t.extractor, t.quick(), func(int) {}).settle(others)
		slog.Info("open annotation settled")
	}
	begin := time.Now()
	return fit(t.corpus.train, feature.Kinds, t.extractor, t.settings, func(epoch int) {
		slog.Info("epoch", "n", epoch, "time", time.Since(begin).Round(time.Second))
	})
}

// judges fits what tells names from other stretches, and what tells their types.
func (t *training) judges() (names, types *judge) {
	n := len(t.loader.scheme.types)
	own, _ := t.corpus.home()
	proposals := t.proposalInstances(own)
	slog.Info("proposals", "n", len(proposals))
	names = fitJudge(proposals, n, t.settings)
	types = fitJudge(slices.Concat(typeInstances(t.corpus.train, t.extractor), t.listed()), n, t.settings)
	return names, types
}

// stepScale is applied to the weights of steps: they were learned while a share
// of the events was hidden, and all events together outweigh them.
const stepScale = 1.2

// train fits and measures the model; the product's is written with its card.
func (t *training) train(ctx context.Context) error {
	d := &draft{content: t.fits()}
	d.content.Names, d.content.Classes = t.names, t.classes
	d.header = model.Header{Types: t.loader.scheme.types, Seed: t.Seed, Step: step, NameTemperature: 1, TypeTemperature: 1}
	d.header.Sources = slices.Concat(t.corpus.sources, listSources())
	if !t.without("classes") {
		d.header.Sources = append(d.header.Sources, plainSources()...)
	}
	bins, err := t.measure(ctx, d)
	if err != nil || t.Task != "product" {
		return err
	}
	if t.Errors != "" {
		if err := t.writeErrors(ctx, d); err != nil {
			return err
		}
	}
	return t.write(d, bins)
}

// fits fits the field and the judges several times, each with its own seed, and
// returns the mean of their weights: what one fit owes to chance, others do not
// share.
func (t *training) fits() (c model.Content) {
	characters, names, types := table{}, table{}, table{}
	seed, n := t.settings.seed, t.Fits
	c.Transitions = chain.NewTransitions(feature.Kinds)
	for k := range n {
		t.settings.seed = seed + uint64(k)<<32
		f := t.field()
		characters.addField(f)
		c.Transitions.Add(f.tr, stepScale/float32(n))
		forms, kinds := t.judges()
		names.addJudge(forms)
		types.addJudge(kinds)
		slog.Info("fitted", "n", k+1)
	}
	c.Characters = characters.quantise(n, float32(t.Size))
	c.Stretches = append(names.quantise(n, judgeSize), types.quantise(n, judgeSize)...)
	return c
}

// measure finds the settings that serve best on the texts kept out of training,
// and enters the scores into the header.
func (t *training) measure(ctx context.Context, d *draft) ([]bin, error) {
	held, s := t.corpus.homeTest(), t.loader.scheme
	if err := d.tune(ctx, s, held); err != nil {
		return nil, err
	}
	own, verdicts, err := d.evaluate(ctx, s, held)
	if err != nil {
		return nil, err
	}
	d.header.Scores = own.rows("held-out "+t.corpus.first.name, s.types)
	fmt.Printf("%s\n%s", t.corpus.first.name, own.table(s.types))
	if len(t.gold) > 0 {
		gold, _, err := d.evaluate(ctx, s, t.gold)
		if err != nil {
			return nil, err
		}
		d.header.Scores = append(d.header.Scores, gold.rows("gold/dev", s.types)...)
		fmt.Printf("gold\n%s", gold.table(s.types))
	}
	return reliability(verdicts), nil
}

// tune finds the bias with which most names are right, and then the
// temperatures at which confidences are.
func (d *draft) tune(ctx context.Context, s scheme, held []*example) error {
	best, h := 0.0, d.header
	for _, bias := range []float32{0, 0.2, 0.4, 0.6, 0.8} {
		d.header.NameBias = bias
		sc, _, err := d.evaluate(ctx, s, held)
		if err != nil {
			return err
		}
		if f := sc[len(sc)-1].f1(); f > best {
			best, h = f, d.header
		}
	}
	d.header = h
	tries := []float32{0.7, 1, 1.4, 1.8, 2.3, 3}
	best = math.Inf(1)
	for _, name := range tries {
		for _, typ := range tries {
			d.header.NameTemperature, d.header.TypeTemperature = name, typ
			_, verdicts, err := d.evaluate(ctx, s, held)
			if err != nil {
				return err
			}
			if x := surprise(verdicts); x < best {
				best, h = x, d.header
			}
		}
	}
	d.header = h
	return nil
}

// write writes the model file and its card.
func (t *training) write(d *draft, bins []bin) error {
	file, err := d.encode()
	if err != nil {
		return err
	}
	tg, err := tagger.Load(file)
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.Out, file, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	slog.Info("model written", "file", t.Out, "bytes", len(file), "events", len(d.content.Characters), "and", len(d.content.Stretches), "version", tg.Version())
	c := card{header: d.header, version: tg.Version(), size: len(file), bins: bins}
	path := filepath.Join(filepath.Dir(t.Out), "MODEL.md")
	if err := os.WriteFile(path, []byte(c.String()), 0o644); err != nil {
		return fmt.Errorf("write model card: %w", err)
	}
	return nil
}

// draft is a model that is not written yet.
type draft struct {
	header  model.Header
	content model.Content
	decoded *model.Model
}

func (d *draft) encode() ([]byte, error) {
	return model.Encode(d.header, &d.content)
}

// model returns the draft as it will be when loaded.
func (d *draft) model() (*model.Model, error) {
	if d.decoded == nil {
		file, err := d.encode()
		if err != nil {
			return nil, err
		}
		if d.decoded, err = model.Decode(file); err != nil {
			return nil, err
		}
	}
	d.decoded.Header = d.header
	return d.decoded, nil
}

// evaluate measures the draft.
func (d *draft) evaluate(ctx context.Context, s scheme, examples []*example) (scores, []verdict, error) {
	m, err := d.model()
	if err != nil {
		return nil, nil, err
	}
	return assess(ctx, m, s, examples)
}
