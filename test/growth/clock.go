package growth

import (
	"runtime"
	"testing"
	"time"
)

// Clocked is something that takes too long for some text, or may, and looks at the clock inside of it.
type Clocked struct {
	Name    string
	Because string         // it is not linear, or what a byte costs is too much for an event
	Read    func(c *Clock) // reads a text that takes much longer than patience
}

// Clock is the processor time of the thread, given out as the time of day.
type Clock struct {
	Ended bool // something was left unread for want of time: the reader may say so, and does whenever the clock says that time is up

	began time.Time
	spent time.Duration // of the thread, when it began
}

const (
	// patience is the time that a reader is given.
	patience = 20 * time.Millisecond

	// punctual is how much later it may stop: a quarter of what inspect keeps free before a deadline, and far more than passes between two
	// looks at the clock on a machine that is not too slow to build this.
	punctual = 50 * time.Millisecond
)

// Begin begins anew, once all is there that is not to be measured.
func (c *Clock) Begin() { c.spent = spent() }

// Now is the time of day.
func (c *Clock) Now() time.Time {
	now := c.began.Add(spent() - c.spent)
	c.Ended = c.Ended || now.After(c.End())
	return now
}

// End is when to stop.
func (c *Clock) End() time.Time { return c.began.Add(patience) }

// Stop says that it is time to stop.
func (c *Clock) Stop() bool { return !c.Now().Before(c.End()) }

// CheckClocks fails for each that goes on for long once it should stop, and for each that does not ask.
func CheckClocks(t *testing.T, all []Clocked) {
	defer keepMemory()()
	for _, c := range all {
		t.Run(c.Name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			least, ended := c.overtime()
			switch {
			case !ended:
				t.Errorf("it was done %s before its time, or never looked at the clock then", -least)
			case least > punctual:
				t.Errorf("it went on for %s, although %s", least, c.Because)
			}
			t.Logf("%s after its time: %s", least.Round(10*time.Microsecond), c.Because)
		})
	}
}

// overtime is how long it goes on once it should stop, and whether it ended because of that.
func (c *Clocked) overtime() (least time.Duration, ended bool) {
	least, ended = time.Hour, true
	for range rounds {
		runtime.GC()
		// A day ahead, so that no timer that goes by the real time ends anything.
		clock := &Clock{began: time.Now().Add(24 * time.Hour), spent: spent()}
		c.Read(clock)
		least = min(least, spent()-clock.spent-patience)
		ended = ended && clock.Ended
	}
	return least, ended
}
