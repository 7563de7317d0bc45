package model

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// sample makes a model of random weights.
func sample(n int) (Header, *Content) {
	r := rand.New(rand.NewPCG(1, 1))
	h := Header{Types: []string{"COMPANY", "PERSON"}, Step: 0.05, NameTemperature: 1, TypeTemperature: 1, Scores: []Score{{Set: "made", F1: 0.5}}}
	var b lexicon.NamesBuilder
	b.Add([]rune("云海重工"), 2)
	tr := chain.NewTransitions(feature.Kinds)
	for i := range tr.Unit {
		tr.Unit[i] = float32(r.NormFloat64())
	}
	var events []Event
	for range n {
		key := r.Uint64()
		e := Event{Key: key, Count: r.Uint32(), Rows: make([]*Row, shapeOf(key).Places())}
		for p := range e.Rows {
			if r.IntN(3) == 0 || p == 0 {
				row := new(Row)
				row[r.IntN(len(row))] = int8(1 + r.IntN(127))
				row[r.IntN(len(row))] = int8(-1 - r.IntN(126))
				e.Rows[p] = row
			}
		}
		events = append(events, e)
	}
	return h, &Content{Names: b.Encode(), Classes: lexicon.EncodeClasses(map[string]uint32{"公告": 1}), Transitions: tr, Characters: events, Stretches: slices.Clone(events)}
}

// shapeOf is the shape of the event with a key in sample.
func shapeOf(key uint64) feature.Shape {
	if key&1 == 0 {
		return feature.Word
	}
	return feature.Gram1
}

func encode(t testing.TB, n int) ([]byte, []Event) {
	h, c := sample(n)
	for i := range c.Stretches {
		c.Stretches[i].Rows = c.Stretches[i].Rows[:2]
	}
	data, err := Encode(h, c)
	if err != nil {
		t.Fatal(err)
	}
	return data, c.Characters
}

// What is decoded gives the sums of what was encoded.
func TestRoundTrip(t *testing.T) {
	data, events := encode(t, 100_000)
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Types[1] != "PERSON" || m.Header.Scores[0].F1 != 0.5 || len(m.Version) != 12 {
		t.Errorf("header %+v, version %q", m.Header, m.Version)
	}
	const n = 40
	r := rand.New(rand.NewPCG(2, 2))
	var c Scorer
	for range 50 {
		var want [n][Lanes]int
		var text []feature.Event
		for range 100 {
			k := r.IntN(2 * len(events))
			e := feature.Event{Key: r.Uint64(), Start: int32(r.IntN(n+2) - 1)}
			if k < len(events) {
				e.Key = events[k].Key
			}
			e.Shape = shapeOf(e.Key)
			if e.Shape == feature.Word {
				e.Start = int32(r.IntN(n - 8))
			}
			e.End = e.Start + [...]int32{feature.Gram1: 1, feature.Word: 1 + int32(r.IntN(8))}[e.Shape]
			if k < len(events) {
				from, to := e.Range()
				for i := max(from, 0); i < min(to, n); i++ {
					if row := events[k].Rows[e.Place(i)]; row != nil {
						for y, w := range row {
							want[i][y] += int(w)
						}
					}
				}
			}
			text = append(text, e)
		}
		c.Reset(n)
		c.Add(m, text)
		for i := range want {
			for y, w := range want[i] {
				if got := c.sums[i+pad].lane(y); got != w {
					t.Fatalf("position %d, lane %d: %d, want %d", i, y, got, w)
				}
			}
		}
	}
}

