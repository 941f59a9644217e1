package main

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// socket is a blocking TCP connection to this machine, by bare system calls: package net is larger than the rest of this
// program. Every call ends at the deadline, with os.ErrDeadlineExceeded.
type socket struct {
	fd       int
	deadline time.Time
}

// dial connects to a port of 127.0.0.1.
func dial(port int, deadline time.Time) (*socket, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	c := &socket{fd: fd, deadline: deadline}
	// Linux bounds connect by the time for sending (socket(7)). A connect that is interrupted goes on by itself, and a second
	// one waits for it.
	err = c.until(syscall.SO_SNDTIMEO, func() error {
		return syscall.Connect(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
	})
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *socket) close() { _ = syscall.Close(c.fd) }

// write sends a text that is smaller than any buffer of a socket.
func (c *socket) write(text string) error {
	return c.until(syscall.SO_SNDTIMEO, func() error {
		_, err := syscall.SendmsgN(c.fd, []byte(text), nil, nil, syscall.MSG_NOSIGNAL)
		return err
	})
}

// read returns what comes until the end of the connection, and no more than so many bytes.
func (c *socket) read(most int) ([]byte, error) {
	answer := make([]byte, 0, most)
	for len(answer) < most {
		n := 0
		err := c.until(syscall.SO_RCVTIMEO, func() (err error) {
			n, err = syscall.Read(c.fd, answer[len(answer):most])
			return err
		})
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break
		}
		answer = answer[:len(answer)+n]
	}
	return answer, nil
}

// until makes a call that the given option of the socket bounds, again if a signal interrupts it.
func (c *socket) until(option int, call func() error) error {
	for {
		left := time.Until(c.deadline)
		if left < time.Microsecond { // the unit of the option, in which nothing means for ever
			return os.ErrDeadlineExceeded
		}
		limit := syscall.NsecToTimeval(left.Nanoseconds())
		if err := syscall.SetsockoptTimeval(c.fd, syscall.SOL_SOCKET, option, &limit); err != nil {
			return err
		}
		err := call()
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EINPROGRESS), errors.Is(err, syscall.EALREADY): // the time is over
			return os.ErrDeadlineExceeded
		default:
			return err
		}
	}
}
