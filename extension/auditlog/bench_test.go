package auditlog

import (
	"io"
	"testing"
)

func BenchmarkACleanEvent(b *testing.B) {
	l := New(io.Discard, orders(Findings))
	b.ReportAllocs()
	for b.Loop() {
		l.Write(invocation, clean, Removal{})
	}
}

func BenchmarkAFinding(b *testing.B) {
	l := New(io.Discard, orders(Findings))
	b.ReportAllocs()
	for b.Loop() {
		l.Write(invocation, blockedEvent, Removal{})
	}
}

func TestACleanEventCostsNoMemory(t *testing.T) {
	l := New(io.Discard, orders(Findings))
	l.Write(invocation, clean, Removal{})
	if n := testing.AllocsPerRun(1000, func() { l.Write(invocation, clean, Removal{}) }); n != 0 {
		t.Errorf("a clean event costs %v allocations, want none", n)
	}
}
