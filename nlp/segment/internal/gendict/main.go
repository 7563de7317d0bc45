// Command gendict compiles the Simplified Chinese dictionary of the gse module
// into the form in which package segment embeds it: the same entries under the
// same rules (the first of two equal words counts, single characters have
// frequency 2, words are in lower case), sorted and compressed.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/go-ego/gse"
)

func main() {
	out := flag.String("o", "gse.dict.gz", "file to write")
	flag.Parse()
	log.SetFlags(0)
	data, err := compile()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

// compile returns the compressed dictionary.
func compile() ([]byte, error) {
	module := gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := module.LoadDictEmbed("zh_s"); err != nil {
		return nil, err
	}
	tokens := make([]*gse.Token, 0, module.Dict.NumTokens())
	for i := range module.Dict.Tokens {
		tokens = append(tokens, &module.Dict.Tokens[i])
	}
	slices.SortFunc(tokens, func(a, b *gse.Token) int { return strings.Compare(a.Text(), b.Text()) })

	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, t := range tokens {
		if _, err := fmt.Fprintf(z, "%s %.0f %s\n", t.Text(), t.Freq(), t.Pos()); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
