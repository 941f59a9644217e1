//go:build unix

package runtimeapi

import (
	"io"
	"net"
	"os"
	"syscall"
)

// socket is a connection whose small messages are read and written without telling Go's scheduler. A call that may take long has
// to tell it, so that others can have the processor, and that wakes the scheduler's monitor: a thread that then looks every
// 20 µs whether somebody has to be preempted, for as long as anything runs, which is a fifth of what a clean GET costs. No
// call here takes long, since the connection never blocks: what has to wait, waits in the scheduler, as net.Conn does.
type socket struct {
	*net.TCPConn
	raw         syscall.RawConn
	read, write transfer
}

// maxQuick bounds what is read or written so: a plain message. With what is larger the monitor wakes, which looks after the
// fair share of others while that is inspected.
const maxQuick = maxPlainHead + maxSmall

// transfer is a call under way in one direction.
type transfer struct {
	bytes []byte
	n     int
	errno syscall.Errno
	call  func(fd uintptr) (done bool)
}

func newSocket(conn *net.TCPConn) *socket {
	s := &socket{TCPConn: conn}
	s.raw, _ = conn.SyscallConn() // it fails for nil alone
	s.read.call = s.read.receive
	s.write.call = s.write.send
	return s
}

// Read implements net.Conn.
func (s *socket) Read(b []byte) (int, error) {
	if len(b) == 0 || len(b) > maxQuick {
		return s.TCPConn.Read(b)
	}
	s.read.bytes, s.read.n, s.read.errno = b, 0, 0
	err := s.raw.Read(s.read.call)
	s.read.bytes = nil
	switch {
	case err != nil:
		return 0, err
	case s.read.errno != 0:
		return 0, s.failed("read", s.read.errno)
	case s.read.n == 0:
		return 0, io.EOF
	}
	return s.read.n, nil
}

// ask writes a message and reads the first bytes of the answer. It waits for them from before the message is written: so they
// cannot come unnoticed, and nothing has to be tried to know that there are none yet. A connection that was used before has to
// be silent; otherwise the error is errStale, and nothing was written.
func (s *socket) ask(message, b []byte, used bool) (n int, asked bool, err error) {
	var stale bool
	s.write.bytes, s.write.n, s.write.errno = message, 0, 0
	s.read.bytes, s.read.n, s.read.errno = b, 0, 0
	err = s.raw.Read(func(fd uintptr) (done bool) {
		if s.write.bytes == nil {
			return s.read.receive(fd)
		}
		if used && s.read.receive(fd) {
			stale = true
			return true
		}
		sent := s.write.send(fd)
		s.write.bytes = nil
		return !sent || s.write.errno != 0
	})
	s.read.bytes, s.write.bytes = nil, nil
	asked = s.write.n > 0
	switch {
	case stale:
		return 0, false, errStale
	case err != nil:
		return 0, asked, err
	case s.write.errno != 0:
		return 0, asked, s.failed("write", s.write.errno)
	case s.write.n < len(message): // it waits for room
		if _, err := s.TCPConn.Write(message[s.write.n:]); err != nil {
			return 0, asked, err
		}
		n, err = s.Read(b)
		return n, asked, err
	case s.read.errno != 0:
		return 0, asked, s.failed("read", s.read.errno)
	case s.read.n == 0:
		return 0, asked, io.EOF
	}
	return s.read.n, asked, nil
}

// Write implements net.Conn.
func (s *socket) Write(b []byte) (int, error) {
	if len(b) == 0 || len(b) > maxQuick {
		return s.TCPConn.Write(b)
	}
	s.write.bytes, s.write.n, s.write.errno = b, 0, 0
	err := s.raw.Write(s.write.call)
	s.write.bytes = nil
	if err == nil && s.write.errno != 0 {
		err = s.failed("write", s.write.errno)
	}
	return s.write.n, err
}

func (s *socket) failed(call string, errno syscall.Errno) error {
	return &net.OpError{Op: call, Net: "tcp", Source: s.LocalAddr(), Addr: s.RemoteAddr(), Err: os.NewSyscallError(call, errno)}
}

func (t *transfer) receive(fd uintptr) (done bool) {
	t.n, t.errno = readNow(fd, t.bytes)
	return t.errno != syscall.EAGAIN
}

func (t *transfer) send(fd uintptr) (done bool) {
	for t.n < len(t.bytes) {
		n, errno := writeNow(fd, t.bytes[t.n:])
		if errno != 0 {
			t.errno = errno
			if errno == syscall.EAGAIN {
				t.errno = 0
				return false
			}
			return true
		}
		t.n += n
	}
	return true
}
