package config

import (
	"strings"
	"testing"

	"weir/inspect/source"
)

func TestRefusedEventsAreSwallowedByDefaultOnceTheyAreKept(t *testing.T) {
	kept := "s3://my-bucket"
	for _, test := range []struct {
		env  map[string]string
		want source.AsyncMode
	}{
		{map[string]string{}, source.AsyncError},
		{map[string]string{"WEIR_QUARANTINE": kept}, source.AsyncSwallow},
		{map[string]string{"WEIR_QUARANTINE": "nowhere"}, source.AsyncError},
		{map[string]string{"WEIR_QUARANTINE": kept, "WEIR_ASYNC": "error"}, source.AsyncError},
		{map[string]string{"WEIR_QUARANTINE": kept, "WEIR_ASYNC": "eror"}, source.AsyncSwallow},
		{map[string]string{"WEIR_ASYNC": "swallow"}, source.AsyncSwallow},
	} {
		c, _ := read(test.env)
		if got := c.Inspect(nil).Async[""]; got != test.want {
			t.Errorf("%v: refused events end by %s, want %s", test.env, got, test.want)
		}
	}
}

func TestAPrefixIsBounded(t *testing.T) {
	for length, want := range map[int]int{maxPrefix: 0, maxPrefix + 1: 1} {
		_, problems := read(map[string]string{"WEIR_QUARANTINE": "s3://my-bucket/" + strings.Repeat("a", length)})
		if len(problems) != want {
			t.Errorf("%d bytes: got %v, want %d problems", length, problems, want)
		}
	}
}
