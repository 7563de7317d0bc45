package main

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"os"
	"slices"
	"time"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/client/evaluate"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// evaluateCmd measures the annotations of a service against gold documents.
type evaluateCmd struct {
	serviceFlags `embed:""`

	Gold        string `help:"Directory of gold documents, one JSON file each." required:"" type:"existingdir"`
	Predictions string `help:"Also write the annotations to this file, one protojson object a line." placeholder:"FILE"`
	Keywords    string `help:"Measure the keywords of a baseline instead: gse-tfidf or gse-textrank (in a program built with -tags baselines)." enum:"own,gse-tfidf,gse-textrank" default:"own"`
	Errors      bool   `help:"Also print a line for everything that is not as in the gold."`
}

// Run implements the command.
func (c *evaluateCmd) Run(ctx context.Context, s streams) (err error) {
	gold, err := evaluate.LoadGold(c.Gold)
	if err != nil {
		return err
	}
	service, err := c.connect()
	if err != nil {
		return err
	}
	defer service.Close()
	predictions, err := annotateGold(ctx, service, gold, client.Options{Segmenter: segmenters[c.Segmenter]})
	if err != nil {
		return err
	}
	if c.Keywords != "own" {
		if err := useBaseline(predictions, c.Keywords); err != nil {
			return err
		}
	}
	if c.Predictions != "" {
		if err := writePredictions(c.Predictions, predictions); err != nil {
			return err
		}
	}
	scorer := evaluate.NewScorer()
	for i := range gold {
		scorer.Add(&gold[i], predictions[i])
	}
	report := scorer.Report()
	if c.Errors {
		for _, line := range report.Errors {
			if _, err := fmt.Fprintln(s.out, line); err != nil {
				return err
			}
		}
	}
	_, err = report.WriteTo(s.out)
	return err
}

// annotateGold returns the annotations of each document, in order.
func annotateGold(ctx context.Context, service *client.Client, gold []evaluate.Gold, o client.Options) ([]*tiyaov1.Annotations, error) {
	docs, err := documentsOf(gold)
	if err != nil {
		return nil, err
	}
	var out []*tiyaov1.Annotations
	for result, err := range service.AnnotateAll(ctx, docs, o) {
		if err != nil {
			return nil, err
		}
		if result.GetError() != nil {
			return nil, fmt.Errorf("%s: %w", result.GetDocumentId(), status.ErrorProto(result.GetError()))
		}
		out = append(out, result.GetAnnotations())
	}
	return out, nil
}

// documentsOf returns the documents as a caller would send them.
func documentsOf(gold []evaluate.Gold) (iter.Seq[*tiyaov1.Document], error) {
	docs := make([]*tiyaov1.Document, len(gold))
	for i, g := range gold {
		docs[i] = &tiyaov1.Document{Id: g.ID, Title: g.Title, Content: g.Text}
		if g.Date == "" {
			continue
		}
		date, err := time.Parse(time.DateOnly, g.Date)
		if err != nil {
			return nil, fmt.Errorf("%s: date: %w", g.ID, err)
		}
		docs[i].PublishTime = timestamppb.New(date)
	}
	return slices.Values(docs), nil
}

// maxKeywords is how many keywords a baseline gives, as many as the service.
const maxKeywords = 10

// useBaseline replaces the keywords of the predictions by those of a baseline.
func useBaseline(predictions []*tiyaov1.Annotations, name string) error {
	extract, err := loadBaseline(name)
	if err != nil {
		return err
	}
	for _, p := range predictions {
		p.Keywords = nil
		for _, k := range extract(p.GetTitle()+"\n"+p.GetText(), maxKeywords) {
			p.Keywords = append(p.Keywords, &tiyaov1.Keyword{Text: k})
		}
	}
	return nil
}

// writePredictions writes one protojson object a line.
func writePredictions(path string, predictions []*tiyaov1.Annotations) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, p := range predictions {
		if err := writeJSON(w, p); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
