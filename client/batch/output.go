package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiyao/tiyao/client/batch/table"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// stateDir is the directory, in an output, of what is not for its readers.
const stateDir = ".tiyao"

// Reasons for which an output cannot be used.
var (
	ErrLocked  = errors.New("another run is writing to this output")
	ErrForeign = errors.New("the output directory holds something else: name a new one")
)

// output is the directory that a run writes to.
type output struct {
	dir     string
	lock    *os.File
	options Options
	state   state
	chains  []string // of the parts that were whole when it was opened, in order
	summary *Summary // of those parts
}

// state says how an output was begun.
type state struct {
	Settings map[string]string `json:"settings"`
	Service  map[string]string `json:"service"`
}

// openOutput locks the directory of o and reads what earlier runs have done.
func openOutput(o Options) (*output, error) {
	out := &output{dir: o.Output, options: o, state: state{o.Settings, versions(o.Service)}, summary: newSummary()}
	if err := out.begin(); err != nil {
		return nil, err
	}
	var err error
	if out.lock, err = lock(out.hidden("lock")); err != nil {
		return nil, err
	}
	err = out.resume()
	if err != nil {
		return nil, errors.Join(err, out.lock.Close())
	}
	return out, nil
}

// begin makes the directory unless it is there.
func (o *output) begin() error {
	if err := os.MkdirAll(o.dir, 0o777); err != nil {
		return err
	}
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == stateDir }) {
		return ErrForeign
	}
	return os.MkdirAll(o.hidden(), 0o777)
}

// resume reads the state and the records, or writes the state of a new output.
func (o *output) resume() error {
	var begun state
	switch err := readJSON(o.hidden("state.json"), &begun); {
	case errors.Is(err, fs.ErrNotExist):
		for _, dir := range o.dirs() {
			if err := os.MkdirAll(filepath.Join(o.dir, dir), 0o777); err != nil {
				return err
			}
		}
		return errors.Join(writeDurableJSON(o.hidden("state.json"), o.state), syncDir(o.dir))
	case err != nil:
		return err
	}
	if err := differs("the options", begun.Settings, o.state.Settings); err != nil {
		return err
	}
	if err := differs("the service", begun.Service, o.state.Service); err != nil {
		return err
	}
	for rec, err := range o.records() {
		if err == nil {
			err = o.check(rec)
		}
		if err != nil {
			return err
		}
		o.chains = append(o.chains, rec.Chain)
		o.summary.add(rec)
	}
	return o.removeJournal(len(o.chains) - 1) // a kill may have left it
}

// records yields the records of all parts that are whole, in order.
func (o *output) records() iter.Seq2[*record, error] {
	return func(yield func(*record, error) bool) {
		for part := 0; ; part++ {
			rec := &record{}
			err := readJSON(o.hidden(recordName(part)), rec)
			if errors.Is(err, fs.ErrNotExist) || !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// check reports files of a part that are no longer there whole.
func (o *output) check(rec *record) error {
	for _, f := range rec.Files {
		info, err := os.Stat(filepath.Join(o.dir, filepath.FromSlash(f.Path)))
		if err == nil && info.Size() != f.Bytes {
			err = fmt.Errorf("%s: has %d bytes, was written with %d", f.Path, info.Size(), f.Bytes)
		}
		if err != nil {
			return fmt.Errorf("the output was changed: %w; name a new one", err)
		}
	}
	return nil
}

// differs reports the first setting that is not as it was.
func differs(what string, then, now map[string]string) error {
	names := maps.Clone(then)
	maps.Copy(names, now)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if then[name] != now[name] {
			return fmt.Errorf("%s cannot change within one output: it was begun with %s %q, now it is %q",
				what, name, then[name], now[name])
		}
	}
	return nil
}

// versions returns who the service is, for [differs].
func versions(info *tiyaov1.GetServiceInfoResponse) map[string]string {
	v := map[string]string{
		"version":  info.GetBuild().GetVersion(),
		"revision": info.GetBuild().GetRevision(),
	}
	for _, s := range info.GetSegmenters() {
		if s.GetDefault() {
			v["segmenter"] = strings.ToLower(strings.TrimPrefix(s.GetSegmenter().String(), "SEGMENTER_")) + " " + s.GetVersion()
		}
	}
	for _, r := range info.GetResources() {
		v[r.GetName()] = r.GetContentHash()
	}
	return v
}

// SameService reports whether a and b annotate alike.
func SameService(a, b *tiyaov1.GetServiceInfoResponse) bool {
	return maps.Equal(versions(a), versions(b))
}

// dirs returns the directories of parts.
func (o *output) dirs() []string {
	var dirs []string
	if o.options.JSONL {
		dirs = append(dirs, "annotations")
	}
	if o.options.Parquet {
		dirs = append(dirs, table.Names()...)
	}
	return dirs
}

func (o *output) hidden(name ...string) string {
	return filepath.Join(append([]string{o.dir, stateDir}, name...)...)
}

func (o *output) journal(part int) string {
	return o.hidden(fmt.Sprintf("journal-%06d", part))
}

// removeJournal removes the journal of a part, if there is one.
func (o *output) removeJournal(part int) error {
	if err := os.Remove(o.journal(part)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func recordName(part int) string { return fmt.Sprintf("part-%06d.json", part) }

// close frees the lock.
func (o *output) close() { _ = o.lock.Close() } // nothing was written to it

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
