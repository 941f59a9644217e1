package source

import (
	"bytes"
	"iter"
	"net/netip"

	"weir/decoders"
)

// layout says where a source of HTTP requests keeps the parts of a request. The parts, and their encodings, follow
// AWS's pages on proxy integrations, on Lambda functions as targets of load balancers, and on Function URLs.
type layout struct {
	method, path, protocol decoders.Path
	clientIP               decoders.Path // nil: the last hop of X-Forwarded-For
	route                  decoders.Path // the template that the path fits; nil where there is none
	query                  queryForm
	// decodedPath is set where the path has been decoded once already, so that a "%" in it may mean itself.
	decodedPath bool
	// stagedPath is set where the path begins with the stage's name.
	stagedPath bool
	// decompressed is set where the gateway may have undone Content-Encoding without removing the header.
	decompressed bool
	// snake is set where the event's members are named like_this.
	snake bool
}

// steps makes a path of member names. It serves variables of the package: forty calls, once each, are smaller than
// its body in forty places.
//
//go:noinline
func steps(names ...string) decoders.Path {
	path := make(decoders.Path, len(names))
	for i, name := range names {
		path[i].Key = []byte(name)
	}
	return path
}

// The outer members that the family shares.
var (
	keyHeaders      = decoders.Step{Key: []byte("headers")}
	keyMultiHeaders = decoders.Step{Key: []byte("multiValueHeaders")}
	pathCookies     = steps("cookies")
	pathBody        = steps("body")
	keyParameters   = decoders.Step{Key: []byte("pathParameters")}
	cookieName      = []byte("cookie")
)

// proxied says whether an event is a request through a proxy of the HTTP family, of whatever source. Events for
// authorizers and websockets look alike and want other answers: an authorizer that answers 403 has failed.
func proxied(e Event) bool {
	if !e.Get("requestContext").IsObject() {
		return false
	}
	return !authorizer(e) && !websocket(e)
}

// balanced says whether the request comes through an Application Load Balancer.
func balanced(e Event) bool {
	return e.Get("requestContext", "elb", "targetGroupArn").IsString()
}

// request yields the fields of one HTTP event.
type request struct {
	walker
	*layout
	e     Event
	heads heads
	uri   []byte // scratch
	raw   []byte // scratch for the raw query
	pairs []pair // what one of two maps has said, to recognise it in the other

	// The first memory of these, so that most requests need no other.
	firstURI, firstRaw [256]byte
	firstPairs         [16]pair
}

// fields yields the request in the order of its parts, and then the rest of the event.
func (l *layout) fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := l.request(yield, e)
		r.line()
		r.headers()
		r.queryFields()
		r.pathFields()
		r.body()
		r.walk(e.Root)
	}
}

// request returns what yields the fields of one event.
func (l *layout) request(yield func(Field) bool, e Event) *request {
	r := &request{layout: l, e: e, heads: e.heads()}
	r.begin(yield)
	r.uri, r.raw, r.pairs = r.firstURI[:0], r.firstRaw[:0], r.firstPairs[:0]
	r.kind = requestKind
	return r
}

// requestKind tells the kinds of what no field of a request has carried.
func requestKind(path decoders.Path) Kind {
	if len(path) == 0 {
		return Unknown
	}
	switch string(path[0].Key) {
	case "stageVariables":
		return Identifier // the operator's, and the same for every request
	case "authorizationToken", "identitySource":
		return Token
	}
	switch string(path[len(path)-1].Key) {
	case "resource", "resourcePath", "routeKey", "domainName", "domainPrefix",
		"issuerDN", "subjectDN", "serialNumber", "notBefore", "notAfter":
		return Identifier
	case "path":
		return Path
	case "userAgent":
		return HeaderText
	}
	return Unknown
}

// line yields the request line and the client's address.
func (r *request) line() {
	method, path := r.e.at(r.method), r.e.at(r.path)
	if method.IsString() {
		r.whole(Method, Identifier, r.method, method, nil)
	} else {
		r.fixed(Method, r.method, "GET") // as every handshake of a websocket is
	}
	r.buildURI(path)
	r.emit(Field{Path: r.path, Kind: Link, Target: URI, Value: r.uri})
	if path.IsString() {
		r.cover(path)
		r.echo(path)
	}
	r.whole(Protocol, Identifier, r.protocol, r.e.at(r.protocol), protocol)
	if r.clientIP == nil {
		r.lastHop()
		return
	}
	r.whole(ClientIP, Identifier, r.clientIP, r.e.at(r.clientIP), address)
}

