// Package libinjection finds SQL and markup in texts, as Coraza's libinjection does, and says the same of every text.
//
// It is a port of github.com/corazawaf/libinjection-go, whose licence stands in LICENSE, and whose words, fingerprints and names
// are in the files that gen writes. Two things are different: it takes time in proportion to the length of a text, where the
// original searches the text anew for every quote in it; and it can be stopped inside a text.
package libinjection

//go:generate go run ./gen

// pace asks now and then whether to stop.
type pace struct {
	stop    func() bool // nil is never
	unasked int         // how much may be read before it asks
	stopped bool
}

const (
	// askEvery is how much is read between two questions, in bytes: some hundred microseconds of a whole core, and a few
	// milliseconds at the smallest function's share.
	askEvery = 16 << 10
	// tokenCost stands for the work that a token takes besides its length, in bytes.
	tokenCost = 16
)

func newPace(stop func() bool) pace { return pace{stop: stop, unasked: askEvery} }

// spend accounts for bytes that are read.
func (p *pace) spend(n int) {
	if p.unasked -= n; p.unasked < 0 {
		p.ask()
	}
}

func (p *pace) ask() {
	p.unasked = askEvery
	p.stopped = p.stopped || p.stop != nil && p.stop()
}
