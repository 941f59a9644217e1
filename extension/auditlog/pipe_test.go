package auditlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap/buffer"

	"weir/inspect/source"
)

// stuck is a writer that stands still until it is let go.
type stuck struct {
	mu   sync.Mutex
	held chan struct{} // closed when it may go on
	text bytes.Buffer
}

func newStuck() *stuck { return &stuck{held: make(chan struct{})} }

func (s *stuck) Write(b []byte) (int, error) {
	<-s.held
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *stuck) lines(t *testing.T) []map[string]any {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []map[string]any
	for line := range strings.Lines(s.text.String()) {
		var members map[string]any
		if err := json.Unmarshal([]byte(line), &members); err != nil {
			t.Fatalf("a torn line: %v: %q", err, line)
		}
		all = append(all, members)
	}
	return all
}

func text(s string) line {
	b := buffer.NewPool().Get()
	b.AppendString(s)
	return line{text: b}
}

func numbered(id string) source.Invocation { return source.Invocation{ID: id} }

func TestALogThatNobodyReadsHoldsNoInvocation(t *testing.T) {
	out := newStuck()
	l := New(out, orders(Findings))
	for _, id := range []string{"a", "a", "b", "b", "c", "c", "d", "e"} {
		l.Write(numbered(id), blockedEvent, Removal{}) // a test that waits for ever has failed
	}
	close(out.held)
	l.until(func() bool { return len(out.lines(t)) == 1 })
	l.Write(numbered("f"), blockedEvent, Removal{})
	l.Write(numbered("g"), blockedEvent, Removal{})
	var read []string
	for _, line := range out.lines(t) {
		id, _ := line["request_id"].(string)
		read = append(read, id)
		if lost, want := line["lines_lost"], map[string]any{"f": 7.0}[id]; lost != want {
			t.Errorf("the line of %s says that %v were lost, want %v", id, lost, want)
		}
	}
	if got := strings.Join(read, ""); got != "afg" {
		t.Errorf("lines of %s", got)
	}
}

// until waits for what comes by itself.
func (l *Log) until(holds func() bool) {
	for !holds() {
		time.Sleep(time.Millisecond)
	}
}

func TestAnInvocationHasOnePatienceForAllItsLines(t *testing.T) {
	p := newPipe(newStuck())
	p.write("a", text("1\n"))
	if left := p.left("a"); left > 0 {
		t.Errorf("the invocation would wait for another %v", left)
	}
	if left := p.left("b"); left != patience {
		t.Errorf("another one would wait for %v", left)
	}
	p.write("a", text("2\n"))
	if lost := p.lost.Load(); lost != 1 {
		t.Errorf("%d lines are lost", lost)
	}
}

func TestNobodyWaitsAtAPipeThatStandsStillForLong(t *testing.T) {
	p := newPipe(newStuck())
	p.write("a", text("1\n"))
	p.mu.Lock()
	p.since = p.since.Add(-standstill)
	p.mu.Unlock()
	if left := p.left("b"); left > 0 {
		t.Errorf("an invocation would wait for %v", left)
	}
}

func TestWhatWaitingIsRememberedIsBounded(t *testing.T) {
	p := newPipe(newStuck())
	for i := range 3 * maxWaits {
		p.charge(strings.Repeat("x", i), patience)
	}
	if n := len(p.waits); n > maxWaits {
		t.Errorf("%d invocations are remembered", n)
	}
}

// broken is a writer whose reader leaves, and another comes.
type broken struct {
	text  bytes.Buffer
	fails []int // bytes that each write takes before it fails; -1 for one that does not
}

func (b *broken) Write(text []byte) (int, error) {
	n := b.fails[0]
	b.fails = b.fails[1:]
	if n < 0 {
		return b.text.Write(text)
	}
	b.text.Write(text[:n])
	return n, errors.New("broken pipe")
}

func TestALineThatBreaksOffEndsBeforeTheNextOne(t *testing.T) {
	out := &broken{fails: []int{0, 7, -1, -1}}
	l := New(out, orders(Findings))
	for range 4 {
		l.Write(numbered("a"), blockedEvent, Removal{})
	}
	lines := strings.Split(out.text.String(), "\n")
	if len(lines) != 4 || lines[0] != `{"weir"` || member(t, lines[1], "lines_lost") != 2.0 || member(t, lines[2], "lines_lost") != nil {
		t.Errorf("the log has %q", lines)
	}
}

func TestLinesThatWereLostAreToldAtTheEnd(t *testing.T) {
	out := &broken{fails: []int{0, -1}}
	l := New(out, orders(Findings))
	l.Write(numbered("a"), blockedEvent, Removal{})
	l.Flush()
	if got := out.text.String(); member(t, got, "weir") != "fault" || member(t, got, "lines_lost") != 1.0 {
		t.Errorf("the log ends with %s", got)
	}
	l.Flush()
	if got := strings.Count(out.text.String(), "\n"); got != 1 {
		t.Errorf("%d lines at the end", got)
	}
}

func TestParallelInvocationsDoNotWaitForEachOthersCounts(t *testing.T) {
	out := newStuck()
	c := &clock{noon}
	o := orders(Findings)
	o.Now = c.Now
	l := New(out, o)
	for _, name := range []string{"a", "b", "c"} {
		v := clean
		v.Source = name
		l.Write(numbered("1"), v, Removal{})
	}
	c.now = noon.Add(2 * windowLength)
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		l.Write(numbered("2"), clean, Removal{})
	}()
	l.until(func() bool { return len(l.pipe.busy) == 1 })
	if !l.mu.TryLock() {
		t.Fatal("the counts are locked while they are written")
	}
	l.mu.Unlock()
	<-writing
	close(out.held)
}

func TestLinesOfARealPipeAreWhole(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	l := New(w, orders(Findings))
	const invocations = 200 // more than a pipe holds
	for i := range invocations {
		l.Write(numbered(string(rune('a'+i%26))), blockedEvent, Removal{})
	}
	told := make(chan int)
	go func() {
		n, lost := 0, 0.0
		var text bytes.Buffer
		_, _ = text.ReadFrom(r)
		for line := range strings.Lines(text.String()) {
			n++
			if v, ok := member(t, line, "lines_lost").(float64); ok {
				lost += v
			}
		}
		told <- n + int(lost)
	}()
	l.pipe.busy <- struct{}{} // until the last line is through
	<-l.pipe.busy
	l.Flush()
	_ = w.Close()
	if n := <-told; n != invocations+1 { // and the line that tells
		t.Errorf("%d lines were read or told of, want %d", n, invocations+1)
	}
}
