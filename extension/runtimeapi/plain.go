package runtimeapi

import (
	"bytes"
	"net/http"
	"net/textproto"
	"strings"
)

// What most events consist of is read here: a poll, and an answer of known and small length. All that is not exactly in
// the form that runtimes use is net/http's, which is no failure and has no disadvantage but its price. What is plain means here what it
// means to net/http, to the byte; a fuzz test compares.

// The bounds of a plain request. Runtimes send some two hundred bytes in six headers; the cause of an error may have a
// megabyte, and goes by net/http.
const (
	maxPlainHead    = 8 << 10
	maxPlainHeaders = 64
)

// plainness is what the first bytes of a connection, or of what follows a request, are.
type plainness uint8

const (
	partial plainness = iota // they may become plain
	unusual                  // they will not
	plain                    // they are one plain request, and all of it
)

// plainRequest is a poll or an answer.
type plainRequest struct {
	path   string
	poll   bool
	id     string // of an answer
	error  bool   // the answer is an error
	header http.Header
	body   []byte // of an answer; a part of what was read
	size   int    // of all of it, once the head is there
}

const (
	pollLine   = "GET " + nextPath + " HTTP/1.1\r\n"
	answerLine = "POST " + invocationPrefix
	lineEnd    = " HTTP/1.1\r\n"
)

// readPlain reads a request. It looks at each byte of its head once; a partial head is looked at anew when more has come, which
// costs 32 MB at most, if its 8 KB come one by one.
func readPlain(b []byte) (plainRequest, plainness) {
	var r plainRequest
	rest, is := r.readLine(b)
	if is != plain {
		return r, is
	}
	length, hosts := -1, 0
	r.header = make(http.Header, 8)
	for range maxPlainHeaders {
		line, after, is := cutLine(rest, len(b)-len(rest))
		if is != plain {
			return r, is
		}
		rest = after
		if len(line) == 0 {
			r.size = len(b) - len(rest) + max(length, 0)
			return r.withBody(rest, length, hosts)
		}
		name, value, ok := cutHeader(line)
		if !ok {
			return r, unusual
		}
		switch name {
		case "Host":
			hosts++
			if !plainHost(value) {
				return r, unusual
			}
			continue
		case "Content-Length":
			if length >= 0 || r.poll {
				return r, unusual
			}
			if length = plainLength(value); length < 0 {
				return r, unusual
			}
		case "Connection":
			if !strings.EqualFold(value, "keep-alive") {
				return r, unusual
			}
			continue // it concerns this connection only, and says what goes without saying
		case "Accept-Encoding":
			if r.poll {
				continue // the event has to be readable here
			}
		case "Transfer-Encoding", "Trailer", "Te", "Upgrade", "Expect", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
			"Proxy-Authorization", "Pragma":
			return r, unusual
		}
		r.header[name] = append(r.header[name], value)
	}
	return r, unusual
}

// readLine reads the request line.
func (r *plainRequest) readLine(b []byte) (rest []byte, is plainness) {
	if n := min(len(b), len(pollLine)); string(b[:n]) == pollLine[:n] {
		if n < len(pollLine) {
			return nil, partial
		}
		r.poll, r.path = true, nextPath
		return b[n:], plain
	}
	n := min(len(b), len(answerLine))
	if string(b[:n]) != answerLine[:n] {
		return nil, unusual
	}
	if n < len(answerLine) {
		return nil, partial
	}
	for n < len(b) && inID(b[n]) {
		n++
	}
	r.id = string(b[len(answerLine):n])
	more := false
	for _, kind := range []string{"/response", "/error"} {
		end := kind + lineEnd
		m := min(len(b)-n, len(end))
		switch {
		case string(b[n:n+m]) != end[:m]:
		case m < len(end):
			more = true
		case r.id == "":
			return nil, unusual
		default:
			r.path, r.error = string(b[len("POST "):n+len(kind)]), kind == "/error"
			return b[n+m:], plain
		}
	}
	if more && len(b) < maxPlainHead {
		return nil, partial
	}
	return nil, unusual
}

func inID(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
}

// cutLine cuts a line off; before is how much of the head comes before it.
func cutLine(b []byte, before int) (line, rest []byte, is plainness) {
	end := bytes.IndexByte(b, '\n')
	switch {
	case end < 0 && before+len(b) < maxPlainHead:
		return nil, nil, partial
	case end < 1 || before+end >= maxPlainHead || b[end-1] != '\r':
		return nil, nil, unusual
	}
	return b[:end-1], b[end+1:], plain
}

// cutHeader cuts a header in its name, in canonical form, and its value, which is of visible characters and blanks between them.
func cutHeader(line []byte) (name, value string, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon < 1 {
		return "", "", false
	}
	for _, c := range line[:colon] {
		if !inID(c) && c != '_' {
			return "", "", false
		}
	}
	v := line[colon+1:]
	if len(v) > 0 && v[0] == ' ' {
		v = v[1:]
	}
	for i, c := range v {
		if c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(v)-1) {
			return "", "", false
		}
	}
	return textproto.CanonicalMIMEHeaderKey(string(line[:colon])), string(v), true
}

func plainHost(value string) bool {
	for i := range len(value) {
		if !inID(value[i]) && value[i] != '.' && value[i] != ':' {
			return false
		}
	}
	return value != ""
}

// plainLength is a length that is small and not 0, or -1.
func plainLength(value string) int {
	n := 0
	for i := range len(value) {
		c := value[i]
		if c < '0' || c > '9' || n > maxSmall {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if n == 0 || n > maxSmall {
		return -1
	}
	return n
}

// withBody ends a request at the end of its head.
func (r plainRequest) withBody(rest []byte, length, hosts int) (plainRequest, plainness) {
	if r.poll {
		length = 0
	}
	switch {
	case hosts != 1 || length < 0 || len(rest) > length: // the next request is there before this one has its answer
		return r, unusual
	case len(rest) < length:
		return r, partial
	}
	r.body = rest
	return r, plain
}
