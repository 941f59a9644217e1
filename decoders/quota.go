package decoders

import "errors"

// quota is what a decoder may take: bytes that it produces, and time.
type quota struct {
	limit int
	late  func(n int) bool // told of bytes that were produced, it says whether there is no time for more; nil never does
}

// errLate ends a stream for which there is no time.
var errLate = errors.New("decoders: no time left")

// stopEvery is how many bytes are read or produced between two questions to Expander.Stop: each is passed over some times, which
// takes a fraction of a millisecond of a whole core.
const stopEvery = 64 << 10

// late counts bytes that are read or produced, and says whether there is no time for more.
func (x *Expander) late(n int) bool {
	if x.unasked += n; x.unasked < stopEvery {
		return x.stopped
	}
	x.unasked = 0
	x.stopped = x.stopped || x.Stop != nil && x.Stop()
	return x.stopped
}
