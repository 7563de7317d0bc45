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
	names     []byte // the compiled name lists
	classes   []byte // the compiled word classes
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

// fields fits the first and the second reading.
func (t *training) fields() (first, second *fitted) {
	types := len(t.loader.scheme.types)
	own, others := t.corpus.home()
	quiet := func(int) {}
	if len(others) > 0 && !t.without("settle") {
		fit(own, types, t.extractor, t.quick(), quiet).settle(others)
		slog.Info("open annotation settled")
	}
	if t.Task == "product" && !t.without("repeats") {
		second = fitRepeats(own, types, t.extractor, t.quick())
		slog.Info("second reading fitted")
	}
	begin := time.Now()
	first = fit(t.corpus.train, types, t.extractor, t.settings, func(epoch int) {
		slog.Info("epoch", "n", epoch, "time", time.Since(begin).Round(time.Second))
	})
	return first, second
}

// stepScale is applied to the weights of steps: they were learned while a share
// of the events was hidden, and all events together outweigh them.
const stepScale = 1.2

// product trains the model that ships, and writes it with its card.
func (t *training) product(ctx context.Context) error {
	first, second := t.fields()
	t.report(first, second)
	if t.Errors != "" {
		if err := t.writeErrors(first, second); err != nil {
			return err
		}
	}
	d := &draft{names: t.names, classes: t.classes, tr: first.tr}
	d.tr.Scale(stepScale)
	d.events, d.header.Step = first.quantise(float32(t.Size))
	if second != nil {
		more, _ := second.quantise(0)
		d.events = append(d.events, more...)
	}
	d.header.Types, d.header.Seed = t.loader.scheme.types, t.Seed
	d.header.Sources = slices.Concat(t.corpus.sources, listSources())
	if !t.without("classes") {
		d.header.Sources = append(d.header.Sources, plainSources()...)
	}
	bins, err := t.measure(ctx, d)
	if err != nil {
		return err
	}
	return t.write(d, bins)
}

// measure finds the temperature at which confidences are right on the texts
// kept out of training, and enters the scores into the header.
func (t *training) measure(ctx context.Context, d *draft) ([]bin, error) {
	held, s := t.corpus.homeTest(), t.loader.scheme
	best, temperature := math.Inf(1), float32(1)
	for _, try := range []float32{0.8, 1, 1.2, 1.4, 1.7, 2, 2.5, 3, 3.5} {
		_, verdicts, err := d.judge(ctx, try, s, held)
		if err != nil {
			return nil, err
		}
		if x := surprise(verdicts); x < best {
			best, temperature = x, try
		}
	}
	own, verdicts, err := d.judge(ctx, temperature, s, held)
	if err != nil {
		return nil, err
	}
	d.header.Scores = own.rows("held-out annotated", s.types)
	if len(t.gold) > 0 {
		gold, _, err := d.judge(ctx, temperature, s, t.gold)
		if err != nil {
			return nil, err
		}
		d.header.Scores = append(d.header.Scores, gold.rows("gold/dev", s.types)...)
	}
	return reliability(verdicts), nil
}

// write writes the model file and its card.
func (t *training) write(d *draft, bins []bin) error {
	file, tg, err := d.encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.Out, file, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	slog.Info("model written", "file", t.Out, "bytes", len(file), "events", len(d.events), "version", tg.Version())
	c := card{header: d.header, version: tg.Version(), size: len(file), bins: bins}
	path := filepath.Join(filepath.Dir(t.Out), "MODEL.md")
	if err := os.WriteFile(path, []byte(c.String()), 0o644); err != nil {
		return fmt.Errorf("write model card: %w", err)
	}
	fmt.Print(c.scores())
	return nil
}

// draft is a model that is not written yet.
type draft struct {
	header         model.Header
	names, classes []byte
	tr             chain.Transitions
	events         []model.Event
}

func (d *draft) encode() ([]byte, *tagger.Tagger, error) {
	file, err := model.Encode(d.header, d.names, d.classes, d.tr, d.events)
	if err != nil {
		return nil, nil, err
	}
	tg, err := tagger.Load(file)
	return file, tg, err
}

// judge measures the draft at a temperature, as it will be when loaded.
func (d *draft) judge(ctx context.Context, temperature float32, s scheme, examples []*example) (scores, []verdict, error) {
	d.header.Temperature = temperature
	_, tg, err := d.encode()
	if err != nil {
		return nil, nil, err
	}
	return judge(ctx, tg, s, examples)
}

// task trains and measures a field with a corpus' own labels.
func (t *training) task() {
	f, _ := t.fields()
	t.report(f, nil)
}
