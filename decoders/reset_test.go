package decoders

import (
	"fmt"
	"strings"
	"testing"
)

func TestAResetExpanderReadsAsANewOneDoes(t *testing.T) {
	limits := Limits{Names: 12, Expansion: 2 << 20}
	values := []string{
		`{"a":{"b":["c","d\u0041"]},"a":1}`, base64Of(gzipped(t, strings.Repeat("some text ", 200<<10))), "a=%41&b=%2562",
		"[" + strings.Repeat(`{"name":"value"},`, 20) + "0]", strings.Repeat("[", 200) + strings.Repeat("]", 200), "eyJhIjoiYiJ9.eyJjIjoiZCJ9.e30",
	}
	read := func(x *Expander, value string) string {
		var b strings.Builder
		for v := range x.Expand([]byte(value), Hint{}) {
			fmt.Fprintf(&b, "%s %s %v %.40q\n", v.Path, v.Via, v.Document, v.Data)
		}
		return b.String() + fmt.Sprint(x.Cuts())
	}
	used := NewExpander(limits)
	for round := range 3 {
		for _, value := range values {
			want := read(NewExpander(limits), value)
			if got := read(used, value); got != want {
				t.Errorf("round %d, %.40q:\n%s, want\n%s", round, value, got, want)
			}
			used.Cuts()
			used.Reset()
		}
	}
}

func TestAResetExpanderKeepsNoBytesAndNoLargeBuffers(t *testing.T) {
	x := NewExpander(Limits{})
	views(x, []byte(`{"a":{"secret":["c"]}}`), Hint{})
	views(x, []byte(strings.Repeat("[", 100)+strings.Repeat("]", 100)), Hint{})
	for range 2 * keepIdle {
		x.free = append(x.free, make([]byte, 0, keepBuffer/2))
		x.idle = append(x.idle, &walk{x: x, documents: documents{names: make([]uint64, 0, keepRoom+1)}})
	}
	x.Reset()
	kept := 0
	for _, b := range x.free[:cap(x.free)] {
		kept += cap(b)
	}
	if kept > keepBuffer || len(x.idle) > keepIdle {
		t.Errorf("%d bytes in buffers, %d walks", kept, len(x.idle))
	}
	for _, w := range x.idle {
		if cap(w.names) > keepRoom {
			t.Errorf("room for %d names", cap(w.names))
		}
		for _, step := range w.path[:cap(w.path)] {
			if step.Key != nil {
				t.Errorf("the name %q", step.Key)
			}
		}
	}
}
