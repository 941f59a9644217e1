package source

import (
	"bytes"
	"net/netip"

	"weir/decoders"
)

// Origin is what a finding may tell of the request that it is about. It holds none of the event's free text: each part is well
// formed, or "".
type Origin struct {
	Method string // "POST"
	// Route is the template that the front end matched, such as /users/{id}: the operator's text, never the path that was asked for.
	Route string
	// Client is the caller's address as the front end saw it. Whoever may invoke the function directly can forge it.
	Client string
}

const (
	maxMethod = 20  // bytes; the longest registered method has 17: https://www.iana.org/assignments/http-methods
	maxRoute  = 128 // bytes; API Gateway takes longer ones, and the beginning of those tells enough
)

// originLayout is the layout of requests that name a method, a route or a client, by the source's name; nil of other events.
func originLayout(name string) *layout {
	switch name {
	case "rest-v1", "auth-rest-request":
		return &restV1Layout
	case "http-v1", "auth-http-v1":
		return &httpV1Layout
	case "http-v2", "auth-http-v2":
		return &httpV2Layout
	case "websocket-connect", "websocket-message", "websocket-disconnect", "auth-websocket":
		return &connectLayout
	case "function-url":
		return &functionURLLayout
	case "alb":
		return &albLayout
	case "lattice-v1":
		return &latticeV1Layout
	case "lattice-v2":
		return &latticeV2Layout
	}
	return nil
}

// OriginOf reads the origin of an event; the zero Origin if its source carries no request. It is for findings alone: a clean
// event does not pay for it.
func OriginOf(s Source, e Event) Origin {
	l := originLayout(s.Name())
	if l == nil {
		return Origin{}
	}
	client := e.at(l.clientIP).String()
	if l == &albLayout {
		client = e.lastHop()
	}
	return Origin{Method: methodOf(e.at(l.method)), Route: routeOf(e.at(l.route)), Client: addressOf(client)}
}

// methodOf returns a method that is a word, or "". A real one is all that a log needs.
func methodOf(value decoders.JSON) string {
	text := value.Text(nil)
	if !value.IsString() || len(text) > maxMethod {
		return ""
	}
	for _, c := range text {
		if !alphanumeric(c) && c != '-' && c != '_' {
			return ""
		}
	}
	return string(text)
}

// routeOf returns the path of a route, without the method that route keys of HTTP APIs begin with: "GET /users/{id}".
func routeOf(value decoders.JSON) string {
	if !value.IsString() {
		return ""
	}
	text := value.Text(nil)
	if i := bytes.IndexByte(text, ' '); i >= 0 && i <= maxMethod {
		text = text[i+1:]
	}
	text = text[:min(len(text), maxRoute)]
	for _, c := range text {
		if c <= ' ' || c >= 0x7f {
			return "" // no operator could have written it
		}
	}
	return string(text)
}

// addressOf writes an address in the one form that equal addresses share, or returns "".
func addressOf(text string) string {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		withPort, err := netip.ParseAddrPort(text)
		if err != nil {
			return ""
		}
		addr = withPort.Addr()
	}
	return addr.Unmap().WithZone("").String() // a zone is free text
}

// lastHop returns what the load balancer itself has appended to X-Forwarded-For, the last of its values. What stands before it
// is the client's word; if the load balancer is told to preserve the header, all of it is.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
func (e Event) lastHop() string {
	for _, at := range [...]string{"multiValueHeaders", "headers"} {
		for name, value := range e.members(e.Get(at)) {
			if !named(name, "x-forwarded-for") {
				continue
			}
			if value.IsArray() {
				value = value.At(value.Len() - 1)
			}
			hops := value.Text(nil)
			return string(bytes.TrimSpace(hops[bytes.LastIndexByte(hops, ',')+1:]))
		}
	}
	return ""
}
