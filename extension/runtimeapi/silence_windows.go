package runtimeapi

import "syscall"

// silent says no: on Windows the extension is only built, and a line that counts as ended costs a new connection.
func silent(syscall.RawConn) bool { return false }
