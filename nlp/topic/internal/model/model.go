// Package model holds the linear classifier of articles: a vocabulary of
// features, a row of one-byte weights for each, and the calibration that turns
// a sum of weights into a probability.
package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
)

const (
	magic      = "TYTC"
	version    = 1
	headerSize = 36
	maxClasses = 255
)

// ErrFormat is the error for data that is no intact model.
var ErrFormat = errors.New("damaged topic model")

// Calibration is the logistic function (Platt, 1999) that maps the sum of a
// class's weights to a probability. A vector of length one has smaller parts in
// a longer article, so slope and intercept change with the logarithm of its
// number of parts.
type Calibration struct {
	Slope, Intercept           float32
	SlopeByLog, InterceptByLog float32
}

// Probability returns the probability of a class with the given sum in an
// article of n components.
func (c Calibration) Probability(sum float32, n int) float64 {
	l := LogLength(n)
	return 1 / (1 + math.Exp(-float64((c.Slope+c.SlopeByLog*l)*sum+c.Intercept+c.InterceptByLog*l)))
}

func (c *Calibration) list() [4]*float32 {
	return [4]*float32{&c.Slope, &c.Intercept, &c.SlopeByLog, &c.InterceptByLog}
}

// LogLength is the length of an article of n components as a [Calibration]
// takes it: the logarithm of n against a notice of a hundred. Nothing is known
// of how a text much shorter than that differs.
func LogLength(n int) float32 { return float32(math.Log(float64(max(n, 50)) / 100)) }

// Model scores an article for each of its classes. It is safe for concurrent
// use.
type Model struct {
	vocabulary  *Vocabulary
	classes     int
	calibration Calibration
	biases      []float32
	stride      int
	rows        []byte // stride for each slot: the scale, a float32, and a weight for each class
}

// A row begins where a line of the processor's cache begins, as memory of this
// size does. So one of 35 classes comes with a single read.
const (
	lineSize  = 64
	scaleSize = 4
)

// newModel returns a model with no biases and weights.
func newModel(v *Vocabulary, classes int) *Model {
	stride := (scaleSize + classes + lineSize - 1) / lineSize * lineSize
	return &Model{
		vocabulary: v, classes: classes, biases: make([]float32, classes),
		stride: stride, rows: make([]byte, v.Len()*stride),
	}
}

// row returns the scale and the weights of a slot.
func (m *Model) row(slot int) (scale float32, weights []byte) {
	row := m.rows[slot*m.stride:][:scaleSize+m.classes]
	return math.Float32frombits(binary.LittleEndian.Uint32(row)), row[scaleSize:]
}

func (m *Model) setScale(slot int, scale float32) {
	binary.LittleEndian.PutUint32(m.rows[slot*m.stride:], math.Float32bits(scale))
}

// New quantises weights, a row of len(biases) for each slot of v.
func New(v *Vocabulary, biases, weights []float32, c Calibration) (*Model, error) {
	if len(biases) == 0 || len(biases) > maxClasses || len(weights) != v.Len()*len(biases) {
		return nil, fmt.Errorf("topic model: %d weights for %d slots and %d classes", len(weights), v.Len(), len(biases))
	}
	m := newModel(v, len(biases))
	m.calibration = c
	copy(m.biases, biases)
	for slot := range v.Len() {
		row := weights[slot*m.classes : (slot+1)*m.classes]
		var top float32
		for _, w := range row {
			top = max(top, w, -w)
		}
		m.setScale(slot, fullScale(halfScale(top/126))) // as the file rounds it, down
		if top == 0 {
			continue
		}
		scale, out := m.row(slot)
		for i, w := range row {
			out[i] = byte(int8(math.Round(float64(w / scale))))
		}
	}
	return m, nil
}

// Classes returns the number of classes.
func (m *Model) Classes() int { return m.classes }

// Vocabulary returns the features that the model knows.
func (m *Model) Vocabulary() *Vocabulary { return m.vocabulary }

