package inspect

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/source"
)

// ticking is a clock that moves on by a step whenever somebody looks at it: as if every stretch between two looks took as long.
type ticking struct {
	now  time.Time
	step time.Duration
}

func clockOf(step time.Duration) *ticking {
	return &ticking{now: time.Unix(1_800_000_000, 0), step: step}
}

func (c *ticking) look() time.Time {
	c.now = c.now.Add(c.step)
	return c.now
}

// stretch is what may lie between two looks at the clock at the smallest function's share of a core.
const stretch = 40 * time.Millisecond

// timed judges an event that has to be answered within some time, and says how much of it was left in the end.
func timed(t *testing.T, o Options, step, timeout time.Duration, event string) (v Verdict, out source.Outcome, left time.Duration) {
	t.Helper()
	clock := clockOf(step)
	o.Now = clock.look
	i := New(o)
	if _, err := i.Wait(); err != nil {
		t.Fatal(err)
	}
	deadline := clock.now.Add(timeout)
	v, out = i.Inspect(context.Background(), source.Invocation{Payload: []byte(event), Deadline: deadline})
	return v, out, deadline.Sub(clock.now)
}

// padding is n bytes of harmless members.
func padding(n int) string {
	var members []string
	for size := 0; size < n; {
		members = append(members, fmt.Sprintf(`"field%d":"a value, and so on, %d"`, len(members), len(members)))
		size += len(members[len(members)-1]) + 1
	}
	return strings.Join(members, ",")
}

const (
	usualTimeout = 3 * time.Second
	attack       = `"q":"` + injection + `"`
)

// Padding makes the time run out, and what is left unread counts as an attack. An attack that was read before it is judged by
// the rules all the same, and counts also where limits do not.
func TestPaddingNeitherHidesAnAttackNorOutlivesTheDeadline(t *testing.T) {
	pad := padding(1 << 20)
	long := `"pad":"` + strings.Repeat("The quick brown fox jumps over the lazy dog, and then it sleeps in the sun. ", 80<<10) + `"`
	for _, c := range []struct {
		name, event string
		pass        bool // WEIR_ON_LIMIT
		want        Action
		sql         bool
	}{
		{"padding", "{" + pad + "}", false, Block, false},
		{"padding, where limits pass", "{" + pad + "}", true, Pass, false},
		{"an attack behind padding", "{" + pad + "," + attack + "}", false, Block, false},
		{"an attack before padding", "{" + attack + "," + pad + "}", false, Block, true},
		{"an attack before padding, where limits pass", "{" + attack + "," + pad + "}", true, Block, true},
		{"a long text", "{" + long + "}", false, Block, false},
		{"an attack before a long text, where limits pass", "{" + attack + "," + long + "}", true, Block, true},
		{"an attack behind a long text", "{" + long + "," + attack + "}", false, Block, false},
	} {
		v, _, left := timed(t, Options{PassLimits: c.pass}, stretch, usualTimeout, c.event)
		sql := slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Rule == 942190 })
		if v.Action != c.want || !slices.Equal(v.Incomplete, []string{"time"}) || sql != c.sql {
			t.Errorf("%s: %s, incomplete %v, matches %v", c.name, v.Action, v.Incomplete, v.Matches)
		}
		if left < usualTimeout/4 {
			t.Errorf("%s: %v of %v are left", c.name, left, usualTimeout)
		}
	}
}

// Time for clean texts is no part of the budget: an event is read to its end where half of the time is enough for that.
func TestHalfOfTheTimeIsForReading(t *testing.T) {
	event := "{" + padding(100<<10) + "}"
	v, _, left := timed(t, Options{Budget: time.Millisecond}, 10*time.Millisecond, usualTimeout, event)
	if v.Action != Pass || !v.Clean() {
		t.Errorf("%s, incomplete %v", v.Action, v.Incomplete)
	}
	if left < usualTimeout/2 || left > usualTimeout*3/4 {
		t.Errorf("the event takes none of the time that it was made for: %v is left", left)
	}
}

// Who sends a record that takes all of the time takes none of the others'.
func TestARecordOfPaddingCostsNoOtherRecord(t *testing.T) {
	bodies := []string{"{" + padding(400<<10) + "}"}
	for n := range 9 {
		bodies = append(bodies, fmt.Sprintf("hello, customer %d", n))
	}
	bodies = append(bodies, injection)
	v, _, left := timed(t, Options{}, stretch/4, usualTimeout, queue(bodies...))
	if !slices.Equal(v.Bad, []int{0, 10}) || v.Action != Filter {
		t.Errorf("%s, bad %v, incomplete %v", v.Action, v.Bad, v.Incomplete)
	}
	if left < usualTimeout/4 {
		t.Errorf("%v is left", left)
	}
}

// Once records have used up the time one after the other, the rest of them is given up at once.
func TestRecordsThatTakeAllOfTheTimeAreGivenUp(t *testing.T) {
	var bodies []string
	for range 200 {
		bodies = append(bodies, strings.Repeat("and so on ", 2<<10))
	}
	v, _, left := timed(t, Options{}, stretch, usualTimeout, queue(bodies...))
	if v.Action != Filter && v.Action != Block || len(v.Bad) < 100 || slices.Contains(v.Bad, 0) || !slices.Contains(v.Bad, 199) {
		t.Errorf("%s, bad %v", v.Action, v.Bad)
	}
	if left < usualTimeout/4 {
		t.Errorf("%v is left", left)
	}
}

// What an encoding produces takes time before there is a text to look at.
func TestAnArchiveIsLeftWhenTheTimeIsUp(t *testing.T) {
	for name, event := range bombs(t) {
		v, _, left := timed(t, Options{}, stretch, usualTimeout, event)
		if v.Action != Block || !slices.Contains(v.Incomplete, "time") {
			t.Errorf("%s: %s, incomplete %v", name, v.Action, v.Incomplete)
		}
		if left < usualTimeout/4 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
}

// bombs are events that hold little, of which decoders make much.
func bombs(t *testing.T) map[string]string {
	t.Helper()
	var text strings.Builder
	for n := range 300_000 {
		fmt.Fprintf(&text, "line %d, and so on\n", n)
	}
	packed := func(pack func(io.Writer) io.WriteCloser) string {
		var b bytes.Buffer
		w := pack(&b)
		if _, err := io.WriteString(w, text.String()); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		return `{"data":"` + base64.StdEncoding.EncodeToString(b.Bytes()) + `"}`
	}
	return map[string]string{
		"gzip": packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"zlib": packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
	}
}
