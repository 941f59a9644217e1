package main

import (
	"math"
	"runtime/debug"
	"testing"
)

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
