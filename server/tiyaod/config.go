package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"github.com/tiyao/tiyao/nlp"
	"github.com/tiyao/tiyao/server"
)

// config is the settings of the daemon. Each is a flag, an environment variable
// with the prefix TIYAO_, and a key of the configuration file; the first of
// them that is set counts.
type config struct {
	Config      configFile       `help:"Read settings from this YAML file; its keys are the names of these flags." placeholder:"FILE"`
	PrintConfig bool             `help:"Print all settings as a configuration file and end." env:"-"`
	Version     kong.VersionFlag `help:"Print the version and end." env:"-"`

	Listen          string        `group:"Service" help:"Address to serve gRPC on." default:"127.0.0.1:50051" placeholder:"HOST:PORT"`
	AdminListen     string        `group:"Service" help:"Address to serve health, metrics and profiles on over HTTP; empty: none. It asks for no token: keep it on a private address." default:"127.0.0.1:9464" placeholder:"HOST:PORT"`
	Pprof           bool          `group:"Service" help:"Serve profiles below /debug/pprof/ of the admin address." default:"true" negatable:""`
	ShutdownDelay   time.Duration `group:"Service" help:"How long to go on serving after SIGTERM while health reports NOT_SERVING, so that load balancers turn away." default:"0s"`
	ShutdownTimeout time.Duration `group:"Service" help:"How long calls under way may take after that before they are cut off." default:"30s"`

	Segmenter      string        `group:"Language data" help:"Engine that serves requests that name none: gse or gojieba." enum:"gse,gojieba" default:"gse"`
	GseWords       []string      `group:"Language data" help:"Files with words for the gse engine: a word, its frequency and, if known, its part of speech in each line." placeholder:"FILE"`
	GojiebaDictDir string        `group:"Language data" help:"Directory of gojieba's dictionary files. Default: share/tiyao/jieba beside the program's own directory, or else where the gojieba module was at build time."`
	Lexicon        []string      `group:"Language data" help:"Files of names to mark: a name and its type in each line, with a tab between them. Later files win." placeholder:"FILE"`
	Topics         []string      `group:"Language data" help:"YAML files of topics to look for." placeholder:"FILE"`
	ReloadInterval time.Duration `group:"Language data" help:"How often to look for changes of lexicons, topics, tokens and certificates. SIGHUP reads them at once." default:"10s"`

	MaxContentBytes      int           `group:"Limits" help:"Longest content of a document, in bytes of UTF-8." default:"1048576"`
	MaxMessageBytes      int           `group:"Limits" help:"Longest message, in bytes. Each call may have one in memory before its content counts as in flight." default:"16777216"`
	MaxBytesInFlight     int64         `group:"Limits" help:"Content held at a time, in bytes: half of it by unary calls, half by bulk work: batches, streams and documents of 64 KiB or more." default:"33554432"`
	MaxDocuments         int           `group:"Limits" help:"Documents of unary calls annotated at a time, and as many of bulk work; 0: one for each processor." default:"0"`
	MaxQueue             int           `group:"Limits" help:"Unary calls that wait for their turn; more are refused. 0: 32 times max-documents." default:"0"`
	MaxCalls             int           `group:"Limits" help:"Calls under way, beside health checks." default:"512"`
	MaxCallDuration      time.Duration `group:"Limits" help:"Longest time for a unary call or batch, and for each document of a stream." default:"1m"`
	MaxConnections       int           `group:"Limits" help:"Connections; more wait." default:"1024"`
	MaxConnectionAge     time.Duration `group:"Limits" help:"Age at which a connection is closed, so that clients spread anew." default:"30m"`
	MaxConnectionStreams int           `group:"Limits" help:"Calls under way on one connection." default:"256"`
	MinKeepalive         time.Duration `group:"Limits" help:"Least time between the pings of a client." default:"10s"`

	TLSCert     string  `group:"Security" name:"tls-cert" help:"PEM file of the server's certificate chain. Without it, the service is in the clear." placeholder:"FILE"`
	TLSKey      string  `group:"Security" name:"tls-key" help:"PEM file of the key of tls-cert." placeholder:"FILE"`
	TLSClientCA string  `group:"Security" name:"tls-client-ca" help:"PEM file of the authorities of client certificates. With it, every client needs one." placeholder:"FILE"`
	Tokens      string  `group:"Security" help:"File of bearer tokens: the name of a caller and the SHA-256 hash of a token in each line. With it, every call needs one, beside health checks." placeholder:"FILE"`
	CallerRate  float64 `group:"Security" help:"Documents a second that each caller may send; 0: any number." default:"0"`
	CallerBurst int     `group:"Security" help:"Documents that a caller may send at once; 0: those of one second." default:"0"`

	LogFormat    string     `group:"Observability" help:"Format of the log on standard error: text or json." enum:"text,json" default:"text"`
	LogLevel     slog.Level `group:"Observability" help:"Least level that is logged: debug, info, warn or error." default:"info"`
	OTLPEndpoint string     `group:"Observability" name:"otlp-endpoint" help:"URL of an OpenTelemetry collector to send traces to over gRPC; empty: none." placeholder:"http://HOST:4317"`
	TraceRatio   float64    `group:"Observability" help:"Share of the calls that are traced where their caller does not decide, from 0 to 1." default:"0.01"`
}

