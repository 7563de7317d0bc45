package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/tiyao/tiyao/server/internal/watch"
)

// parse returns the settings of a file and args.
func parse(t *testing.T, file string, args ...string) (config, error) {
	t.Helper()
	if file != "" {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", path)
	}
	var c config
	p, err := newParser(&c, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Parse(args)
	return c, err
}

func TestSettingsComeFromFlagsThenEnvironmentThenFile(t *testing.T) {
	t.Setenv("TIYAO_MAX_CALLS", "20")
	t.Setenv("TIYAO_MAX_QUEUE", "20")
	c, err := parse(t, "max-calls: 10\nmax-queue: 10\nmax-documents: 10\nlexicon: [a.tsv, b.tsv]\nmax-call-duration: 3s\nlog-level: warn\npprof: false\n",
		"--max-queue=30")
	if err != nil {
		t.Fatal(err)
	}
	if c.MaxQueue != 30 || c.MaxCalls != 20 || c.MaxDocuments != 10 || c.MaxConnections != 1024 {
		t.Errorf("flag %d, environment %d, file %d, default %d", c.MaxQueue, c.MaxCalls, c.MaxDocuments, c.MaxConnections)
	}
	if strings.Join(c.Lexicon, " ") != "a.tsv b.tsv" || c.MaxCallDuration != 3*time.Second || c.LogLevel.String() != "WARN" || c.Pprof {
		t.Errorf("file gives %v, %v, %v, %v", c.Lexicon, c.MaxCallDuration, c.LogLevel, c.Pprof)
	}
}

func TestVariablesThatAreNoSettings(t *testing.T) {
	p, err := newParser(&config{}, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	got := unknownVariables(p.Model, []string{"TIYAO_MAX_QUEUE=1", "TIYAO_MAX_QUUE=1", "TIYAOD_SERVICE_HOST=10.0.0.1", "HOME=/", "TIYAO_TLS_CERT=x"})
	if !slices.Equal(got, []string{"TIYAO_MAX_QUUE"}) {
		t.Errorf("unknown are %v", got)
	}
}

func TestConfigErrors(t *testing.T) {
	for _, test := range []struct{ name, file, flag, want string }{
		{"an unknown key", "listen: :1\nmax-quue: 3\n", "", `c.yaml:2: unknown key "max-quue"`},
		{"a key twice", "listen: :1\nlisten: :2\n", "", `c.yaml:`},
		{"no number", "#\nmax-queue: many\n", "", "--max-queue: "},
		{"no number, its line", "#\nmax-queue: many\n", "", "c.yaml:2: "},
		{"no such choice", "log-format: xml\n", "", "--log-format: "},
		{"a mapping for a value", "listen: {a: b}\n", "", "c.yaml:1: want a value"},
		{"a list of lists", "lexicon: [[a]]\n", "", "c.yaml:1: want a list of texts"},
		{"no mapping", "- listen\n", "", "c.yaml:1: want a mapping"},
		{"no YAML", "listen: [\n", "", "c.yaml: "},
		{"a flag that no file may hold", "print-config: true\n", "", "c.yaml:1: unknown key"},
		{"no file", "", "--config=/no/such.yaml", "/no/such.yaml"},
		{"a limit of nothing", "", "--max-calls=0", "max-calls: want more than 0"},
		{"a negative limit", "", "--max-queue=-1", "max-queue: want 0 or more"},
		{"no time", "", "--max-call-duration=5", "--max-call-duration"},
		{"messages too short", "", "--max-message-bytes=10", "max-message-bytes: 10 is less than"},
		{"half a certificate", "", "--tls-cert=x", "tls-key: tls-cert and tls-key need each other"},
		{"client certificates in the clear", "", "--tls-client-ca=x", "tls-client-ca: needs tls-cert"},
		{"a burst of nothing", "", "--caller-burst=1", "caller-burst: needs caller-rate"},
		{"a file twice", "lexicon: [a.tsv, b.tsv, a.tsv]", "", "lexicon: a.tsv stands twice"},
		{"a rate of nobody's", "", "--caller-rate=5", "caller-rate: needs tokens or tls-client-ca"},
		{"a collector without a scheme", "", "--otlp-endpoint=collector:4317", `otlp-endpoint: want http://HOST:PORT or https://HOST:PORT, got "collector:4317"`},
		{"more than all", "", "--trace-ratio=2", "trace-ratio: want 0 to 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var args []string
			if test.flag != "" {
				args = append(args, test.flag)
			}
			if _, err := parse(t, test.file, args...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestPrintedConfigIsReadAgain(t *testing.T) {
	var first, again bytes.Buffer
	args := []string{"--print-config", "--lexicon=a.tsv,b.tsv", "--max-call-duration=1h", "--log-level=debug", "--trace-ratio=0.5", "--no-pprof"}
	if err := run(args, &first, io.Discard); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, first.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"--print-config", "--config", path}, &again, io.Discard); err != nil {
		t.Fatal(err)
	}
	if first.String() != again.String() || !strings.Contains(first.String(), "max-call-duration: 1h0m0s") {
		t.Errorf("printed\n%s\nthen\n%s", first.String(), again.String())
	}
}

func TestStartErrorsNameTheSetting(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad")
	if err := os.WriteFile(bad, []byte("?\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ flag, want string }{
		{"--listen=nowhere:x", "listen: "},
		{"--admin-listen=nowhere:x", "admin-listen: "},
		{"--tokens=" + bad, bad + ":1: "},
		{"--tls-cert=" + bad + " --tls-key=" + bad, "tls: " + bad},
	} {
		args := append([]string{"--listen=127.0.0.1:0", "--admin-listen="}, strings.Fields(test.flag)...)
		if err := run(args, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.flag, err, test.want)
		}
	}
}

// The files under deploy are settings that the daemon takes.
func TestDeployedConfigIsRead(t *testing.T) {
	content, err := os.ReadFile("../deploy/kubernetes/tiyaod.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var configMap struct{ Data map[string]string }
	if err := yaml.NewDecoder(bytes.NewReader(content)).Decode(&configMap); err != nil { // the first of the file
		t.Fatal(err)
	}
	c, err := parse(t, configMap.Data["tiyaod.yaml"])
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":50051" || len(c.Lexicon) != 1 || len(c.Topics) != 1 {
		t.Errorf("read %+v", c)
	}
	file := func(name string) watch.File { return watch.File{Path: name, Content: []byte(configMap.Data[name])} }
	if _, err := parseLexicon(file("lexicon.tsv")); err != nil {
		t.Error(err)
	}
	if _, err := parseTopics(file("topics.yaml")); err != nil {
		t.Error(err)
	}
}
