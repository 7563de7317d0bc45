package model

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/chain"
	"github.com/tiyao/tiyao/nlp/tagger/internal/feature"
)

// sample makes a model of random weights.
func sample(n int) (Header, []byte, chain.Transitions, []Event) {
	r := rand.New(rand.NewPCG(1, 1))
	h := Header{Types: []string{"COMPANY", "PERSON"}, Step: 0.05, Temperature: 1, Scores: []Score{{Set: "made", F1: 0.5}}}
	var b lexicon.NamesBuilder
	b.Add([]rune("云海重工"), 2)
	tr := chain.NewTransitions(2)
	for i := range tr.Unit {
		tr.Unit[i] = float32(r.NormFloat64())
	}
	var events []Event
	for range n {
		e := Event{Key: r.Uint64(), Rows: make([][]int8, 6)}
		for p := range e.Rows {
			if r.IntN(3) == 0 || p == 0 {
				row := make([]int8, chain.NumLabels(2))
				row[r.IntN(len(row))] = int8(1 + r.IntN(127))
				row[r.IntN(len(row))] = int8(-1 - r.IntN(126))
				e.Rows[p] = row
			}
		}
		events = append(events, e)
	}
	return h, b.Encode(), tr, events
}

func encode(t testing.TB, n int) ([]byte, []Event) {
	h, names, tr, events := sample(n)
	data, err := Encode(h, names, lexicon.EncodeClasses(map[string]uint32{"公告": 1}), tr, events)
	if err != nil {
		t.Fatal(err)
	}
	return data, events
}

// What is decoded gives the sums of what was encoded.
func TestRoundTrip(t *testing.T) {
	data, events := encode(t, 5000)
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Types[1] != "PERSON" || m.Header.Scores[0].F1 != 0.5 || len(m.Version) != 12 {
		t.Errorf("header %+v, version %q", m.Header, m.Version)
	}
	labels := chain.NumLabels(2)
	const n = 40
	r := rand.New(rand.NewPCG(2, 2))
	var c Scorer
	for range 50 {
		want := make([]float32, n*labels)
		var text []feature.Event
		for range 100 {
			k := r.IntN(len(events) + 100)
			e := feature.Event{Key: r.Uint64(), Start: int32(r.IntN(n+2) - 1), Shape: feature.Gram2}
			e.End = e.Start + 2
			if k < len(events) {
				e.Key = events[k].Key
				from, to := e.Range()
				for i := max(from, 0); i < min(to, n); i++ {
					for y, w := range events[k].Rows[e.Place(i)] {
						want[i*labels+y] += float32(w) * m.Header.Step
					}
				}
			}
			text = append(text, e)
		}
		c.Reset(n)
		c.Add(m, text, 0, n)
		got := make([]float32, n*labels)
		c.Emissions(got, labels, 0, n, m.Header.Step)
		for i := range got {
			if d := got[i] - want[i]; d > 1e-3 || d < -1e-3 {
				t.Fatalf("score %d is %v, want %v", i, got[i], want[i])
			}
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
		text[i] = feature.Event{Key: events[0].Key, Start: 2, End: 3, Shape: feature.Here}
	}
	var c Scorer
	c.Reset(4)
	c.Add(m, text, 0, 4)
	got := make([]float32, chain.NumLabels(2))
	c.Emissions(got, len(got), 2, 3, 1)
	for y, w := range events[0].Rows[0] {
		if got[y] != float32(w)*maxRows {
			t.Errorf("label %d: %v, want %d × %d", y, got[y], w, maxRows)
		}
	}
}

// The comparison of all labels at once agrees with one by one.
func TestOutside(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	agreed := 0
	for range 5000 {
		var c Scorer
		c.Reset(1)
		n := 1 + r.IntN(maxRows)
		spread := 1 + r.IntN(127)
		for range n {
			row := make([]byte, lanes)
			for y := range row {
				row[y] = byte(bias + r.IntN(spread) - spread/2)
			}
			row[0] = byte(bias + r.IntN(spread))
			c.sums[0].add(row, []uint32{0})
			c.counts[0]++
		}
		d := make([]float32, lanes)
		c.Emissions(d, lanes, 0, 1, 1)
		margin := r.IntN(400)
		want := true
		for _, s := range d[1:] {
			want = want && s <= d[0]-float32(margin)
		}
		got := c.Outside(0, margin)
		if got && !want {
			t.Fatalf("%d rows: said to lead by %d: %v", n, margin, d)
		}
		if d[0] >= float32(margin)-bias*float32(n) && got != want {
			t.Fatalf("%d rows: not said to lead by %d: %v", n, margin, d)
		}
		if got {
			agreed++
		}
	}
	if agreed == 0 {
		t.Error("never outside")
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
	_, _, _, events := sample(20)
	f.Add(encodeEvents(events))
	f.Fuzz(func(_ *testing.T, data []byte) {
		w, err := decodeEvents(data)
		if err != nil {
			return
		}
		m := &Model{weights: w}
		var text []feature.Event
		for k := range uint64(64) {
			text = append(text, feature.Event{Key: feature.Key(1, k), Start: 1, End: 2, Shape: feature.Shape(k % 6)})
		}
		var c Scorer
		c.Reset(8)
		c.Add(m, text, 0, 8)
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
