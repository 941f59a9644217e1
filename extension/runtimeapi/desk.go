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
	polling int         // polls under way: never fewer than runtimes waiting
	waiting []taker     // each of which is given one delivery
	kept    []*delivery // events that came when nobody waited; at most as many as ever waited at once
}

// taker is a runtime that waits.
type taker interface {
	// take is given what the runtime waits for while the desk is locked, and returns what is to be done when it is not.
	take(*delivery) (then func())
}

// ticket is a taker for whom somebody waits at a channel, which has room for one.
type ticket chan *delivery

func (t ticket) take(brought *delivery) (then func()) {
	t <- brought
	return nil
}

// join makes the caller wait in the channel. If poll is true, it owes the desk one poll, to be given to arrive.
func (d *desk) join() (t ticket, poll bool) {
	t = make(ticket, 1)
	_, poll = d.enter(t) // a ticket leaves nothing to be done
	return t, poll
}

// enter makes a runtime wait. If poll is true, the caller owes the desk one poll, to be given to arrive. What is left to be done,
// if it is not nil, the caller does.
func (d *desk) enter(t taker) (then func(), poll bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.kept) > 0 {
		brought := d.kept[0]
		d.kept = slices.Delete(d.kept, 0, 1)
		return t.take(brought), false
	}
	d.waiting = append(d.waiting, t)
	if d.polling < len(d.waiting) {
		d.polling++
		return nil, true
	}
	return nil, false
}

// leave ends the wait of a runtime that has gone. What it was given is another one's.
func (d *desk) leave(t taker) {
	do(d.left(t))
}

func (d *desk) left(t taker) (then func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.waiting, t); i >= 0 {
		d.waiting = slices.Delete(d.waiting, i, i+1)
		return nil
	}
	ticket, ok := t.(ticket)
	if !ok {
		return nil // it gives back by itself what it could not write
	}
	select {
	case brought := <-ticket:
		return d.putBack(brought)
	default: // it was taken before
		return nil
	}
}

// arrive takes what a poll has brought.
func (d *desk) arrive(brought *delivery) {
	do(d.arrived(brought))
}

func (d *desk) arrived(brought *delivery) (then func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.polling--
	if !brought.event && d.polling >= len(d.waiting) {
		return nil // the failure of a poll that nobody needs is nobody's failure
	}
	return d.hand(brought)
}

// giveBack takes what could not be written to its runtime.
func (d *desk) giveBack(brought *delivery) {
	do(d.returned(brought))
}

func (d *desk) returned(brought *delivery) (then func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.putBack(brought)
}

// do does what was left to be done, if anything.
func do(then func()) {
	if then != nil {
		then()
	}
}

// drop forgets what is kept of an invocation that has been answered: a poll too many may have brought it twice.
func (d *desk) drop(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = slices.DeleteFunc(d.kept, func(kept *delivery) bool { return kept.id == id })
}

// putBack hands an event on. A failure is not passed to the next runtime: its own poll is under way, or will show
// whether there still is one.
func (d *desk) putBack(brought *delivery) (then func()) {
	if brought.event {
		return d.hand(brought)
	}
	return nil
}

// hand gives a delivery to the runtime that has waited longest, or keeps it for the next one.
func (d *desk) hand(brought *delivery) (then func()) {
	if len(d.waiting) == 0 {
		d.kept = append(d.kept, brought)
		return nil
	}
	t := d.waiting[0]
	d.waiting = slices.Delete(d.waiting, 0, 1)
	return t.take(brought)
}
