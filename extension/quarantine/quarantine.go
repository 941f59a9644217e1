// Package quarantine keeps what would otherwise be gone: records that were taken out of a batch, and events that were
// swallowed, of which nobody learns that they were refused. They go to an SQS queue or an S3 bucket, with the function's
// own role, before the event moves on.
//
// It knows which outcomes lose something, what of an event must not be kept in clear, and how SQS and S3 are spoken to.
// It is never on the way of an event from which nothing is lost: no client is made and no connection opened before
// there is something to keep.
package quarantine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// Place is where things are kept: a queue, or a bucket. The zero Place is nowhere.
type Place struct {
	Queue  string // the URL of an SQS queue
	Bucket string // of S3
	Prefix string // of the keys in the bucket, without slashes around it; may be ""
}

// Options are all that a Quarantine is told.
type Options struct {
	Place Place
	// Getenv returns the variables that Lambda gives a function: region and credentials. It is asked when something is
	// kept for the first time.
	Getenv func(string) string
	Now    func() time.Time // nil means time.Now
}

// Quarantine keeps things. It is safe for concurrent use.
type Quarantine struct {
	options Options
	store   func() (store, error) // made once, when first needed
}

// store is a place that takes parcels.
type store interface {
	// put keeps every parcel or fails, and says where they are. What a failed put has written stays.
	put(ctx context.Context, parcels []parcel) (where string, err error)
	// rest lets connections go: the next use may be hours away, after a freeze in which they die.
	rest()
}

// New prepares a quarantine. It costs nothing before Keep has something to keep.
func New(options Options) *Quarantine {
	if options.Now == nil {
		options.Now = time.Now
	}
	q := &Quarantine{options: options}
	q.store = sync.OnceValues(q.open)
	return q
}

func (q *Quarantine) open() (store, error) {
	if q.options.Place.Queue != "" {
		return openQueue(q.options)
	}
	return openBucket(q.options)
}

// The bounds of the time that keeping may take. The handler may still have to do its work in what is left of the
// invocation's time, so half of that is the most; and five seconds are many times what a working endpoint needs, so
// that a broken one does not hold up every batch for longer.
const (
	maxTime  = 5 * time.Second
	maxShare = 2 // 1/maxShare of the time that is left
)

// takenShare: to prepare what is lost takes a sixth of a second of a whole core for each five megabytes, and more for what is
// packed. 1/takenShare of the time that is left is the most: as much remains for keeping it, and half for the handler.
const takenShare = 4

// Taken lists what an outcome loses, as the function of that name. It returns at the latest after a part of the time that the
// invocation has left; what was not prepared until then is not kept.
func (q *Quarantine) Taken(inv source.Invocation, v inspect.Verdict, o source.Outcome) []Item {
	if inv.Deadline.IsZero() {
		return Taken(inv, v, o, nil)
	}
	now := q.options.Now()
	end := now.Add(inv.Deadline.Sub(now) / takenShare)
	return Taken(inv, v, o, func() bool { return !q.options.Now().Before(end) })
}

// Keep writes items, and says where they are. It returns at the latest after half of the time that the invocation has
// left, or five seconds. If it fails, some of the items may be kept. With nothing to keep, or nowhere to keep it, it
// does nothing and where is "".
func (q *Quarantine) Keep(ctx context.Context, inv source.Invocation, v inspect.Verdict, items []Item) (where string, err error) {
	if len(items) == 0 || q.options.Place == (Place{}) {
		return "", nil
	}
	defer func() {
		if p := recover(); p != nil {
			where, err = "", fmt.Errorf("quarantine: panic of type %T", p)
		}
	}()
	now := q.options.Now()
	allowed := maxTime
	if !inv.Deadline.IsZero() {
		allowed = min(allowed, inv.Deadline.Sub(now)/maxShare)
	}
	ctx, cancel := context.WithTimeout(ctx, allowed)
	defer cancel()
	place, err := q.store()
	if err != nil {
		return "", fmt.Errorf("quarantine: %v", err)
	}
	defer place.rest()
	parcels := make([]parcel, 0, len(items))
	for _, item := range items {
		if item.SHA256 != "" {
			parcels = append(parcels, parcel{item: item, inv: inv, verdict: v, time: now})
		}
	}
	if len(parcels) > 0 {
		where, err = place.put(ctx, parcels)
	}
	if err == nil && len(parcels) < len(items) {
		err = fmt.Errorf("no time to prepare %d", len(items)-len(parcels))
	}
	if err != nil {
		return "", fmt.Errorf("quarantine: keeping %d of %s: %v", len(items), v.Source, err)
	}
	return where, nil
}
