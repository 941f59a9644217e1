package main

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

const (
	// largeEvent is the size of an event whose memory is looked after, in bytes. Smaller events, and those are nearly all, leave
	// less behind than the collector lets be anyway.
	largeEvent = 256 << 10

	// perByte is how much memory an inspection may take before the collector works harder, in bytes for each of the event, which is
	// there already: two readings of all of it at a time.
	perByte = 2

	// slack is the same for an event of any size, in bytes: what rules take that are compiled meanwhile.
	slack = 2 << 20
)

// memory keeps what large events take small: while they are judged, garbage is collected sooner, and afterwards what they took goes
// back to the system. The handler needs it. It is safe for concurrent use.
type memory struct {
	mu    sync.Mutex
	held  int   // bytes of the large events that are being judged
	rest  int64 // what was in use before the first of them
	usual int64 // the limit at other times
}

// hold begins to judge an event of a size. The caller calls done when the event is judged.
func (m *memory) hold(size int) (done func()) {
	if size < largeEvent {
		return func() {}
	}
	m.change(size)
	return func() { m.change(-size) }
}

func (m *memory) change(size int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == 0 {
		m.rest, m.usual = inUse()-int64(size), debug.SetMemoryLimit(-1)
	}
	if m.held += size; m.held == 0 {
		debug.FreeOSMemory() // pools give up what they hold at the second collection
		debug.FreeOSMemory()
		debug.SetMemoryLimit(m.usual)
		return
	}
	debug.SetMemoryLimit(min(m.usual, m.rest+slack+int64(1+perByte)*int64(m.held)))
}

// inUse is the memory of the process that the limit is about, in bytes.
func inUse() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
