package runtimeapi

import "net/http"

// InvokeMode is how a function's callers get its HTTP answers. No event tells it, and an answer in the wrong mode reaches
// the client as garbage with status 200.
type InvokeMode string

// The invoke modes.
const (
	// Auto means buffered until the runtime itself has answered an HTTP request with a stream in this environment.
	Auto     InvokeMode = "auto"
	Buffered InvokeMode = "buffered"
	Stream   InvokeMode = "stream"
)

func (p *Proxy) streams() bool {
	switch p.options.InvokeMode {
	case Stream:
		return true
	case Buffered:
		return false
	default:
		return p.learnt.Load()
	}
}

// learn looks at one of the runtime's own answers. The content type is the sign: runtimes send it only for a function
// that streams over HTTP, and aws-lambda-go never sends the header that names the response mode.
func (p *Proxy) learn(header http.Header) {
	if mediaType(header) == typeHTTP {
		p.learnt.Store(true)
	}
}
