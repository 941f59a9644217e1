package runtimeapi

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
)

// maxSmall bounds the answer of a runtime that goes straight. It is in memory as a whole, and the buffers of a connection
// hold it as a whole: to write it never waits for Lambda to read, which may refuse it unread.
const maxSmall = 32 << 10

// upstream is the leg to Lambda. It is safe for concurrent use.
type upstream struct {
	straight  straight
	transport *http.Transport
}

func newUpstream() *upstream {
	u := &upstream{transport: newTransport()}
	u.straight.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := u.transport.DialContext(ctx, network, address)
		if tcp, ok := conn.(*net.TCPConn); ok {
			return newSocket(tcp), err
		}
		return conn, err
	}
	return u
}

// RoundTrip implements http.RoundTripper.
func (u *upstream) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodGet && request.URL.Path == nextPath && request.Body == nil {
		return u.straight.roundTrip(request)
	}
	if small(request) && inMemory(request) {
		return u.straight.roundTrip(request)
	}
	return u.transport.RoundTrip(request)
}

// close closes the connections that nobody uses.
func (u *upstream) close() {
	u.straight.close()
	u.transport.CloseIdleConnections()
}

// small says whether a request is an answer of known and small length, with nothing unusual about it.
func small(r *http.Request) bool {
	_, isAnswer := answered(r)
	return isAnswer && r.Body != nil && r.ContentLength > 0 && r.ContentLength <= maxSmall &&
		len(r.TransferEncoding) == 0 && len(r.Trailer) == 0 && r.Header["Upgrade"] == nil
}

// inMemory reads a small body, and gives the request a copy. If the body is not as long as was said, it does not: what was
// cut short has to arrive cut short.
func inMemory(r *http.Request) bool {
	body := make([]byte, r.ContentLength+1)
	n, err := io.ReadFull(r.Body, body)
	if err != io.ErrUnexpectedEOF || int64(n) != r.ContentLength {
		rest := io.Reader(r.Body)
		if err != nil {
			rest = &failing{err}
		}
		r.Body = readAndClose{io.MultiReader(bytes.NewReader(body[:n]), rest), r.Body}
		return false
	}
	_ = r.Body.Close()
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body[:n])), nil }
	r.Body, _ = r.GetBody()
	return true
}

// readAndClose is a body whose beginning was read.
type readAndClose struct {
	io.Reader
	io.Closer
}
