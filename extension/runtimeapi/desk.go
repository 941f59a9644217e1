package runtimeapi

import (
	"slices"
	"sync"
)

// desk matches the runtimes that wait for an event with the polls that fetch one. There are as many polls upstream as
// there are runtimes waiting, and never one more on purpose. A poll belongs to no particular runtime: if a connection
// drops, its poll goes on, and what it brings is for whoever asks next. (A dropped connection may be noticed only after
// the runtime has asked again. Were each poll tied to a connection, the event could then go to the dead one.)
//
// The zero desk is ready for use, and safe for concurrent use.
type desk struct {
	mu      sync.Mutex
	polling int              // polls under way: never fewer than runtimes waiting
	waiting []chan *delivery // each with room for one
	kept    []*delivery      // events that came when nobody waited; at most as many as ever waited at once
}

// join makes the caller wait in the channel. If poll is true, it owes the desk one poll, to be given to arrive.
func (d *desk) join() (ticket chan *delivery, poll bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ticket = make(chan *delivery, 1)
	if len(d.kept) > 0 {
		ticket <- d.kept[0]
		d.kept = slices.Delete(d.kept, 0, 1)
		return ticket, false
	}
	d.waiting = append(d.waiting, ticket)
	if d.polling < len(d.waiting) {
		d.polling++
		return ticket, true
	}
	return ticket, false
}

// leave ends the wait of a caller whose runtime has gone.
func (d *desk) leave(ticket chan *delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.waiting, ticket); i >= 0 {
		d.waiting = slices.Delete(d.waiting, i, i+1)
		return
	}
	select {
	case brought := <-ticket:
		d.putBack(brought)
	default: // it was taken before
	}
}

// arrive takes what a poll has brought.
func (d *desk) arrive(brought *delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.polling--
	if !brought.event && d.polling >= len(d.waiting) {
		return // the failure of a poll that nobody needs is nobody's failure
	}
	d.hand(brought)
}

// giveBack takes what could not be written to its runtime.
func (d *desk) giveBack(brought *delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.putBack(brought)
}

// drop forgets what is kept of an invocation that has been answered: a poll too many may have brought it twice.
func (d *desk) drop(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = slices.DeleteFunc(d.kept, func(kept *delivery) bool { return kept.id == id })
}

// putBack hands an event on. A failure is not passed to the next runtime: its own poll is under way, or will show
// whether there still is one.
func (d *desk) putBack(brought *delivery) {
	if brought.event {
		d.hand(brought)
	}
}

// hand gives a delivery to the runtime that has waited longest, or keeps it for the next one.
func (d *desk) hand(brought *delivery) {
	if len(d.waiting) == 0 {
		d.kept = append(d.kept, brought)
		return
	}
	d.waiting[0] <- brought
	d.waiting = slices.Delete(d.waiting, 0, 1)
}
