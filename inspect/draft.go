package inspect

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"weir/inspect/engine"
	"weir/inspect/sieve"
)

// draft is the HTTP request that an event carries, while its parts are read. The zero draft is none.
type draft struct {
	sieve.Request
	clientIP string
	proven   []bool // of the headers, as sieve.SuspectRest wants it
	begun    bool
	apart    bool            // the query did not fit
	fresh    bool            // the field at hand is the last header
	text     strings.Builder // what the parts are cut from, so that they take one piece of memory
}

// maxDraft bounds what the head of a request takes, in bytes. AWS's front ends take 64 KB of headers at most (Application Load Balancer
// quotas), and less of a request line. What there is no room for is judged as a value, like all else that is in an event: only the rules
// that look at nothing but requests do not see it.
const maxDraft = 128 << 10

// fits says that there is room for another part.
func (d *draft) fits(data []byte) bool { return d.text.Len()+len(data) <= maxDraft }

// usualDraft is what the texts of most requests take, in bytes.
const usualDraft = 1 << 10

// keep returns a text as a part of the request.
func (d *draft) keep(data []byte) string {
	if d.text.Len() == 0 {
		d.text.Grow(usualDraft)
	}
	d.begun = true
	start := d.text.Len()
	d.text.Write(data)
	return d.text.String()[start:]
}

// header adds a header line.
func (d *draft) header(name string, value []byte) {
	d.Headers = append(d.Headers, sieve.Header{Name: name, Value: d.keep(value)})
	d.proven, d.fresh = append(d.proven, false), true
}

// prove says of the header at hand that no rule minds it where it stands.
func (d *draft) prove() {
	if d.fresh {
		d.proven[len(d.proven)-1] = true
	}
}

// clear makes it none, and keeps the room for headers.
func (d *draft) clear() {
	clear(d.Headers)
	*d = draft{Request: sieve.Request{Headers: d.Headers[:0]}, proven: d.proven[:0]}
}

// frame completes a request with what AWS's front ends have taken away or answered for themselves. Rules that find
// fault with its absence look for smuggling between servers, and behind a front end nothing is left to smuggle; an event
// that is no request gets one that no rule minds, around the headers that it holds.
func (d *draft) frame() {
	if d.Method == "" && d.URI == "" {
		d.URI = "/"
		d.complete("User-Agent", "Weir")
		d.complete("Accept", "*/*")
	}
	d.Method = cmp.Or(d.Method, "GET")
	d.Protocol = cmp.Or(d.Protocol, "HTTP/1.1") // load balancers do not tell
	d.clientIP = cmp.Or(d.clientIP, documentAddress)
	d.complete("Host", "weir.invalid")
	if d.Method == "GET" || d.Method == "HEAD" {
		return
	}
	d.complete("Content-Type", "text/plain")
	if !d.has("Transfer-Encoding") && !d.has("Content-Length") {
		d.complete("Content-Length", strconv.Itoa(len(d.Body)))
	}
}

// documentAddress is an address that nobody has (RFC 5737).
const documentAddress = "192.0.2.1"

// complete adds a header that is not there.
func (d *draft) complete(name, value string) {
	if !d.has(name) {
		d.Headers = append(d.Headers, sieve.Header{Name: name, Value: value})
	}
}

func (d *draft) has(name string) bool {
	return slices.ContainsFunc(d.Headers, func(h sieve.Header) bool {
		return len(h.Name) == len(name) && strings.EqualFold(h.Name, name)
	})
}

// fair is the request as the engine wants it.
func (d *draft) fair() *engine.Request {
	out := &engine.Request{
		Method: d.Method, URI: d.URI, Protocol: d.Protocol, ClientIP: d.clientIP, Body: d.Body,
		Headers: make([]engine.Header, len(d.Headers)),
	}
	for i, h := range d.Headers {
		out.Headers[i] = engine.Header(h)
	}
	return out
}
