package model

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
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
	version = 3

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

// Row is the weights of one place of an event.
type Row [Lanes]int8

// Event is the weights of one event: Rows[p] are those of place p, nil if all
// are 0.
type Event struct {
	Key  uint64
	Rows []*Row
}

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
	m := &Model{Version: contentHash}
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

// encodeEvents writes the number of events and of rows, then for each event the
// difference of its key to the one before, its place mask, and for each row the
// mask of its lanes and their weights.
func encodeEvents(events []Event) []byte {
	slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.Key, b.Key) })
	events = slices.CompactFunc(events, func(a, b Event) bool { return a.Key>>(64-keyBits) == b.Key>>(64-keyBits) })
	rows := 0
	for _, e := range events {
		for _, r := range e.Rows {
			if r != nil {
				rows++
			}
		}
	}
	out := binary.AppendUvarint(nil, uint64(len(events)))
	out = binary.AppendUvarint(out, uint64(rows))
	last := uint64(0)
	for _, e := range events {
		key := e.Key >> (64 - keyBits)
		out = binary.AppendUvarint(out, key-last)
		last = key
		mask := byte(0)
		for p, r := range e.Rows {
			if r != nil {
				mask |= 1 << p
			}
		}
		out = append(out, mask)
		for _, r := range e.Rows {
			if r != nil {
				out = appendRow(out, r)
			}
		}
	}
	return out
}

func appendRow(out []byte, row *Row) []byte {
	var mask byte
	for k, w := range row {
		if w != 0 {
			mask |= 1 << k
		}
	}
	out = append(out, mask)
	for _, w := range row {
		if w != 0 {
			out = append(out, byte(w))
		}
	}
	return out
}

var errEvents = errors.New("events: damaged")

func decodeEvents(data []byte) (weights, error) {
	next := func() uint64 {
		v, k := binary.Uvarint(data)
		if k <= 0 {
			data = nil
			return 0
		}
		data = data[k:]
		return v
	}
	count, rows := next(), next()
	if count > uint64(len(data)) || rows > uint64(len(data)) {
		return weights{}, errEvents
	}
	w := newWeights(int(count), int(rows))
	key := uint64(0)
	for range count {
		delta := next()
		key += delta
		if len(data) == 0 || delta == 0 || delta > 1<<keyBits || key >= 1<<keyBits || data[0] == 0 {
			return weights{}, errEvents
		}
		mask := data[0]
		data = data[1:]
		w.append(key, mask)
		for ; mask != 0; mask &= mask - 1 {
			row, n := decodeRow(data)
			if n == 0 {
				return weights{}, errEvents
			}
			w.blocks, data = append(w.blocks, row), data[n:]
		}
	}
	if len(w.blocks) != int(count+rows) || len(data) != 0 {
		return weights{}, errEvents
	}
	w.finish()
	return w, nil
}

// decodeRow returns a row and the number of bytes it takes, 0 where they are
// cut off.
func decodeRow(data []byte) (row uint64, n int) {
	if len(data) == 0 {
		return 0, 0
	}
	mask := data[0]
	n = 1 + bits.OnesCount8(mask)
	if len(data) < n {
		return 0, 0
	}
	row = biasRow
	for _, w := range data[1:n] {
		row ^= uint64(w) << (8 * bits.TrailingZeros8(mask))
		mask &= mask - 1
	}
	return row, n
}