// Score adds up the weights of vector for each class into sums, which has
// Classes elements. All rows are asked for before the first is added, so that
// they come at the same time; then four components at a time are added, in their
// order, while a sum is at hand.
func (m *Model) Score(vector []Component, sums []float32) {
	copy(sums, m.biases)
	for i := range vector {
		c := &vector[i]
		scale, _ := m.row(int(c.Slot))
		c.scale = c.Weight * scale
	}
	for ; len(vector) >= 4; vector = vector[4:] {
		s0, r0 := m.scaled(&vector[0])
		s1, r1 := m.scaled(&vector[1])
		s2, r2 := m.scaled(&vector[2])
		s3, r3 := m.scaled(&vector[3])
		r0, r1, r2, r3 = r0[:len(sums)], r1[:len(sums)], r2[:len(sums)], r3[:len(sums)]
		for j := range sums {
			sums[j] = sums[j] + float32(int8(r0[j]))*s0 + float32(int8(r1[j]))*s1 + float32(int8(r2[j]))*s2 + float32(int8(r3[j]))*s3
		}
	}
	for i := range vector {
		scale, row := m.scaled(&vector[i])
		for j, w := range row {
			sums[j] += float32(int8(w)) * scale
		}
	}
}

// scaled returns the weights of c's feature for each class, and what to multiply
// them by, as Score found it.
func (m *Model) scaled(c *Component) (float32, []byte) {
	_, weights := m.row(int(c.Slot))
	return c.scale, weights
}

// Weight returns what component c of a vector that was scored adds to the sum of
// class.
func (m *Model) Weight(c *Component, class int) float32 {
	scale, weights := m.scaled(c)
	return scale * float32(int8(weights[class]))
}

// Calibration returns what maps sums to probabilities.
func (m *Model) Calibration() Calibration { return m.calibration }

// AppendBinary appends the file form of m to b.
func (m *Model) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, uint32(m.classes))
	b = binary.LittleEndian.AppendUint32(b, uint32(m.vocabulary.Len()))
	for _, v := range m.calibration.list() {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(*v))
	}
	b = binary.LittleEndian.AppendUint32(b, 0)
	for _, v := range m.biases {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	for _, v := range m.vocabulary.prints {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	b = append(b, m.vocabulary.weights...)
	for slot := range m.vocabulary.Len() {
		scale, _ := m.row(slot)
		b = binary.LittleEndian.AppendUint16(b, halfScale(scale))
	}
	for slot := range m.vocabulary.Len() {
		_, weights := m.row(slot)
		b = append(b, weights...)
	}
	binary.LittleEndian.PutUint32(b[start+32:], crc32.ChecksumIEEE(b[start+headerSize:]))
	return b, nil
}

// A scale takes the upper half of its float32 in the file.
func halfScale(v float32) uint16    { return uint16(math.Float32bits(v) >> 16) }
func fullScale(half uint16) float32 { return math.Float32frombits(uint32(half) << 16) }

// Parse reads a model in its file form. Its errors wrap [ErrFormat].
func Parse(b []byte) (*Model, error) {
	if len(b) < headerSize || string(b[:4]) != magic {
		return nil, fmt.Errorf("%w: no header", ErrFormat)
	}
	if v := binary.LittleEndian.Uint32(b[4:]); v != version {
		return nil, fmt.Errorf("%w: version %d, want %d", ErrFormat, v, version)
	}
	classes, slots := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])
	if classes == 0 || classes > maxClasses || slots < 2*bucketSize || slots > 1<<24 || bits.OnesCount32(slots) != 1 ||
		len(b) != headerSize+4*int(classes)+int(slots)*(5+int(classes)) {
		return nil, fmt.Errorf("%w: %d bytes for %d classes and %d slots", ErrFormat, len(b), classes, slots)
	}
	if crc32.ChecksumIEEE(b[headerSize:]) != binary.LittleEndian.Uint32(b[32:]) {
		return nil, fmt.Errorf("%w: checksum", ErrFormat)
	}
	m := newModel(newVocabulary(int(slots)), int(classes))
	for i, v := range m.calibration.list() {
		*v = math.Float32frombits(binary.LittleEndian.Uint32(b[16+4*i:]))
	}
	m.parseTables(b[headerSize:])
	return m, nil
}

// parseTables reads what follows the header, whose length is known to be right.
func (m *Model) parseTables(b []byte) {
	v := m.vocabulary
	for i := range m.biases {
		m.biases[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	b = b[4*m.classes:]
	for i := range v.prints {
		v.prints[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	b = b[8*len(v.prints):]
	copy(v.weights, b)
	b = b[v.Len():]
	scales, weights := b[:2*v.Len()], b[2*v.Len():]
	for slot := range v.Len() {
		m.setScale(slot, fullScale(binary.LittleEndian.Uint16(scales[2*slot:])))
		_, row := m.row(slot)
		copy(row, weights[slot*m.classes:])
	}
}
