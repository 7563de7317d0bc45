package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/google/go-cmp/cmp"

	"github.com/tiyao/tiyao/client"
	"github.com/tiyao/tiyao/client/batch/source"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// fake annotates: a document is about the company that its content names.
type fake struct {
	asked atomic.Int64
	after func(n int64) error // if not nil, called before the n-th answer
	busy  bool                // a document that the stream had no room for is refused again
}

func (f *fake) Annotate(_ context.Context, doc *tiyaov1.Document, _ client.Options) (*tiyaov1.Annotations, error) {
	if f.busy && doc.GetContent() == "忙" {
		return nil, status.Error(codes.ResourceExhausted, "busy")
	}
	return &tiyaov1.Annotations{
		DocumentId: doc.GetId(),
		Text:       doc.GetContent(),
		Entities: []*tiyaov1.Entity{{
			Id: "e1", Name: doc.GetContent(), Type: tiyaov1.EntityType_ENTITY_TYPE_COMPANY,
			Mentions: []*tiyaov1.Mention{{Text: doc.GetContent(), Span: &tiyaov1.Span{End: 2}}},
		}},
		Figures: []*tiyaov1.Figure{{Text: "15%", Low: "15", High: "15", Period: &tiyaov1.Period{StartDate: "2024-01-01", EndDate: "2024-12-31"}}},
		Topics:  []*tiyaov1.Topic{{Id: "business", Evidence: []*tiyaov1.Phrase{{Text: "营收"}}}},
	}, nil
}

