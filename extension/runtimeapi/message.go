package runtimeapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// The messages of a plain exchange with Lambda, as net/http writes and reads them.

// notInHead are the headers that a request has elsewhere, or not at all.
var notInHead = map[string]bool{"Host": true, "User-Agent": true, "Content-Length": true, "Transfer-Encoding": true, "Trailer": true}

// writeRequest writes a request. A poll has no body.
func writeRequest(out *bytes.Buffer, host string, r *plainRequest) {
	method := "POST "
	if r.poll {
		method = "GET "
	}
	out.WriteString(method)
	out.WriteString(r.path)
	out.WriteString(lineEnd)
	out.WriteString("Host: ")
	out.WriteString(host)
	out.WriteString("\r\n")
	if agent := r.header.Get("User-Agent"); agent != "" {
		out.WriteString("User-Agent: ")
		out.WriteString(agent)
		out.WriteString("\r\n")
	}
	if !r.poll {
		out.WriteString("Content-Length: ")
		out.WriteString(strconv.Itoa(len(r.body)))
		out.WriteString("\r\n")
	}
	_ = r.header.WriteSubset(out, notInHead) // to a buffer
	out.WriteString("\r\n")
	out.Write(r.body)
}

// writeResponse writes an answer to the runtime. The header tells the length.
func writeResponse(out *bytes.Buffer, status int, header http.Header) {
	out.WriteString("HTTP/1.1 ")
	out.WriteString(strconv.Itoa(status))
	out.WriteByte(' ')
	if text := http.StatusText(status); text != "" {
		out.WriteString(text)
	} else {
		fmt.Fprintf(out, "status code %d", status)
	}
	out.WriteString("\r\n")
	_ = header.Write(out) // to a buffer
	out.WriteString("\r\n")
}

// plainResponse is the head of an answer of Lambda's that has a body of known length.
type plainResponse struct {
	status int
	header http.Header
	length int
}

const statusLine = "HTTP/1.1 "

// readResponse reads the head of an answer, of which size bytes are the whole. It is not ok if the answer is not plain, or
// if its head is not there as a whole.
func readResponse(b []byte, longest int) (r plainResponse, size int, ok bool) {
	line, rest, is := cutLine(b, 0)
	if is != plain || len(line) < len(statusLine)+4 || string(line[:len(statusLine)]) != statusLine || line[len(statusLine)+3] != ' ' {
		return r, 0, false
	}
	status, err := strconv.ParseUint(string(line[len(statusLine):len(statusLine)+3]), 10, 16)
	if err != nil || status < 200 || bodiless(int(status)) {
		return r, 0, false
	}
	for _, c := range line[len(statusLine)+4:] {
		if c < ' ' || c > '~' {
			return r, 0, false
		}
	}
	r = plainResponse{status: int(status), header: make(http.Header, 12), length: -1}
	for range maxPlainHeaders {
		line, after, is := cutLine(rest, len(b)-len(rest))
		if is != plain {
			return r, 0, false
		}
		rest = after
		if len(line) == 0 {
			return r, len(b) - len(rest), r.length >= 0 && r.length <= longest
		}
		name, value, ok := cutHeader(line)
		if !ok {
			return r, 0, false
		}
		switch name {
		case "Content-Length":
			n, err := strconv.ParseUint(value, 10, 31)
			if err != nil || r.length >= 0 {
				return r, 0, false
			}
			r.length = int(n)
		case "Transfer-Encoding", "Trailer", "Te", "Upgrade", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
			"Proxy-Authorization", "Pragma":
			return r, 0, false
		}
		r.header[name] = append(r.header[name], value)
	}
	return r, 0, false
}

// heard is Lambda's answer: as a whole if it is plain, and otherwise as net/http has read it.
type heard struct {
	status   int
	header   http.Header
	body     []byte
	cut      error          // the body of a plain answer ended too early
	response *http.Response // nil if the answer is plain
}

// exchange sends a message and hears what Lambda answers, with a body of up to so many bytes if it is to be plain. A message
// is sent again under the same terms as by roundTrip.
func (s *straight) exchange(ctx context.Context, address string, message []byte, poll bool, longest int) (heard, error) {
	for {
		l, err := s.take(ctx, address, unlooked)
		if err != nil {
			return heard{}, err
		}
		h, err := s.exchangeOver(ctx, l, message, poll, longest)
		if err == nil {
			return h, nil
		}
		again := !l.asked || poll && l.unheard()
		if !l.used || !again {
			return heard{}, err
		}
	}
}

// unlooked takes a line for good until it is used.
func unlooked(*line) bool { return true }

func (s *straight) exchangeOver(ctx context.Context, l *line, message []byte, poll bool, longest int) (h heard, err error) {
	stop := context.AfterFunc(ctx, func() { _ = l.conn.Close() })
	l.asked, l.room, l.message = false, maxAnswerHead, message
	_, failed := l.in.Peek(1)
	if failed != nil && !l.asked {
		stop()
		_ = l.conn.Close()
		return h, failed
	}
	if failed == nil {
		there, _ := l.in.Peek(l.in.Buffered()) // as much as is there
		if r, size, ok := readResponse(there, longest); ok {
			h := l.whole(r, size)
			if stop() && h.cut == nil && l.in.Buffered() == 0 {
				s.keep(l)
			} else {
				_ = l.conn.Close()
			}
			return h, nil
		}
	}
	request := &http.Request{Method: http.MethodPost}
	if poll {
		request.Method = http.MethodGet
	}
	response, err := l.hear(request.WithContext(ctx)) //nolint:bodyclose // whoever reads it closes it
	if err != nil {
		if failed != nil && failed != io.EOF {
			err = failed
		}
		stop()
		_ = l.conn.Close()
		return h, err
	}
	s.releasing(l, response, stop)
	return heard{status: response.StatusCode, header: response.Header, response: response}, nil
}

// whole reads a plain answer, of which the head is there.
func (l *line) whole(r plainResponse, size int) heard {
	_, _ = l.in.Discard(size) // it is there
	l.room += int64(r.length)
	body := make([]byte, r.length)
	_, err := io.ReadFull(l.in, body)
	return heard{status: r.status, header: r.header, body: body, cut: err}
}
