//go:build unix && race

package runtimeapi

import (
	"errors"
	"syscall"
)

// readNow and writeNow tell the race detector that what comes over a connection comes after what was done before it was sent.
func readNow(fd uintptr, b []byte) (int, syscall.Errno)  { return now(syscall.Read, fd, b) }
func writeNow(fd uintptr, b []byte) (int, syscall.Errno) { return now(syscall.Write, fd, b) }

func now(call func(int, []byte) (int, error), fd uintptr, b []byte) (int, syscall.Errno) {
	for {
		n, err := call(int(fd), b)
		var errno syscall.Errno
		if errors.As(err, &errno); errno != syscall.EINTR {
			return max(n, 0), errno
		}
	}
}
