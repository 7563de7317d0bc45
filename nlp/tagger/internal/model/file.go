package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/klauspost/compress/zstd"

	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// A model file is the magic, the format version, the SHA-256 of the rest, and
// the rest: six sections, each with its length before it (header, name lists,
// word classes, transitions, events of characters, events of stretches),
// compressed together.
const (
	magic   = "tiyaotag"
	version = 4

	prefixLen = len(magic) + 4 + sha256.Size

	sections = 6
	maxSize  = 256 << 20 // of the sections together
)

// Errors of Decode.
var (
	// ErrFormat says that the file is no model, or a damaged one.
	ErrFormat = errors.New("not a tagger model, or damaged")
	// ErrVersion says that the file was written for another version.
	ErrVersion = errors.New("tagger model of another version")
)

// Content is what a model file holds beside the header.
type Content struct {
	Names, Classes []byte // compiled by package lexicon
	Transitions    chain.Transitions
	// Characters and Stretches are sorted by Encode.
	Characters, Stretches []Event
}

// Encode writes a model file.
func Encode(h Header, c *Content) ([]byte, error) {
	header, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	var body []byte
	for _, section := range [sections][]byte{
		header, c.Names, c.Classes, encodeTransitions(c.Transitions), encodeEvents(c.Characters), encodeEvents(c.Stretches),
	} {
		body = binary.AppendUvarint(body, uint64(len(section)))
		body = append(body, section...)
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	packed := w.EncodeAll(body, nil)
	sum := sha256.Sum256(packed)
	out := append([]byte(magic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[len(magic):], version)
	return append(append(out, sum[:]...), packed...), nil
}

// Decode reads a model file. It keeps no reference to data.
func Decode(data []byte) (*Model, error) {
	if len(data) < prefixLen || string(data[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	if v := binary.LittleEndian.Uint32(data[len(magic):]); v != version {
		return nil, fmt.Errorf("%w: it has version %d, this program reads version %d", ErrVersion, v, version)
	}
	sum := sha256.Sum256(data[prefixLen:])
	if !bytes.Equal(sum[:], data[len(magic)+4:prefixLen]) {
		return nil, fmt.Errorf("%w: the content does not match its hash", ErrFormat)
	}
	m, err := decodeBody(data[prefixLen:], hex.EncodeToString(sum[:6]))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return m, nil
}

func decodeBody(packed []byte, contentHash string) (*Model, error) {
	r, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxSize), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	body, err := r.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	var parts [sections][]byte
	for i := range parts {
		n, k := binary.Uvarint(body)
		if k <= 0 || n > uint64(len(body)-k) {
			return nil, errors.New("a section is cut off")
		}
		parts[i], body = body[k:k+int(n)], body[k+int(n):]
	}
	m := newModel()
	m.Version = contentHash
	for i, decode := range [sections]func([]byte) error{
		func(p []byte) (err error) { m.Header, err = decodeHeader(p); return err },
		func(p []byte) (err error) { m.Extractor.Names, err = lexicon.DecodeNames(p); return err },
		func(p []byte) (err error) { m.Extractor.Classes, err = lexicon.DecodeClasses(p); return err },
		func(p []byte) (err error) { m.Transitions, err = decodeTransitions(p); return err },
		func(p []byte) (err error) { m.characters, err = decodeEvents(p); return err },
		func(p []byte) (err error) { m.stretches, err = decodeEvents(p); return err },
	} {
		if err := decode(parts[i]); err != nil {
			return nil, err
		}
	}
	m.powers = newPowers(m.Header.Step)
	return m, nil
}

func encodeTransitions(tr chain.Transitions) []byte {
	var out []byte
	for _, w := range slices.Concat(tr.Unit, tr.Step) {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(w))
	}
	return out
}

func decodeTransitions(data []byte) (chain.Transitions, error) {
	tr := chain.NewTransitions(feature.Kinds)
	if len(data) != 4*(len(tr.Unit)+len(tr.Step)) {
		return tr, errors.New("transitions: wrong length")
	}
	for _, part := range [][]float32{tr.Unit, tr.Step} {
		for i := range part {
			w := math.Float32frombits(binary.LittleEndian.Uint32(data))
			if !(w > -1e3 && w < 1e3) {
				return tr, errors.New("transitions: out of range")
			}
			part[i], data = w, data[4:]
		}
	}
	return tr, nil
}
