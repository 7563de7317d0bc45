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
// the rest: five sections, each with its length before it (header, name lists,
// word classes, transitions, events), compressed together.
const (
	magic   = "tiyaotag"
	version = 2

	prefixLen = len(magic) + 4 + sha256.Size

	maxSize = 256 << 20 // of the sections together
)

// Errors of Decode.
var (
	// ErrFormat says that the file is no model, or a damaged one.
	ErrFormat = errors.New("not a tagger model, or damaged")
	// ErrVersion says that the file was written for another version.
	ErrVersion = errors.New("tagger model of another version")
)

// Event is the weights of one event: Rows[p] are those of place p, nil if all
// are 0.
type Event struct {
	Key  uint64
	Rows [][]int8
}

// Encode writes a model file. names and classes are compiled by package lexicon. The events are sorted in place.
func Encode(h Header, names, classes []byte, tr chain.Transitions, events []Event) ([]byte, error) {
	header, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	var body []byte
	for _, section := range [][]byte{header, names, classes, encodeTransitions(tr), encodeEvents(events)} {
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
	var sections [5][]byte
	for i := range sections {
		n, k := binary.Uvarint(body)
		if k <= 0 || n > uint64(len(body)-k) {
			return nil, errors.New("a section is cut off")
		}
		sections[i], body = body[k:k+int(n)], body[k+int(n):]
	}
	h, err := decodeHeader(sections[0])
	if err != nil {
		return nil, err
	}
	names, err := lexicon.DecodeNames(sections[1])
	if err != nil {
		return nil, err
	}
	classes, err := lexicon.DecodeClasses(sections[2])
	if err != nil {
		return nil, err
	}
	tr, err := decodeTransitions(sections[3], len(h.Types))
	if err != nil {
		return nil, err
	}
	w, err := decodeEvents(sections[4])
	if err != nil {
		return nil, err
	}
	return build(h, contentHash, tr, feature.Extractor{Names: names, Classes: classes}, w), nil
}

func encodeTransitions(tr chain.Transitions) []byte {
	var out []byte
	for _, w := range slices.Concat(tr.Unit, tr.Step) {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(w))
	}
	return out
}

func decodeTransitions(data []byte, types int) (chain.Transitions, error) {
	tr := chain.NewTransitions(types)
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
// mask of its labels and their weights.
func encodeEvents(events []Event) []byte {
	slices.SortFunc(events, func(a, b Event) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
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

func appendRow(out []byte, row []int8) []byte {
	var mask uint32
	for y, w := range row {
		if w != 0 {
			mask |= 1 << y
		}
	}
	out = binary.LittleEndian.AppendUint32(out, mask)
	for _, w := range row {
		if w != 0 {
			out = append(out, byte(w))
		}
	}
	return out
}

func decodeEvents(data []byte) (weights, error) {
	bad := errors.New("events: damaged")
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
	if count > uint64(len(data)) || rows > uint64(len(data)) || rows >= 1<<blockBits {
		return weights{}, bad
	}
	w := newWeights(int(count))
	w.rows = make([]byte, int(rows)*lanes)
	for i := range w.rows {
		w.rows[i] = bias
	}
	row, key := 0, uint64(0)
	for range count {
		delta := next()
		key += delta
		if len(data) == 0 || delta == 0 || delta > 1<<keyBits || key >= 1<<keyBits || data[0] == 0 {
			return weights{}, bad
		}
		mask := data[0]
		data = data[1:]
		w.append(key, row, mask)
		for m := mask; m != 0; m &= m - 1 {
			if len(data) < 4 || row == int(rows) {
				return weights{}, bad
			}
			labels := binary.LittleEndian.Uint32(data)
			data = data[4:]
			to := w.rows[row*lanes : (row+1)*lanes]
			for y := 0; labels != 0; y, labels = y+1, labels>>1 {
				if labels&1 != 0 {
					if len(data) == 0 {
						return weights{}, bad
					}
					to[y] = data[0] + bias
					data = data[1:]
				}
			}
			row++
		}
	}
	if row != int(rows) || len(data) != 0 {
		return weights{}, bad
	}
	w.finish()
	return w, nil
}