// The sums of what is said of a stretch are those of both its rows.
func TestSum(t *testing.T) {
	data, events := encode(t, 100)
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	var keys []uint64
	var want [2 * Lanes]int
	for _, e := range events[:50] {
		keys = append(keys, e.Key, e.Key+1<<40)
		for p, row := range e.Rows[:2] {
			if row != nil {
				for k, w := range row {
					want[p*Lanes+k] += int(w)
				}
			}
		}
	}
	if got := new(Scorer).Sum(m, keys); got != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Emissions are exponentials of the scores, the best of which is 1.
func TestEmissions(t *testing.T) {
	m := &Model{powers: newPowers(0.05)}
	var c Scorer
	c.Reset(1)
	c.sums[pad].add(biasRow + 30<<8 - 20)
	var got [1 + Lanes]float32
	c.Emissions(m, got[:], 0, 1)
	for y, units := range [1 + Lanes]float64{0, -20, 30, 0, 0, 0, 0, 0, 0} {
		if want := math.Exp((units - 30) * 0.05); math.Abs(float64(got[y])-want) > 1e-6 {
			t.Errorf("label %d: %v, want %v", y, got[y], want)
		}
	}
}

// A position that more rows fall on than its sums can hold stays sound.
func TestTooManyRows(t *testing.T) {
	data, events := encode(t, 10)
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	text := make([]feature.Event, 2000)
	for i := range text {
		text[i] = feature.Event{Key: events[0].Key, Start: 4, End: 5, Shape: feature.Gram1}
	}
	var c Scorer
	c.Reset(5)
	c.Add(m, text)
	for y, w := range events[0].Rows[0] {
		if got := c.sums[2+pad].lane(y); got != int(w)*maxRows {
			t.Errorf("lane %d: %d, want %d × %d", y, got, w, maxRows)
		}
	}
}

// The comparison of all lanes at once agrees with one by one.
func TestBelow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	agreed := 0
	for range 5000 {
		var s sums
		spread := 1 + r.Uint64N(127)
		for range 1 + r.IntN(maxRows) {
			row := uint64(0)
			for range Lanes {
				row = row<<8 | (bias + r.Uint64N(spread) - spread*3/4)
			}
			s.add(row)
		}
		margin := r.IntN(400)
		want := true
		var of lanes
		for k := range Lanes {
			if r.IntN(2) == 0 {
				of.add(k)
				want = want && s.lane(k) <= -margin
			}
		}
		if got := s.below(margin, of); got != want {
			t.Fatalf("%+v below %d: %v, want %v", s, margin, got, want)
		}
		if want {
			agreed++
		}
	}
	if agreed == 0 {
		t.Error("never below")
	}
}

func TestEncodeIsDeterministic(t *testing.T) {
	a, _ := encode(t, 300)
	b, _ := encode(t, 300)
	if string(a) != string(b) {
		t.Error("two encodings differ")
	}
}

func TestDamagedFiles(t *testing.T) {
	data, _ := encode(t, 50)
	for i := range data {
		if _, err := Decode(data[:i]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut to %d bytes: %v", i, err)
		}
	}
	for i := prefixLen; i < len(data); i += 7 {
		bad := append([]byte(nil), data...)
		bad[i] ^= 0x40
		if _, err := Decode(bad); !errors.Is(err, ErrFormat) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	old := append([]byte(nil), data...)
	old[len(magic)]++
	if _, err := Decode(old); !errors.Is(err, ErrVersion) {
		t.Errorf("another version: %v", err)
	}
}

// The sections are parsed without a panic whatever they hold.
func FuzzEvents(f *testing.F) {
	_, c := sample(20)
	f.Add(encodeEvents(c.Characters))
	f.Fuzz(func(_ *testing.T, data []byte) {
		w, err := decodeEvents(data)
		if err != nil {
			return
		}
		m := &Model{characters: w, stretches: w}
		var text []feature.Event
		for k := range uint64(64) {
			e := feature.Event{Key: feature.Key(1, k), Shape: feature.Shape(k % 5)}
			if e.Start = int32(k%10) - 1; e.Shape == feature.Word {
				e.Start = int32(k % 8)
			}
			e.End = e.Start + 1
			text = append(text, e)
		}
		var c Scorer
		c.Reset(8)
		c.Add(m, text)
		c.Sum(m, []uint64{feature.Key(1, 1), feature.Key(1, 2)})
	})
}

func FuzzDecode(f *testing.F) {
	data, _ := encode(f, 5)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Decode(data); err == nil && len(m.Header.Types) == 0 {
			t.Error("a model without types")
		}
	})
}
