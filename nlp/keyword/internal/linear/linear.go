// Package linear holds a logistic model over hashed binary features whose
// weights take one byte each.
package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
)

const (
	magic      = "TYLR"
	version    = 1
	headerSize = 24
)

// ErrFormat is the error for data that is no intact model.
var ErrFormat = errors.New("damaged keyword model")

// Model is a trained logistic model. It is safe for concurrent use.
type Model struct {
	bias    float32
	scale   float32
	shift   uint
	weights []int8
}

// New quantises weights, whose number must be a power of two.
func New(bias float64, weights []float32) (*Model, error) {
	if len(weights) < 2 || bits.OnesCount(uint(len(weights))) != 1 {
		return nil, fmt.Errorf("keyword model: %d weights, want a power of two", len(weights))
	}
	var top float32
	for _, w := range weights {
		top = max(top, w, -w)
	}
	m := &Model{bias: float32(bias), scale: max(top/127, 1e-9), weights: make([]int8, len(weights))}
	m.shift = shiftFor(len(weights))
	for i, w := range weights {
		m.weights[i] = int8(math.Round(float64(w / m.scale)))
	}
	return m, nil
}

func shiftFor(n int) uint { return uint(32 - bits.TrailingZeros(uint(n))) }

// Slot returns the weight that a feature hash selects among 2^logSize.
func Slot(feature uint32, logSize int) uint32 { return feature >> (32 - logSize) }

// Sum returns the sum of the quantised weights of features.
func (m *Model) Sum(features []uint32) int32 {
	var sum int32
	for _, f := range features {
		sum += int32(m.weights[f>>m.shift])
	}
	return sum
}

// Len returns the number of weights.
func (m *Model) Len() int { return len(m.weights) }

// Weight returns the quantised weight of a feature.
func (m *Model) Weight(feature uint32) int32 { return int32(m.weights[feature>>m.shift]) }

// Four returns the quantised weights of the four features whose slots differ
// from that of feature in their last two bits at most.
func (m *Model) Four(feature uint32) [4]int8 {
	at := feature >> m.shift &^ 3
	return [4]int8(m.weights[at : at+4])
}

// Logit returns the log-odds of an example whose features have the given sum.
func (m *Model) Logit(sum int32) float64 { return float64(m.bias + float32(sum)*m.scale) }

// Quanta returns the sum of quantised weights that adds v to the log-odds.
func (m *Model) Quanta(v float64) int32 { return int32(v / float64(m.scale)) }

// Least returns the least sum of quantised weights with log-odds of v or more.
func (m *Model) Least(v float64) int32 {
	sum := m.Quanta(v - float64(m.bias))
	for m.Logit(sum) >= v {
		sum--
	}
	for m.Logit(sum) < v {
		sum++
	}
	return sum
}

// AppendBinary appends the file form of m to b.
func (m *Model) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.bias))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.scale))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.weights)))
	b = binary.LittleEndian.AppendUint32(b, 0)
	for _, w := range m.weights {
		b = append(b, byte(w))
	}
	binary.LittleEndian.PutUint32(b[start+20:], crc32.ChecksumIEEE(b[start+headerSize:]))
	return b, nil
}

// Parse reads a model in its file form. Its errors wrap [ErrFormat].
func Parse(b []byte) (*Model, error) {
	if len(b) < headerSize || string(b[:4]) != magic {
		return nil, fmt.Errorf("%w: no header", ErrFormat)
	}
	if v := binary.LittleEndian.Uint32(b[4:]); v != version {
		return nil, fmt.Errorf("%w: version %d, want %d", ErrFormat, v, version)
	}
	n := binary.LittleEndian.Uint32(b[16:])
	if n < 2 || bits.OnesCount32(n) != 1 || len(b) != headerSize+int(n) {
		return nil, fmt.Errorf("%w: %d bytes for %d weights", ErrFormat, len(b), n)
	}
	if crc32.ChecksumIEEE(b[headerSize:]) != binary.LittleEndian.Uint32(b[20:]) {
		return nil, fmt.Errorf("%w: checksum", ErrFormat)
	}
	m := &Model{
		bias:    math.Float32frombits(binary.LittleEndian.Uint32(b[8:])),
		scale:   math.Float32frombits(binary.LittleEndian.Uint32(b[12:])),
		shift:   shiftFor(int(n)),
		weights: make([]int8, n),
	}
	for i, w := range b[headerSize:] {
		m.weights[i] = int8(w)
	}
	return m, nil
}
