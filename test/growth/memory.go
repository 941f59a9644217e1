package growth

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The kernel's time for a page that a process has not touched before counts as the thread's. It takes longer than most readers
// take for the bytes of that page, and who needs more pages for a longer text is charged for it. So memory is asked for and touched
// before anything is measured, the collector runs between measurements only, and nothing goes back.
const (
	// touched is how much that is, in bytes.
	touched = 256 << 20

	// garbage is how much may lie there before it is collected: a measurement finds as much again that is free.
	garbage = touched / 2

	// ceiling is where the collector helps itself, in bytes: no measurement makes as much.
	ceiling = 2 << 30
)

// keepMemory touches memory, keeps the collector off, and returns what undoes it.
func keepMemory() (undo func()) {
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(ceiling)
	memory := make([]byte, touched)
	for i := 0; i < len(memory); i += 4 << 10 {
		memory[i] = 1
	}
	runtime.KeepAlive(memory)
	runtime.GC()
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

var inUse = []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}

// collect collects garbage if there is much.
func collect() {
	if metrics.Read(inUse); inUse[0].Value.Uint64() > garbage {
		runtime.GC()
	}
}
