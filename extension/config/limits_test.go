package config

import (
	"testing"

	"weir/inspect"
)

func limitsOf(set func(*inspect.Limits)) (l inspect.Limits) {
	set(&l)
	return l
}

func TestLimitsAreShownAsTheyAreGiven(t *testing.T) {
	c, problems := read(map[string]string{"WEIR_LIMITS": " length = 64KB, depth=3,expansion=1048576,ratio=7 "})
	if got, want := showLimits(c), "depth=3,expansion=1MB,ratio=7,length=64KB"; got != want || len(problems) > 0 {
		t.Errorf("%q, want %q; problems %v", got, want, problems)
	}
	if got := ShowAmount(1<<20, false); got != "1048576" {
		t.Errorf("a megabyte of something else: %s", got)
	}
}
