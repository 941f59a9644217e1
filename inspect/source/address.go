package source

import (
	"strings"

	"weir/decoders"
)

// Address is where a request was sent, as far as the event tells: so that one can see a request that makes the function
// ask itself.
type Address struct {
	Host string // in small letters, without port; "" if the event is no request
	Path string // as the client sees it, or a part at its end
}

// AddressOf reads the host that the front end names or, where it names none, that the client asked for, and the path.
func AddressOf(e Event) Address {
	context := e.Get("requestContext")
	host := context.Get("domainName")
	if !host.IsString() {
		host, _ = e.header("host")
	}
	var path decoders.JSON
	for _, at := range []decoders.JSON{
		context.Get("path"), context.Get("http", "path"), e.Get("rawPath"), e.Get("path"), e.Get("raw_path"),
	} {
		if at.IsString() {
			path = at
			break
		}
	}
	if !host.IsString() || !path.IsString() {
		return Address{}
	}
	name, _, _ := strings.Cut(strings.ToLower(host.String()), ":")
	return Address{Host: name, Path: path.String()}
}
