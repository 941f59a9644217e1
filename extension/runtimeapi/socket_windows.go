package runtimeapi

import "net"

// socket is a connection. On Windows the extension is only built: it is read and written as any, and never used twice.
type socket struct{ *net.TCPConn }

func newSocket(conn *net.TCPConn) *socket { return &socket{conn} }

func (s *socket) ask(message, b []byte, used bool) (n int, asked bool, err error) {
	if used {
		return 0, false, errStale
	}
	if n, err = s.Write(message); err != nil {
		return 0, n > 0, err
	}
	n, err = s.Read(b)
	return n, true, err
}
