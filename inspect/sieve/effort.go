package sieve

// effort is what one value may still cost in states that have to be made for it, and whoever may end the work on it before. Once it
// is used up, an answer that is not known yet is that the text may match: so nobody loses an attack by it. The nil effort has no end.
type effort struct {
	left    int
	stop    func() bool // says that there is no time for more; nil never does
	unasked int         // spent since stop was asked last
	stopped bool        // it said so
}

// stopEvery is how much is spent between two questions to stop: a fraction of a millisecond of a whole core, made of
// states or of bytes that are read. A byte that leads to a known state takes a nanosecond, and a state about as much for
// each of its bytes.
const stopEvery = 256 << 10

// What one value may cost in states that have to be made for it: a few milliseconds, and a few more for a long one.
// Only text that was made for the purpose costs more, and is then sent on.
const (
	leastEffort   = 1 << 20
	effortPerByte = 32
)

// grant is what a text may cost, unless there is no time for any.
func (e *effort) grant(n int) {
	if !e.stopped {
		e.left = n
	}
}

// spend takes what a state costs.
func (e *effort) spend(n int) {
	e.left -= n
	e.read(n)
}

// read asks stop, every few bytes, and says whether there is no time for more.
func (e *effort) read(n int) (stopped bool) {
	if e.unasked += n; e.unasked < stopEvery {
		return e.stopped
	}
	return e.ask()
}

// ask asks stop, and says what read says.
func (e *effort) ask() bool {
	e.unasked = 0
	if !e.stopped && e.stop != nil && e.stop() {
		e.stopped = true
		e.left = min(e.left, -1)
	}
	return e.stopped
}

// unstopped is the length of texts, in bytes, within which nobody asks whether to stop: they take a fraction of a millisecond.
const unstopped = 4 << 10

// within is ask for somebody else who reads a text, or nil if it is short.
func (e *effort) within(text []byte) (stop func() bool) {
	if e == nil || len(text) <= unstopped {
		return nil
	}
	return e.ask
}

// end uses all of it up, for a text of which somebody else does not know whether it matches. So it may.
func (e *effort) end() (may bool) {
	if e != nil {
		e.left = min(e.left, -1)
	}
	return true
}

// over says that what is not known yet will not be known.
func (e *effort) over() bool { return e != nil && e.left < 0 }
