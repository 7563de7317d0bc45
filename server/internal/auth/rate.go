package auth

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxCallers is the number of callers that are told apart. Names come from the
// tokens file or from verified certificates, so that it is hardly ever reached;
// past it the callers that are not known yet share one limit.
const maxCallers = 10_000

// Rates bounds how fast each caller may go, by a token bucket each. It is safe
// for concurrent use.
type Rates struct {
	limit rate.Limit
	burst int

	mu      sync.Mutex
	callers map[string]*rate.Limiter
}

// NewRates returns limits of perSecond events each, and burst at once.
func NewRates(perSecond float64, burst int) *Rates {
	return &Rates{limit: rate.Limit(perSecond), burst: burst, callers: map[string]*rate.Limiter{}}
}

// Allow takes one event of caller. If there is none left, it takes none and
// returns how long until there is one.
func (r *Rates) Allow(caller string) (wait time.Duration, ok bool) {
	reservation := r.of(caller).Reserve()
	if wait = reservation.Delay(); wait > 0 {
		reservation.Cancel()
		return wait, false
	}
	return 0, true
}

// Wait waits for one event of caller. Its error is that of ctx, also where ctx
// would end before the event comes.
func (r *Rates) Wait(ctx context.Context, caller string) error {
	if err := r.of(caller).Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return context.DeadlineExceeded
	}
	return nil
}

// of returns the bucket of caller.
func (r *Rates) of(caller string) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.callers[caller]
	if l == nil && len(r.callers) >= maxCallers {
		caller = ""
		l = r.callers[caller]
	}
	if l == nil {
		l = rate.NewLimiter(r.limit, r.burst)
		r.callers[caller] = l
	}
	return l
}