// Validate checks what the types of the settings do not say. kong calls it.
func (c *config) Validate() error {
	var errs []error
	check := func(ok bool, key, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf("%s: %s", key, fmt.Sprintf(format, args...)))
		}
	}
	for key, value := range map[string]float64{
		"max-content-bytes": float64(c.MaxContentBytes), "max-message-bytes": float64(c.MaxMessageBytes),
		"max-bytes-in-flight": float64(c.MaxBytesInFlight), "max-calls": float64(c.MaxCalls),
		"max-call-duration": float64(c.MaxCallDuration), "max-connections": float64(c.MaxConnections),
		"max-connection-age": float64(c.MaxConnectionAge), "max-connection-streams": float64(c.MaxConnectionStreams),
		"min-keepalive": float64(c.MinKeepalive), "reload-interval": float64(c.ReloadInterval),
		"shutdown-timeout": float64(c.ShutdownTimeout),
	} {
		check(value > 0, key, "want more than 0")
	}
	for key, value := range map[string]float64{
		"max-documents": float64(c.MaxDocuments), "max-queue": float64(c.MaxQueue), "caller-rate": c.CallerRate,
		"caller-burst": float64(c.CallerBurst), "shutdown-delay": float64(c.ShutdownDelay),
	} {
		check(value >= 0, key, "want 0 or more")
	}
	for key, paths := range map[string][]string{"lexicon": c.Lexicon, "topics": c.Topics} {
		for i, path := range paths {
			check(!slices.Contains(paths[:i], path), key, "%s stands twice", path)
		}
	}
	check(c.MaxMessageBytes >= c.MaxContentBytes, "max-message-bytes", "%d is less than max-content-bytes, %d", c.MaxMessageBytes, c.MaxContentBytes)
	check((c.TLSCert == "") == (c.TLSKey == ""), "tls-key", "tls-cert and tls-key need each other")
	check(c.TLSClientCA == "" || c.TLSCert != "", "tls-client-ca", "needs tls-cert")
	check(c.CallerRate == 0 || c.Tokens != "" || c.TLSClientCA != "", "caller-rate", "needs tokens or tls-client-ca: without them all callers are one")
	check(c.CallerBurst == 0 || c.CallerRate > 0, "caller-burst", "needs caller-rate")
	collector, err := url.Parse(c.OTLPEndpoint)
	check(c.OTLPEndpoint == "" || err == nil && collector.Host != "" && (collector.Scheme == "http" || collector.Scheme == "https"),
		"otlp-endpoint", "want http://HOST:PORT or https://HOST:PORT, got %q", c.OTLPEndpoint)
	check(0 <= c.TraceRatio && c.TraceRatio <= 1, "trace-ratio", "want 0 to 1")
	return errors.Join(errs...)
}

func (c *config) limits() server.Limits {
	return server.Limits{
		MaxMessageBytes:      c.MaxMessageBytes,
		MaxBytesInFlight:     c.MaxBytesInFlight,
		MaxDocuments:         c.MaxDocuments,
		MaxQueue:             c.MaxQueue,
		MaxCalls:             c.MaxCalls,
		MaxCallDuration:      c.MaxCallDuration,
		MaxConnectionAge:     c.MaxConnectionAge,
		MaxConnectionStreams: c.MaxConnectionStreams,
		MinKeepalive:         c.MinKeepalive,
		CallerRate:           c.CallerRate,
		CallerBurst:          c.CallerBurst,
	}
}

func (c *config) annotatorOptions(o nlp.Observer) []nlp.Option {
	return []nlp.Option{
		nlp.WithSegmenter(c.Segmenter),
		nlp.WithGSEWords(c.GseWords...),
		nlp.WithGoJiebaDictDir(cmp.Or(c.GojiebaDictDir, server.DictDir())),
		nlp.WithMaxContentBytes(c.MaxContentBytes),
		nlp.WithObserver(o),
	}
}
