package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the measures on the development set anew")

// TestMeasuresOnTheDevelopmentSet keeps what evaluate prints for the
// development set, so that a change of a model or a rule shows what it moved.
func TestMeasuresOnTheDevelopmentSet(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "gold", "dev")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the development set is not there:", err)
	}
	var out, stderr bytes.Buffer
	if code := run(t.Context(), []string{"evaluate", "--gold", dir}, streams{out: &out, err: &stderr}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	const golden = "testdata/evaluate.golden"
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
