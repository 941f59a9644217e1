//go:build !linux

package growth

import "time"

// threadTime is the time that passes, where a thread's own is not known.
var threadTime meter = func(call func()) time.Duration {
	start := time.Now()
	call()
	return time.Since(start)
}
