package batch

import (
	"encoding/json"
	"path/filepath"

	"github.com/tiyao/tiyao/client/batch/source"
)

// manifest says what a complete output holds and how it was made. It holds
// nothing of the run itself, such as times: two runs with the same inputs,
// options and service write the same.
type manifest struct {
	Settings map[string]string `json:"options"`
	Service  map[string]string `json:"service"`
	Counts   counts            `json:"counts"`
	// InputsSHA256 is a hash over ids and contents of all inputs, in order.
	InputsSHA256 string         `json:"inputs_sha256"`
	Rows         map[string]int `json:"rows"` // by directory
	Files        []fileRecord   `json:"files"`
}

// counts add up: inputs are documents and failures.
type counts struct {
	Inputs       int                   `json:"inputs"`
	Documents    int                   `json:"documents"`
	Failed       int                   `json:"failed"`
	Failures     map[source.Reason]int `json:"failures"` // by reason
	ContentBytes int64                 `json:"content_bytes"`
}

// finish writes what is written last: the failures and the manifest.
func (o *output) finish(inputs chain) error {
	s := newSummary()
	m := manifest{Settings: o.state.Settings, Service: o.state.Service, InputsSHA256: inputs.String(), Rows: make(map[string]int)}
	for _, dir := range o.dirs() {
		m.Rows[dir] = 0
	}
	failed := fileRecord{Path: "failed.jsonl"}
	err := writeDurable(filepath.Join(o.dir, failed.Path), func(d *durable) error {
		e := json.NewEncoder(d)
		e.SetEscapeHTML(false)
		for rec, err := range o.records() {
			if err != nil {
				return err
			}
			s.add(rec)
			m.Files = append(m.Files, rec.Files...)
			for _, f := range rec.Files {
				m.Rows[filepath.ToSlash(filepath.Dir(f.Path))] += f.Rows
			}
			for _, f := range rec.Failures {
				if err := e.Encode(f); err != nil {
					return err
				}
			}
		}
		failed.Rows, failed.Bytes, failed.SHA256 = s.Failed(), d.size, d.sum()
		return nil
	})
	if err != nil {
		return err
	}
	m.Files = append(m.Files, failed)
	m.Counts = counts{s.Inputs, s.Documents, s.Failed(), s.Failures, s.ContentBytes}
	return writeDurableJSON(filepath.Join(o.dir, "manifest.json"), m)
}
