//go:build unix

package runtimeapi

import (
	"errors"
	"syscall"
)

// silent says whether the other end of a connection has said nothing, its end included. It never waits.
func silent(conn syscall.RawConn) bool {
	var heard error
	err := conn.Read(func(fd uintptr) bool {
		_, heard = syscall.Read(int(fd), make([]byte, 1))
		return true // whatever it was: nobody waits here
	})
	return err == nil && errors.Is(heard, syscall.EAGAIN)
}