func (f *fake) AnnotateAll(ctx context.Context, docs iter.Seq[*tiyaov1.Document], o client.Options) iter.Seq2[*tiyaov1.AnnotationResult, error] {
	return func(yield func(*tiyaov1.AnnotationResult, error) bool) {
		for doc := range docs {
			if n := f.asked.Add(1); f.after != nil {
				if err := f.after(n); err != nil {
					yield(nil, err)
					return
				}
			}
			r := &tiyaov1.AnnotationResult{DocumentId: doc.GetId()}
			switch a, _ := f.Annotate(ctx, doc, o); doc.GetContent() {
			case "坏":
				r.Result = &tiyaov1.AnnotationResult_Error{Error: &statuspb.Status{Code: int32(codes.InvalidArgument), Message: "bad"}}
			case "忙":
				r.Result = &tiyaov1.AnnotationResult_Error{Error: &statuspb.Status{Code: int32(codes.ResourceExhausted), Message: "busy"}}
			default:
				r.Result = &tiyaov1.AnnotationResult_Annotations{Annotations: a}
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// archive writes n lines of articles, some of which fail.
func archive(t testing.TB, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		switch {
		case i%17 == 5:
			b.WriteString("no object\n")
		case i%19 == 7:
			fmt.Fprintf(&b, `{"id":"d%d","content":"坏"}`+"\n", i)
		case i%23 == 11:
			fmt.Fprintf(&b, `{"id":"d%d","content":"忙"}`+"\n", i)
		default:
			fmt.Fprintf(&b, `{"id":"d%d","content":"公司%d"}`+"\n", i, i%7)
		}
	}
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string) *source.Source {
	t.Helper()
	s, err := source.Open(source.Options{Inputs: []string{path}, Columns: source.Columns{ID: "id", Content: "content"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func options(dir string) Options {
	return Options{Output: dir, JSONL: true, PartSize: 10, Settings: map[string]string{"--limit": "0"}}
}

// files returns the content of all files below dir.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	var last Progress
	o := options(dir)
	o.Parquet = true
	o.Progress = func(p Progress) { last = p }
	s, err := Run(t.Context(), &fake{}, open(t, archive(t, 55)), o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Inputs != 55 || s.Documents+s.Failed() != 55 || s.Failures[source.RecordInvalid] != 3 || s.Failures["InvalidArgument"] == 0 || len(s.Failures) != 2 {
		t.Errorf("summary: %+v", s)
	}
	if last.Inputs != 55 || last.Documents != s.Documents || last.ContentBytes != s.ContentBytes || last.Read == 0 || last.Resumed != 0 {
		t.Errorf("last progress: %+v", last)
	}
	if top := s.Companies(3); len(top) != 3 || top[0].Documents < top[1].Documents {
		t.Errorf("companies: %v", top)
	}
	checkEveryInputOnce(t, files(t, dir), 55)
}

// checkEveryInputOnce checks that the ids of annotations and failures are those
// of the inputs, in order.
func checkEveryInputOnce(t *testing.T, out map[string]string, n int) {
	t.Helper()
	var ids []string
	collect := func(text, before string) {
		for line := range strings.Lines(text) {
			_, rest, _ := strings.Cut(line, before)
			id, _, _ := strings.Cut(rest, `"`)
			ids = append(ids, id)
		}
	}
	parts := 0
	for ; ; parts++ {
		part, ok := out[filepath.Join("annotations", fmt.Sprintf("part-%06d.jsonl", parts))]
		if !ok {
			break
		}
		collect(part, `{"documentId":"`)
	}
	annotated := len(ids)
	collect(out["failed.jsonl"], `{"id":"`)
	if len(ids) != n || parts != (n+9)/10 {
		t.Errorf("%d annotations and failures in %d parts of %d inputs", len(ids), parts, n)
	}
	last := -1
	for i, id := range ids {
		if i == annotated {
			last = -1
		}
		number := -1
		if _, err := fmt.Sscanf(id[strings.LastIndexAny(id, "d#")+1:], "%d", &number); err != nil || number <= last-1 {
			t.Errorf("%s comes after number %d", id, last)
		}
		last = number
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != n {
		t.Error("an id stands twice")
	}
}

// TestResume stops runs in all ways that a process survives, and expects the
// bytes of one that was never stopped.
func TestResume(t *testing.T) {
	path := archive(t, 95)
	for name, test := range map[string]struct {
		options Options
		runs    uint64
	}{
		"jsonl":   {Options{JSONL: true}, 6},
		"zstd":    {Options{JSONL: true, Zstd: true}, 3},
		"parquet": {Options{Parquet: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := test.options
			o.PartSize = 20
			o.Output = filepath.Join(t.TempDir(), "whole")
			if _, err := Run(t.Context(), &fake{}, open(t, path), o); err != nil {
				t.Fatal(err)
			}
			want := files(t, o.Output)
			for seed := range test.runs {
				o.Output = filepath.Join(t.TempDir(), "out")
				stops := runWithStops(t, path, o, rand.New(rand.NewPCG(seed, 1)))
				if diff := cmp.Diff(want, files(t, o.Output)); diff != "" {
					t.Fatalf("seed %d, after %d stops: %s", seed, stops, diff)
				}
			}
		})
	}
}

// runWithStops runs until all is done, and stops each run early: by its context
// or by a server that goes away. It returns the number of stops.
func runWithStops(t *testing.T, path string, o Options, random *rand.Rand) (stops int) {
	t.Helper()
	errGone := errors.New("the server is gone")
	for ; ; stops++ {
		ctx, cancel := context.WithCancel(t.Context())
		limit, breaks := 1+random.Int64N(60), random.IntN(2) == 0
		f := &fake{after: func(n int64) error {
			switch {
			case n == limit && breaks:
				return errGone
			case n == limit:
				cancel()
			}
			return nil
		}}
		_, err := Run(ctx, f, open(t, path), o)
		cancel()
		switch {
		case err == nil:
			return stops
		case !errors.Is(err, context.Canceled) && !errors.Is(err, errGone):
			t.Fatal(err)
		}
	}
}

// TestBusyServer: a server without room says nothing about the document.
func TestBusyServer(t *testing.T) {
	path, o := archive(t, 60), options(filepath.Join(t.TempDir(), "out"))
	s, err := Run(t.Context(), &fake{busy: true}, open(t, path), o)
	if status.Code(err) != codes.ResourceExhausted || s.Failures["ResourceExhausted"] != 0 {
		t.Errorf("%v, %v", err, s.Failures)
	}
	s, err = Run(t.Context(), &fake{}, open(t, path), o)
	if err != nil || s.Inputs != 60 || s.Failures["ResourceExhausted"] != 0 {
		t.Errorf("%v, %v", err, s)
	}
}

// TestStopLosesNothing counts how often documents are annotated over a run that
// is stopped many times.
func TestStopLosesNothing(t *testing.T) {
	path := archive(t, 300)
	o := options(filepath.Join(t.TempDir(), "out"))
	var asked int64
	for done := false; !done; {
		ctx, cancel := context.WithCancel(t.Context())
		f := &fake{after: func(n int64) error {
			if n == 40 {
				cancel()
			}
			return nil
		}}
		_, err := Run(ctx, f, open(t, path), o)
		done = err == nil
		asked += f.asked.Load()
		cancel()
	}
	once := &fake{}
	if _, err := Run(t.Context(), once, open(t, path), options(t.TempDir())); err != nil {
		t.Fatal(err)
	}
	if asked != once.asked.Load() {
		t.Errorf("asked for %d annotations, %d without a stop", asked, once.asked.Load())
	}
}

// begun runs a whole batch and returns its options.
func begun(t *testing.T, path string) Options {
	t.Helper()
	o := options(filepath.Join(t.TempDir(), "out"))
	if _, err := Run(t.Context(), &fake{}, open(t, path), o); err != nil {
		t.Fatal(err)
	}
	return o
}

// refuses expects that a run fails, for the reason want if not nil and with the
// given words, and changes nothing.
func refuses(t *testing.T, path string, o Options, want error, message string) {
	t.Helper()
	before := files(t, o.Output)
	_, err := Run(t.Context(), &fake{}, open(t, path), o)
	if err == nil || want != nil && !errors.Is(err, want) || !strings.Contains(err.Error(), message) {
		t.Errorf("error: %v", err)
	}
	if diff := cmp.Diff(before, files(t, o.Output)); diff != "" {
		t.Error("the output changed: " + diff)
	}
}

func TestRunRefusesOtherInputs(t *testing.T) {
	path := archive(t, 35)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	half := bytes.LastIndexByte(data[:len(data)/2], '\n') + 1
	for name, other := range map[string][]byte{
		"changed": bytes.Replace(data, []byte("公司3"), []byte("公司4"), 1),
		"more":    append([]byte("{}\n"), data...),
		"longer":  append(slices.Clone(data), "{}\n"...),
		"fewer":   data[:half],
		"none":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			changed := filepath.Join(t.TempDir(), filepath.Base(path))
			if err := os.WriteFile(changed, other, 0o600); err != nil {
				t.Fatal(err)
			}
			refuses(t, changed, begun(t, path), ErrChanged, "")
		})
	}
}

func TestRunRefuses(t *testing.T) {
	path := archive(t, 35)
	t.Run("nothing when all is done", func(t *testing.T) {
		f := &fake{}
		if _, err := Run(t.Context(), f, open(t, path), begun(t, path)); err != nil || f.asked.Load() != 0 {
			t.Errorf("%v, asked %d times", err, f.asked.Load())
		}
	})
	t.Run("other settings", func(t *testing.T) {
		o := begun(t, path)
		o.Settings = map[string]string{"--limit": "7"}
		refuses(t, path, o, nil, `begun with --limit "0", now it is "7"`)
	})
	t.Run("another service", func(t *testing.T) {
		o := begun(t, path)
		o.Service = &tiyaov1.GetServiceInfoResponse{Build: &tiyaov1.BuildInfo{Version: "v9"}}
		refuses(t, path, o, nil, `version`)
	})
	t.Run("a directory of something else", func(t *testing.T) {
		refuses(t, path, options(filepath.Dir(path)), ErrForeign, "")
	})
	t.Run("a missing part", func(t *testing.T) {
		o := begun(t, path)
		if err := os.Remove(filepath.Join(o.Output, "annotations", "part-000001.jsonl")); err != nil {
			t.Fatal(err)
		}
		refuses(t, path, o, fs.ErrNotExist, "the output was changed")
	})
	t.Run("a second run", func(t *testing.T) {
		o := begun(t, path)
		held, err := lock(filepath.Join(o.Output, stateDir, "lock"))
		if err != nil {
			t.Fatal(err)
		}
		defer held.Close()
		refuses(t, path, o, ErrLocked, "")
	})
}