// whole yields a string as a part of the request. The part is the whole of the string's inspection only if it is well
// formed: rules do not look for attacks in, say, a protocol.
func (r *request) whole(target Target, kind Kind, at decoders.Path, value decoders.JSON, formed func([]byte) bool) {
	if !value.IsString() {
		return
	}
	text := r.text(value)
	if formed == nil || formed(text) {
		r.cover(value)
		r.echo(value)
	}
	r.emit(Field{Path: at, Kind: kind, Target: target, Value: text})
}

// fixed yields a part of the request that the event leaves out because it cannot be otherwise.
func (r *request) fixed(target Target, at decoders.Path, value string) {
	r.emit(Field{Path: at, Kind: Identifier, Target: target, Value: []byte(value)})
}

// lastHop yields the address that the load balancer itself has appended to X-Forwarded-For: what stands before it is
// the client's word. It may have a port, if the load balancer is told to keep ports.
func (r *request) lastHop() {
	hops, at := r.e.header("x-forwarded-for")
	if !hops.IsString() {
		return
	}
	hop := r.text(hops)
	hop = bytes.TrimSpace(hop[bytes.LastIndexByte(hop, ',')+1:])
	if addr, err := netip.ParseAddrPort(string(hop)); err == nil {
		hop = []byte(addr.Addr().String())
	}
	r.under(at, decoders.Step{Key: []byte("x-forwarded-for")})
	r.emit(Field{Path: r.here, Kind: Identifier, Target: ClientIP, Value: hop})
	r.leave(2)
}

// headers yields the union of both maps: frameworks differ in which of the two they read. Cookies that the gateway
// took out of the headers become a Cookie header again.
func (r *request) headers() {
	multi, single := r.e.Get("multiValueHeaders"), r.e.Get("headers")
	r.pairs = r.pairs[:0]
	r.headerMap(keyMultiHeaders, multi, single.IsObject())
	r.headerMap(keyHeaders, single, false)
	r.cookies()
	r.echo(r.heads.userAgent)
	r.echo(r.heads.host)
}

// headerMap yields one map of headers. With remember set it notes them, so that the other map's copies are left out.
func (r *request) headerMap(at decoders.Step, headers decoders.JSON, remember bool) {
	r.eachPair(at, headers, func(name, value decoders.JSON) {
		if remember {
			r.remember(name, value)
		} else if r.remembered(name, value) {
			return
		}
		folded := append(r.name[:0], name.Text(nil)...)
		for i, c := range folded {
			folded[i] = lower(c)
		}
		r.name = folded
		r.emitName(name)
		text := r.text(value)
		r.emit(Field{Path: r.here, Kind: headerKind(folded, text), Target: Header, Name: folded, Value: text})
		if bytes.Equal(folded, cookieName) {
			r.eachCookie(text, Cookie)
		}
	})
	if headers.IsObject() {
		r.cover(headers)
	}
}

// eachPair calls use for each value of a map whose values are strings or arrays of them, with the walker's path set
// to it. Values that do not fit are walked.
func (r *request) eachPair(at decoders.Step, values decoders.JSON, use func(name, value decoders.JSON)) {
	for name, value := range r.e.members(values) {
		if r.done {
			return
		}
		r.under(at, decoders.Step{Key: key(name)})
		if value.IsArray() {
			if value.Len() == 0 {
				r.emitName(name)
			}
			for i, element := range value.Elements() {
				if r.done {
					break
				}
				r.under(decoders.Step{Index: i})
				if element.IsString() {
					use(name, element)
				} else {
					r.walk(element)
				}
				r.leave(1)
			}
		} else if value.IsString() {
			use(name, value)
		} else {
			r.emitName(name)
			r.walk(value)
		}
		r.leave(2)
	}
}

// cookies yields the array of cookies of payload version 2.0 as the header that the client sent.
func (r *request) cookies() {
	list := r.e.Get("cookies")
	if !list.IsArray() {
		return
	}
	joined := r.uri[:0]
	for i, cookie := range list.Elements() {
		if !cookie.IsString() {
			r.under(pathCookies[0], decoders.Step{Index: i})
			r.walk(cookie)
			r.leave(2)
			continue
		}
		if len(joined) > 0 {
			joined = append(joined, "; "...)
		}
		joined = append(joined, r.text(cookie)...)
	}
	r.uri = joined
	r.cover(list)
	if len(joined) > 0 {
		r.emit(Field{Path: pathCookies, Target: Header, Name: cookieName, Value: joined})
		r.under(pathCookies[0])
		r.eachCookie(joined, Cookie)
		r.leave(1)
	}
}
