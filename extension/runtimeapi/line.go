package runtimeapi

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"syscall"
)

// maxAnswerHead bounds the status line and the headers of one of Lambda's answers, 1xx answers before it included. It is the
// bound of http.Transport, by which all other requests go; the longest header that is known, the client context, has a few
// kilobytes.
const maxAnswerHead = 10 << 20

var errLongHead = fmt.Errorf("the headers of Lambda's answer have more than %d bytes", maxAnswerHead)

// line is a connection to Lambda that carries one request at a time, on the goroutine of whoever asks.
type line struct {
	conn net.Conn
	in   *bufio.Reader
	out  *bufio.Writer
	used bool // it has carried a request before this one

	message []byte // to be sent when the answer is read

	asked bool  // something of this request was written
	room  int64 // how much more may be read
}

func newLine(conn net.Conn) *line {
	l := &line{conn: conn}
	l.in, l.out = bufio.NewReader(reading{l}), bufio.NewWriter(writing{l})
	return l
}

// errStale says that the other end has closed a connection, or has spoken, before it was asked.
var errStale = errors.New("the connection was closed before it was used")

// reading and writing are the two directions of a line.
type (
	reading struct{ *line }
	writing struct{ *line }
)

func (l reading) Read(b []byte) (int, error) {
	if l.room <= 0 {
		return 0, errLongHead
	}
	b = b[:min(int64(len(b)), l.room)]
	if l.message != nil {
		return l.exchange(b)
	}
	n, err := l.conn.Read(b)
	l.room -= int64(n)
	return n, err
}

// exchange sends the message and reads the beginning of the answer. What could be sent in part only may have its answer all the
// same: Lambda need not read a body that it refuses.
func (l reading) exchange(b []byte) (n int, err error) {
	message := l.message
	l.message = nil
	if s, ok := l.conn.(*socket); ok {
		n, l.asked, err = s.ask(message, b, l.used)
	} else if n, err = l.conn.Write(message); err == nil {
		l.asked = true
		n, err = l.conn.Read(b)
	} else {
		l.asked = n > 0
	}
	l.room -= int64(n)
	return n, err
}

func (l writing) Write(b []byte) (int, error) {
	n, err := l.conn.Write(b)
	l.asked = l.asked || n > 0
	return n, err
}

// open says whether Lambda, for all that is known here, still listens at the other end. What it has said unasked is no
// answer to the next request, and ends a line as well.
func (l *line) open() bool {
	conn, ok := l.conn.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := conn.SyscallConn()
	return err == nil && silent(raw)
}

// ask sends a request and reads the head of its answer.
func (l *line) ask(request *http.Request) (*http.Response, error) {
	l.asked, l.room = false, maxAnswerHead
	sent := request.Write(l.out)
	if sent == nil {
		sent = l.out.Flush()
	}
	if sent != nil && !l.asked {
		return nil, sent
	}
	// What could be sent in part only may have its answer all the same: Lambda need not read a body that it refuses.
	response, err := l.hear(request)
	if err != nil && sent != nil {
		err = sent
	}
	return response, err
}

// hear reads the head of an answer, and passes on what comes before it.
func (l *line) hear(request *http.Request) (*http.Response, error) {
	for {
		response, err := http.ReadResponse(l.in, request)
		switch {
		case err != nil && l.room <= 0:
			return nil, errLongHead
		case err != nil:
			return nil, err
		case response.StatusCode == http.StatusSwitchingProtocols:
			return nil, errors.New("the answer is another protocol, which nobody asked for")
		case response.StatusCode/100 != 1:
			l.room = math.MaxInt64 // of a body as much as there is
			return response, nil
		}
		if trace := httptrace.ContextClientTrace(request.Context()); trace != nil && trace.Got1xxResponse != nil {
			if err := trace.Got1xxResponse(response.StatusCode, textproto.MIMEHeader(response.Header)); err != nil {
				return nil, err
			}
		}
	}
}

// unheard says whether not a byte of an answer has come.
func (l *line) unheard() bool { return l.room == maxAnswerHead }
