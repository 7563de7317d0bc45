package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/tiyao/tiyao/client"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// TestLoad measures a daemon on this machine, which also makes the load, and
// prints a table. It runs only when asked for:
//
//	TIYAO_LOAD=10s go test -v -run TestLoad ./server/tiyaod     time for each row
//	TIYAO_SOAK=200000 go test -v -timeout 60m -run TestSoak ./server/tiyaod
//
// [ghz] measures the same from outside. It spends more on reading a whole record
// than the daemon on making one; ask it for some layers:
//
//	ghz --insecure -c 16 -z 10s --proto tiyao/v1/annotation_service.proto --import-paths proto,proto/third_party \
//	  --call tiyao.v1.AnnotationService.AnnotateText -D requests.json localhost:50051
//
// [ghz]: https://github.com/bojand/ghz
func TestLoad(t *testing.T) {
	each, err := time.ParseDuration(os.Getenv("TIYAO_LOAD"))
	if err != nil {
		t.Skip("TIYAO_LOAD holds no duration")
	}
	// What is measured are the pauses of the daemon, not those of the load.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	d := start(t)
	l := newLoad(t, d)
	l.closed(16, 2*time.Second) // warm
	peak := l.closed(16, each).goodput()
	// The processor time of the daemon tells its capacity where other programs
	// take their share of the machine.
	t.Logf("%-28s %8s %8s %8s %8s %8s %8s %8s %8s %9s", "", "calls/s", "p50 ms", "p99 ms", "good/s", "refused", "other", "CPU s", "RSS MiB", "health ms")
	row := func(name string, measure func() *result) {
		before := d.metric(t, "process_cpu_seconds_total")
		health := l.probe(t)
		r := measure()
		t.Logf("%-28s %8.0f %8.1f %8.1f %8.0f %8d %8d %8.2f %8.0f %9.1f", name, float64(r.calls)/r.took.Seconds(),
			r.quantile(.5), r.quantile(.99), r.goodput(), r.refused, r.other,
			d.metric(t, "process_cpu_seconds_total")-before, d.metric(t, "process_resident_memory_bytes")/(1<<20), health().quantile(.99))
	}
	row("16 callers without a pause", func() *result { return l.closed(16, each) })
	row("half of the peak rate", func() *result { return l.open(peak/2, each) })
	row("four times the peak rate", func() *result { return l.open(4*peak, each) })
	row("half of the peak rate again", func() *result { return l.open(peak/2, each) })
}

// TestSoak sends many calls and shows whether memory and goroutines grow.
func TestSoak(t *testing.T) {
	calls, err := strconv.Atoi(os.Getenv("TIYAO_SOAK"))
	if err != nil {
		t.Skip("TIYAO_SOAK holds no number of calls")
	}
	d := start(t)
	l := newLoad(t, d)
	t.Logf("%8s %8s %10s %12s %10s %8s", "calls", "failed", "heap MiB", "RSS MiB", "goroutines", "files")
	var done, failed atomic.Int64
	for range 10 {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range calls / 80 {
					done.Add(1)
					if l.call(t.Context()) != nil {
						failed.Add(1)
					}
				}
			})
		}
		wg.Wait()
		t.Logf("%8d %8d %10.0f %12.0f %10.0f %8.0f", done.Load(), failed.Load(),
			d.metric(t, "go_memstats_heap_inuse_bytes")/(1<<20), d.metric(t, "process_resident_memory_bytes")/(1<<20),
			d.metric(t, "go_goroutines"), d.metric(t, "process_open_fds"))
	}
}

// load makes calls of a daemon with articles of three kilobytes.
type load struct {
	client   *client.Client
	health   healthv1.HealthClient // over a connection of its own
	articles []string
	next     atomic.Int64
}

func newLoad(t *testing.T, d *daemon) *load {
	t.Helper()
	c, err := client.Dial(d.address, grpc.WithDisableRetry())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	conn, err := grpc.NewClient(d.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &load{client: c, health: healthv1.NewHealthClient(conn), articles: articles(t)}
}

// probe checks the health of the daemon, fifty times a second, until the
// function it returns is called.
func (l *load) probe(t *testing.T) (stop func() *result) {
	r := &result{}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for sleep := time.Tick(20 * time.Millisecond); ctx.Err() == nil; <-sleep {
			start := time.Now()
			_, err := l.health.Check(t.Context(), &healthv1.HealthCheckRequest{})
			r.add(time.Since(start), err)
		}
	})
	return func() *result {
		cancel()
		wg.Wait()
		return r
	}
}

// articles returns texts of about 3,000 bytes: of real news where the sample of it
// lies beside the repository, else one made-up article.
func articles(t *testing.T) []string {
	t.Helper()
	const length = 1050 // characters
	var text []rune
	if paths, _ := filepath.Glob("../../../shared/news/plain/*"); len(paths) > 0 {
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, []rune(strings.ToValidUTF8(string(content), "?"))...)
			if len(text) > 200*length {
				break
			}
		}
	} else {
		t.Log("no sample of news: the text is one paragraph, again and again")
		text = []rune(article(2 * length / len([]rune(article(1)))))
	}
	var out []string
	for part := range slices.Chunk(text, length) {
		out = append(out, string(part))
	}
	return out[:max(1, len(out)-1)] // the last is short
}

func (l *load) call(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	content := l.articles[int(l.next.Add(1))%len(l.articles)]
	_, err := l.client.Annotate(ctx, &tiyaov1.Document{Content: content}, client.Options{})
	return err
}

// result is what became of a number of calls.
type result struct {
	mu      sync.Mutex
	took    time.Duration
	calls   int
	good    []time.Duration // latencies of the calls that got an answer
	refused int
	other   int
}

func (r *result) add(latency time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	switch status.Code(err) {
	case codes.OK:
		r.good = append(r.good, latency)
	case codes.ResourceExhausted:
		r.refused++
	default:
		r.other++
	}
}

func (r *result) goodput() float64 { return float64(len(r.good)) / r.took.Seconds() }

// quantile returns a latency in milliseconds.
func (r *result) quantile(q float64) float64 {
	if len(r.good) == 0 {
		return 0
	}
	slices.Sort(r.good)
	return r.good[int(q*float64(len(r.good)-1))].Seconds() * 1000
}

// closed has a number of callers call without a pause.
func (l *load) closed(callers int, d time.Duration) *result {
	r := &result{}
	begin := time.Now()
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for time.Since(begin) < d {
				start := time.Now()
				err := l.call(context.Background())
				r.add(time.Since(start), err)
			}
		})
	}
	wg.Wait()
	r.took = time.Since(begin)
	return r
}

// open makes calls at a rate, whether or not those before them are answered. A
// latency counts from when the call was due.
func (l *load) open(rate float64, d time.Duration) *result {
	r := &result{}
	begin := time.Now()
	var wg sync.WaitGroup
	for i := range int(rate * d.Seconds()) {
		due := begin.Add(time.Duration(float64(i) / rate * float64(time.Second)))
		time.Sleep(time.Until(due))
		wg.Go(func() {
			err := l.call(context.Background())
			r.add(time.Since(due), err)
		})
	}
	wg.Wait()
	r.took = time.Since(begin)
	return r
}
