// Command train learns what package keyword ships: the background of document
// frequencies and the weights of the ranking model.
//
//	go run ./nlp/keyword/train --data DIR --news DIR [--out DIR] [--skip-background]
//
// DIR is a folder of public data sets and one of news archives, laid out as
// their README files say. A tenth of the annotated articles, picked by a hash
// of their ids, is never trained on; the command prints the scores on it, then
// writes the model that was scored. Equal input gives equal files.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/tiyao/tiyao/nlp/keyword"
	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
	"github.com/tiyao/tiyao/nlp/segment"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data", "folder of the public data sets")
	news := flag.String("news", "../shared/news", "folder of the news archives")
	out := flag.String("out", "nlp/keyword", "folder to write background.bin and model.bin to")
	skip := flag.Bool("skip-background", false, "keep the background.bin that is there")
	flag.Parse()
	if err := run(context.Background(), *data, *news, *out, *skip); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, data, news, out string, skip bool) error {
	segmenter, err := segment.NewGSE()
	if err != nil {
		return err
	}
	articles, err := readAnnotated(ctx, filepath.Join(data, "annotated", "train.jsonl"), segmenter)
	if err != nil {
		return err
	}
	tablePath := filepath.Join(out, "background.bin")
	if !skip {
		c := newCounter(segmenter, articles)
		if err := c.countAll(ctx, data, news); err != nil {
			return err
		}
		if err := writeFile(tablePath, c.table()); err != nil {
			return err
		}
	}
	file, err := os.ReadFile(tablePath)
	if err != nil {
		return err
	}
	table, err := background.Parse(file)
	if err != nil {
		return err
	}
	train, held := split(articles)
	model, err := learn(ctx, table, train)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(out, "model.bin"), model); err != nil {
		return err
	}
	weights, err := model.AppendBinary(nil)
	if err != nil {
		return err
	}
	ranker, err := keyword.Load(file, weights)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name     string
		articles []article
	}{{"trained", train[:len(held)]}, {"held out", held}} {
		s, err := evaluate(ctx, ranker, part.articles)
		if err != nil {
			return err
		}
		fmt.Printf("%-10s %5d articles  %s\n", part.name, len(part.articles), s)
	}
	return nil
}

// binary is a value with a file form.
type binary interface {
	AppendBinary([]byte) ([]byte, error)
}

func writeFile(path string, v binary) error {
	b, err := v.AppendBinary(nil)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
