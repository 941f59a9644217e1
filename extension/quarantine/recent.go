package quarantine

import "sync"

// maxRecent is how many items are remembered: those of a few batches, at 64 bytes each.
const maxRecent = 1024

// recent remembers the hashes of what was sent last. A stream's batch that the handler fails comes back at once, again
// and again, and its bad records are the same each time: one copy of them is enough. The zero value is empty. It is
// safe for concurrent use.
type recent struct {
	mu    sync.Mutex
	known map[string]struct{}
	order [maxRecent]string // a ring
	next  int
}

func (r *recent) has(hash string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.known[hash]
	return known
}

func (r *recent) add(hash string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.known[hash]; known {
		return
	}
	if r.known == nil {
		r.known = make(map[string]struct{})
	}
	delete(r.known, r.order[r.next])
	r.known[hash], r.order[r.next] = struct{}{}, hash
	r.next = (r.next + 1) % maxRecent
}
