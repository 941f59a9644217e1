package auditlog

import (
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap/buffer"
)

const (
	// patience is how long an invocation waits, in all, until its lines are written. A pipe takes a line in microseconds
	// while somebody reads it; a function must not stand still because nobody does.
	patience = 100 * time.Millisecond

	// standstill is how long one line is under way until it shows that nobody reads: from then on nobody waits.
	standstill = time.Second

	// stride is how long a line may be under way in a pipe that moves, on a busy processor. Even an invocation without any
	// patience left waits for so long for such a pipe.
	stride = 20 * time.Millisecond

	// noticeable is what a wait must take to be remembered: a line is written in less.
	noticeable = time.Millisecond

	// maxWaits bounds what is remembered of waits. Managed Instances have up to some hundred invocations in flight.
	maxWaits = 256
)

// pipe writes lines, each whole, one after the other, to a writer that may stand still or fail. It waits with patience, and
// counts the lines that it loses. It is safe for concurrent use.
//
// A write cannot be called back. The line that the writer holds when it comes to a standstill stays under way, and comes
// late and whole; those behind it are lost.
type pipe struct {
	to       io.Writer
	patience time.Duration
	busy     chan struct{} // has an element while a line is under way
	torn     bool          // the last line broke off; only for whoever is busy
	lost     atomic.Int64  // lines that were not written, and of which no line has told

	mu     sync.Mutex
	since  time.Time // when the line that is under way began; zero if none is
	latest string    // the invocation that had a line last
	waits  []wait    // of late, the youngest last
}

// line is a line to be written. It tells of lines that were lost before it: if it is lost itself, they stay untold.
type line struct {
	text  *buffer.Buffer
	tells int64
}

// wait is how long an invocation has waited.
type wait struct {
	id    string
	spent time.Duration
}

func newPipe(to io.Writer) *pipe {
	return &pipe{to: to, patience: patience, busy: make(chan struct{}, 1)}
}

// write writes a line of an invocation. Without an id it is of the one that had a line last.
func (p *pipe) write(id string, l line) {
	id = p.invocation(id)
	began := time.Now()
	timer := time.NewTimer(p.left(id))
	defer func() {
		timer.Stop()
		p.charge(id, time.Since(began))
	}()
	if !p.begin(timer.C) {
		p.lose(l)
		return
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		if p.put(l.text.Bytes()) {
			l.text.Free()
		} else {
			p.lose(l)
		}
		p.end()
	}()
	select {
	case <-written:
	case <-timer.C:
	}
}

func (p *pipe) lose(l line) {
	l.text.Free()
	p.lost.Add(1 + l.tells)
}

func (p *pipe) invocation(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id != "" {
		p.latest = id
	}
	return p.latest
}

// begin waits until no line is under way. It returns false if that takes too long.
func (p *pipe) begin(late <-chan time.Time) bool {
	select {
	case p.busy <- struct{}{}:
	default:
		select {
		case p.busy <- struct{}{}:
		case <-late:
			return false
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.since = time.Now()
	return true
}

func (p *pipe) end() {
	p.mu.Lock()
	p.since = time.Time{}
	p.mu.Unlock()
	<-p.busy
}

// put writes a line, and says whether all of it was taken. A line that broke off gets its end before the next one.
func (p *pipe) put(line []byte) bool {
	if p.torn {
		line = slices.Concat([]byte("\n"), line)
	}
	n, err := p.to.Write(line)
	if n > 0 || err == nil {
		p.torn = n < len(line)
	}
	return err == nil
}

// left is how long an invocation may still wait.
func (p *pipe) left(id string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	var standing time.Duration
	if !p.since.IsZero() {
		standing = time.Since(p.since)
	}
	if standing >= standstill {
		return 0
	}
	left := p.patience
	for _, w := range p.waits {
		if w.id == id {
			left -= w.spent
		}
	}
	if standing < stride {
		left = max(left, stride)
	}
	return left
}

// charge notes that an invocation has waited.
func (p *pipe) charge(id string, spent time.Duration) {
	if spent < noticeable {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.waits {
		if p.waits[i].id == id {
			p.waits[i].spent += spent
			return
		}
	}
	if len(p.waits) == maxWaits {
		p.waits = slices.Delete(p.waits, 0, 1)
	}
	p.waits = append(p.waits, wait{id, spent})
}
