//go:build unix && !race

package runtimeapi

import (
	"syscall"
	"unsafe"
)

// readNow and writeNow read and write bytes, of which there is at least one, without telling the scheduler.
func readNow(fd uintptr, b []byte) (int, syscall.Errno)  { return now(syscall.SYS_READ, fd, b) }
func writeNow(fd uintptr, b []byte) (int, syscall.Errno) { return now(syscall.SYS_WRITE, fd, b) }

func now(call, fd uintptr, b []byte) (int, syscall.Errno) {
	for {
		n, _, errno := syscall.RawSyscall(call, fd, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
		switch errno {
		case 0:
			return int(n), 0
		case syscall.EINTR:
		default:
			return 0, errno
		}
	}
}
