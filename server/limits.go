package server

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"time"

	"github.com/tiyao/tiyao/server/internal/admission"
)

// DefaultMaxMessageBytes is the longest message that a server accepts unless
// told otherwise: a batch of articles of ordinary length.
const DefaultMaxMessageBytes = 16 << 20

// Limits bounds what a server takes on. A field that is 0 has its default.
//
// Unary calls and bulk work (batches, streams and documents of 64 KiB or more)
// have capacity of their own, so that neither can starve the other. A unary call
// that finds none is refused at once; bulk work waits.
type Limits struct {
	MaxMessageBytes      int           // longest request
	MaxBytesInFlight     int64         // content held at a time, half of it by bulk work; 32 MiB
	MaxDocuments         int           // documents of unary calls annotated at a time, and as many of bulk work; one for each processor
	MaxQueue             int           // unary calls that wait for their turn; 32 times MaxDocuments, a tenth of a second of articles
	MaxCalls             int           // calls under way on all connections, beside health checks; 512
	MaxCallDuration      time.Duration // for a unary call or batch, and for each document of a stream; 1 minute
	MaxConnectionAge     time.Duration // after which a connection is closed, so that clients spread anew; 30 minutes
	MaxConnectionStreams int           // calls under way on one connection; 256
	MinKeepalive         time.Duration // least time between the pings of a client; 10 seconds
	CallerRate           float64       // documents a second that each caller may send; 0: any number
	CallerBurst          int           // documents that a caller may send at once; CallerRate of one second
}

// Unlimited returns limits under which a server accepts whatever fits memory,
// for use inside one process. Work still waits for its turn.
func Unlimited() Limits {
	return Limits{
		MaxMessageBytes:      math.MaxInt32,
		MaxBytesInFlight:     math.MaxInt64,
		MaxQueue:             math.MaxInt32,
		MaxCalls:             math.MaxInt32,
		MaxCallDuration:      math.MaxInt64,
		MaxConnectionAge:     math.MaxInt64,
		MaxConnectionStreams: math.MaxInt32,
	}
}

// withDefaults checks l and fills in what it leaves open.
func (l Limits) withDefaults() (Limits, error) {
	for _, field := range []struct {
		name  string
		value float64
	}{
		{"MaxMessageBytes", float64(l.MaxMessageBytes)},
		{"MaxBytesInFlight", float64(l.MaxBytesInFlight)},
		{"MaxDocuments", float64(l.MaxDocuments)},
		{"MaxQueue", float64(l.MaxQueue)},
		{"MaxCalls", float64(l.MaxCalls)},
		{"MaxCallDuration", float64(l.MaxCallDuration)},
		{"MaxConnectionAge", float64(l.MaxConnectionAge)},
		{"MaxConnectionStreams", float64(l.MaxConnectionStreams)},
		{"MinKeepalive", float64(l.MinKeepalive)},
		{"CallerRate", l.CallerRate},
		{"CallerBurst", float64(l.CallerBurst)},
	} {
		if field.value < 0 || math.IsNaN(field.value) {
			return l, fmt.Errorf("server: limit %s is %v, want 0 or more", field.name, field.value)
		}
	}
	l.MaxMessageBytes = cmp.Or(l.MaxMessageBytes, DefaultMaxMessageBytes)
	l.MaxBytesInFlight = max(2, cmp.Or(l.MaxBytesInFlight, 32<<20))
	l.MaxDocuments = cmp.Or(l.MaxDocuments, runtime.GOMAXPROCS(0))
	l.MaxQueue = cmp.Or(l.MaxQueue, 32*l.MaxDocuments)
	l.MaxCalls = cmp.Or(l.MaxCalls, 512)
	l.MaxCallDuration = cmp.Or(l.MaxCallDuration, time.Minute)
	l.MaxConnectionAge = cmp.Or(l.MaxConnectionAge, 30*time.Minute)
	l.MaxConnectionStreams = cmp.Or(l.MaxConnectionStreams, 256)
	l.MinKeepalive = cmp.Or(l.MinKeepalive, 10*time.Second)
	l.CallerBurst = cmp.Or(l.CallerBurst, int(math.Ceil(l.CallerRate)))
	return l, nil
}

// unary returns the bounds of unary calls.
func (l Limits) unary() admission.Limits {
	return admission.Limits{Bytes: l.MaxBytesInFlight / 2, Documents: l.MaxDocuments, Queue: l.MaxQueue}
}

// bulk returns the bounds of batches and streams. Their queue needs none: a call
// has a few documents in it at most.
func (l Limits) bulk() admission.Limits {
	return admission.Limits{Bytes: l.MaxBytesInFlight / 2, Documents: l.MaxDocuments, Queue: math.MaxInt}
}
