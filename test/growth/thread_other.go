//go:build !linux

package growth

import "time"

var started = time.Now()

// spent is the time that passes, where a thread's own is not known.
func spent() time.Duration { return time.Since(started) }
