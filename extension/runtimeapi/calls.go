package runtimeapi

import (
	"slices"
	"sync"

	"weir/inspect/source"
)

// call is what is kept of an invocation until its response comes: everything but the event.
type call struct {
	invocation source.Invocation
	caller     source.Caller
}

// calls are the invocations whose events the runtime has, by request id. The zero calls is ready for use, and safe for
// concurrent use.
type calls struct {
	mu    sync.Mutex
	byID  map[string]call
	order []string // oldest first
}

// keep notes an invocation, unless nobody waits for its response.
func (c *calls) keep(invocation source.Invocation, caller source.Caller) {
	if invocation.ID == "" || caller.Source() == "" {
		return
	}
	invocation.Payload = nil
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(invocation.ID)
	if c.byID == nil {
		c.byID = make(map[string]call)
	}
	if len(c.order) == maxCases { // the oldest has timed out long ago
		c.remove(c.order[0])
	}
	c.byID[invocation.ID] = call{invocation, caller}
	c.order = append(c.order, invocation.ID)
}

// of returns an invocation. It stays: a response that Lambda does not take is followed by an error.
func (c *calls) of(id string) (call, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.byID[id]
	return known, ok
}

// forget removes an invocation.
func (c *calls) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(id)
}

func (c *calls) remove(id string) {
	if _, ok := c.byID[id]; !ok {
		return
	}
	delete(c.byID, id)
	c.order = slices.DeleteFunc(c.order, func(other string) bool { return other == id })
}
