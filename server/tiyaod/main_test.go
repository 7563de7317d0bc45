package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// asDaemon has the test binary be the daemon.
const asDaemon = "TIYAOD_TEST_AS_DAEMON"

func TestMain(m *testing.M) {
	if os.Getenv(asDaemon) != "" {
		os.Unsetenv(asDaemon)
		main()
		return
	}
	os.Exit(m.Run())
}

// maxLines bounds the lines of a log that are kept.
const maxLines = 50_000

// daemon is a running tiyaod.
type daemon struct {
	process *os.Process
	address string // of the service
	admin   string // of the admin listener
	exited  chan error

	mu  sync.Mutex
	log []map[string]any
}

// start runs the daemon on free ports until the test ends, and returns when it
// serves.
func start(t *testing.T, args ...string) *daemon {
	t.Helper()
	args = append([]string{"--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0", "--log-format=json"}, args...)
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asDaemon+"=1")
	logs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d := &daemon{process: cmd.Process, exited: make(chan error, 1)}
	serving := make(chan bool)
	go func() {
		d.read(logs, serving)
		d.exited <- cmd.Wait()
		close(d.exited)
	}()
	t.Cleanup(func() {
		d.process.Kill() //nolint:errcheck // it may have ended
		for range d.exited {
		}
	})
	if !<-serving {
		t.Fatalf("the daemon ended: %v", d.lines())
	}
	return d
}

// read keeps the lines of the log, and tells when the daemon serves, or that it
// ended before.
func (d *daemon) read(logs io.Reader, serving chan<- bool) {
	defer func() {
		if serving != nil {
			serving <- false
		}
	}()
	scan := bufio.NewScanner(logs)
	for scan.Scan() {
		line := map[string]any{}
		if json.Unmarshal(scan.Bytes(), &line) != nil {
			line["msg"] = scan.Text()
		}
		d.mu.Lock()
		if len(d.log) < maxLines {
			d.log = append(d.log, line)
		}
		d.mu.Unlock()
		switch line["msg"] {
		case "admin":
			d.admin = line["address"].(string)
		case "serving":
			d.address = line["address"].(string)
			serving <- true
			serving = nil
		}
	}
}

func (d *daemon) lines() []map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log
}

// get returns what the admin listener answers.
func (d *daemon) get(t *testing.T, path string) (status int, body string) {
	t.Helper()
	resp, err := http.Get("http://" + d.admin + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// metric returns the value of a metric, with its labels as they are written.
func (d *daemon) metric(t *testing.T, name string) (value float64) {
	t.Helper()
	_, body := d.get(t, "/metrics")
	for line := range strings.Lines(body) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			if _, err := fmt.Sscan(rest, &value); err != nil {
				t.Fatal(err)
			}
		}
	}
	return value
}

// terminate ends the daemon as an operator would, and returns how it ended.
func (d *daemon) terminate(t *testing.T) error {
	t.Helper()
	if err := d.process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return <-d.exited
}
