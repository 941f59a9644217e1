package main

import (
	"bufio"
	"net"
	"net/http"
)

// halfClosing makes each request on a connection of its own, and closes the sending direction behind it: as "nc -N" does.
type halfClosing struct{}

// RoundTrip implements http.RoundTripper.
func (halfClosing) RoundTrip(r *http.Request) (*http.Response, error) {
	conn, err := net.Dial("tcp", r.URL.Host)
	if err != nil {
		return nil, err
	}
	if err := r.Write(conn); err != nil {
		return nil, err
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		return nil, err
	}
	return http.ReadResponse(bufio.NewReader(conn), r) // the connection ends with the process, or with the answer
}
