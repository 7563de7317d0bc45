// Command train learns the model that package topic ships.
//
//	go run ./nlp/topic/train --data DIR [--out FILE]
//	go run ./nlp/topic/train --data DIR --task tnews|thucnews
//
// DIR is a folder of public data sets, laid out as its README says. The first
// form trains on the annotated articles, and on headlines and flashes whose
// classes say something about the topics. A tenth of the articles, picked by a
// hash of their ids, is never trained on; the command prints the scores on it
// and writes the model that was scored. The second form trains the same kind
// of model on a public set's own classes and prints its accuracy on a held-out
// tenth of that set. Equal input gives equal results.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/tiyao/tiyao/nlp/topic"
	"github.com/tiyao/tiyao/nlp/topic/internal/model"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data", "folder of the public data sets")
	out := flag.String("out", "nlp/topic/model.bin", "file to write the model to")
	task := flag.String("task", "", "train on the classes of tnews or thucnews instead, and write nothing")
	flag.Parse()
	ctx := context.Background()
	var err error
	switch *task {
	case "":
		err = trainTopics(ctx, *data, *out)
	case "tnews":
		err = trainSet(ctx, filepath.Join(*data, "topics", "tnews-train.jsonl"))
	case "thucnews":
		err = trainSet(ctx, filepath.Join(*data, "topics", "thucnews-titles-dev.jsonl"))
	default:
		err = fmt.Errorf("unknown task %q: want tnews or thucnews", *task)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// trainTopics trains and writes the model of the guidelines' topics.
func trainTopics(ctx context.Context, data, out string) error {
	r, err := newReader()
	if err != nil {
		return err
	}
	classes := len(topic.Builtin())
	annotated, err := r.annotated(ctx, filepath.Join(data, "annotated", "train.jsonl"))
	if err != nil {
		return err
	}
	partial, err := r.partial(ctx, filepath.Join(data, "topics"))
	if err != nil {
		return err
	}
	seeds, err := r.seeds(ctx)
	if err != nil {
		return err
	}
	partial = append(partial, seeds...)
	train, held := split(annotated, 0)
	fit, check := split(train, 1)
	p := topicParameters
	v, err := chooseVocabulary(ctx, append(train, partial...), classes, p)
	if err != nil {
		return err
	}
	// The calibration is learned on articles that its model has not seen.
	trial, err := learn(ctx, v, append(fit, partial...), classes, p)
	if err != nil {
		return err
	}
	calibration, err := calibrate(ctx, trial, check)
	if err != nil {
		return err
	}
	w, err := learn(ctx, v, append(train, partial...), classes, p)
	if err != nil {
		return err
	}
	m, err := model.New(v, w.biases, w.rows, calibration)
	if err != nil {
		return err
	}
	file, err := m.AppendBinary(nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, file, 0o644); err != nil {
		return err
	}
	fmt.Printf("trained on %d articles and %d texts with partial labels; model of %d bytes\n", len(train), len(partial), len(file))
	return report(ctx, file, held)
}

// trainSet trains on a set's own classes and prints the held-out accuracy.
func trainSet(ctx context.Context, path string) error {
	r, err := newReader()
	if err != nil {
		return err
	}
	texts, classes, err := r.labelled(ctx, path)
	if err != nil {
		return err
	}
	train, held := split(texts, 0)
	v, err := wholeVocabulary(ctx, train)
	if err != nil {
		return err
	}
	w, err := learn(ctx, v, train, classes, headlineParameters)
	if err != nil {
		return err
	}
	accuracy, err := w.accuracy(ctx, held)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d classes, trained on %d, held out %d, accuracy %.4f\n", filepath.Base(path), classes, len(train), len(held), accuracy)
	return nil
}
