package main

import (
	"io"

	"google.golang.org/protobuf/proto"

	"github.com/tiyao/tiyao/client/batch"
)

// writeJSON writes m as one line of protojson.
func writeJSON(w io.Writer, m proto.Message) error {
	line, err := batch.JSONLine(m)
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}
