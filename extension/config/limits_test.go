package config

import (
	"strings"
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

func TestTheLimitThatWasMeantIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"dept=3": `"dept" is no limit; did you mean depth?`, "deptj=3": "did you mean depth?",
		"colour=3": `"colour" is no limit`,
	} {
		_, problems := read(map[string]string{"WEIR_LIMITS": text})
		if len(problems) != 1 || !strings.HasSuffix(problems[0].Reason, want) {
			t.Errorf("%s: %v, want %s", text, problems, want)
		}
	}
}
