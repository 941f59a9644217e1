package inspect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/sieve"
	"weir/inspect/source"
)

// What the sieve proves to be clean is no matter of time, on however slow a machine.
func TestALargeCleanEventPassesWhateverTheTimeItTakes(t *testing.T) {
	clock := time.Unix(1_800_000_000, 0)
	options := Options{Now: func() time.Time { clock = clock.Add(time.Millisecond); return clock }}
	var members []string
	for n := range 5000 {
		members = append(members, fmt.Sprintf(`"field%d":"value %d, %s"`, n, n, strings.Repeat("and so on ", 7)))
	}
	event := "{" + strings.Join(members, ",") + "}"
	if v, _ := judge(t, options, event); v.Action != Pass || !v.Clean() {
		t.Errorf("%s, incomplete %v", v.Action, v.Incomplete)
	}
}

// What the sieve takes for texts that may match is bounded as the engine's time is.
func TestTextsThatMayMatchAreSievedForAsLongAsTheBudgetLasts(t *testing.T) {
	for texts, want := range map[int][]string{100: nil, 5000: {"time"}} {
		clock := time.Unix(1_800_000_000, 0)
		options := Options{Budget: time.Second, Now: func() time.Time { clock = clock.Add(time.Millisecond); return clock }}
		var list []string
		for n := range texts {
			list = append(list, fmt.Sprintf(`"%s, and so on, and so on, and so on %d"`, injection, n))
		}
		v, _ := judge(t, options, "["+strings.Join(list, ",")+"]")
		if v.Action != Block || !slices.Equal(v.Incomplete, want) {
			t.Errorf("%d texts: %s, incomplete %v", texts, v.Action, v.Incomplete)
		}
		if sql := slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Rule == 942190 }); !sql {
			t.Errorf("%d texts: what was read was not judged: %v", texts, v.Matches)
		}
	}
}

func TestARecordThatTakesTooLongCostsNoOtherRecord(t *testing.T) {
	slow := strings.Repeat("select union from where or 1=1 <a href=x onerror= ${ {{ $(cat ` ; ", 4000)
	bodies := []string{slow}
	for n := range 9 {
		bodies = append(bodies, fmt.Sprintf("hello, customer %d", n))
	}
	bodies = append(bodies, injection)
	v, _ := judge(t, Options{Budget: 300 * time.Millisecond}, queue(bodies...))
	if !slices.Equal(v.Bad, []int{0, 10}) || v.Action != Filter {
		t.Errorf("%s, bad %v, incomplete %v", v.Action, v.Bad, v.Incomplete)
	}
}

// One text can take more time than all records have, on a machine that is slow enough: a clean record needs none of it.
func TestARecordThatSpendsAllOfTheTimeCostsNoCleanRecord(t *testing.T) {
	long := injection + strings.Repeat(", and so on", 20) // whose time is taken
	type given struct {
		record string
		want   []string // incomplete
		judged bool
	}
	for name, g := range map[string]given{
		"untimed": {injection, []string{"time"}, false},
		"timed":   {long, []string{"time"}, false},
		"both":    {fmt.Sprintf("[%q,%q]", injection, long), []string{"time"}, false},
	} {
		clock := time.Unix(1_800_000_000, 0)
		options := Options{Budget: 300 * time.Millisecond, Now: func() time.Time { clock = clock.Add(time.Second); return clock }}
		slow := injection + strings.Repeat(" and more", 100)
		clean := strings.Repeat("hello, dear customer, ", 20)
		v, _ := judge(t, options, queue(slow, "hello", clean+"1", g.record, clean+"2"))
		if !slices.Equal(v.Bad, []int{0, 3}) || v.Action != Filter || !slices.Equal(v.Incomplete, g.want) {
			t.Errorf("%s: %s, bad %v, incomplete %v", name, v.Action, v.Bad, v.Incomplete)
		}
		if sql := slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Record == 3 && m.Rule == 942190 }); sql != g.judged {
			t.Errorf("%s: %v", name, v.Matches)
		}
	}
}

// A refusal in time is worth more than rules that come too late for it.
func TestNoInspectionWaitsPastTheDeadline(t *testing.T) {
	i := &Inspector{sieve: sieve.New(1, nil), built: make(chan struct{})} // the rules are never compiled
	v, outcome := i.Inspect(context.Background(), source.Invocation{
		Payload: []byte(queue("hello", injection)), Deadline: time.Now().Add(deadlineMargin + 50*time.Millisecond),
	})
	if forward, ok := outcome.(source.Forward); !ok || v.Action != Filter || !slices.Equal(v.Bad, []int{1}) || !slices.Equal(v.Incomplete, []string{"time"}) {
		t.Errorf("%s, bad %v, incomplete %v, %+v", v.Action, v.Bad, v.Incomplete, forward)
	}
}

// What is refused through a fault of ours may be honest: it has to come back.
func TestOurOwnFaultLosesNothing(t *testing.T) {
	i := &Inspector{
		options: Options{FaultClosed: true, Async: map[string]source.AsyncMode{"": source.AsyncSwallow}},
		sieve:   sieve.New(1, nil), built: make(chan struct{}), err: errors.New("no rules"),
	}
	close(i.built)
	notification := `{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"arn:aws:sns:us-east-2:123456789012:t:21be56ed","Sns":{"Type":"Notification","MessageId":"95df01b4","TopicArn":"arn:aws:sns:us-east-2:123456789012:t","Message":"` + injection + `"}}]}`
	for name, event := range map[string]string{"a queue": queue("hello", injection), "a topic": notification} {
		v, outcome := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)})
		if _, failed := outcome.(source.Fail); !failed || v.Action != Block {
			t.Errorf("%s: %s, %T", name, v.Action, outcome)
		}
	}
}
