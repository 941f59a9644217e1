package main

import (
	"context"
	"io"
	"math"
	"runtime/debug"
	"testing"

	"weir/extension/auditlog"
	"weir/inspect/source"
)

func TestAPanicInJudgingIsRefusedWhereFaultsAreClosed(t *testing.T) {
	broken := &weir{closed: true, log: auditlog.New(io.Discard, auditlog.Options{})} // without an inspector
	if _, failed := broken.judge(context.Background(), source.Invocation{Payload: []byte("{}")}).(source.Fail); !failed {
		t.Error("the event is not refused")
	}
	broken.closed = false
	defer func() {
		if recover() == nil {
			t.Error("the proxy does not hear of it")
		}
	}()
	broken.judge(context.Background(), source.Invocation{Payload: []byte("{}")})
}

func TestTheCollectorKnowsTheFunctionsMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	limitMemory("128")
	if got := debug.SetMemoryLimit(-1); got != 64<<20 {
		t.Errorf("the limit is %d bytes", got)
	}
	debug.SetMemoryLimit(math.MaxInt64)
	for _, none := range []string{"", "0", "-1", "much"} {
		limitMemory(none)
		if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
			t.Errorf("%q: the limit is %d bytes", none, got)
		}
	}
}
