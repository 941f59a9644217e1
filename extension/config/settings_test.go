package config

import (
	"strings"
	"testing"

	"weir/inspect"
)

func TestSettingsSayWhatHoldsAndWhereItCameFrom(t *testing.T) {
	c, _ := read(map[string]string{"WEIR_MODE": "monitor,sqs=block", "WEIR_LOG": "loud"})
	got := map[string]Setting{}
	for _, s := range c.Settings() {
		got[s.Name] = s
	}
	want := map[string]Setting{
		"WEIR_MODE":  {"WEIR_MODE", "monitor,sqs=block", "", Given},
		"WEIR_LOG":   {"WEIR_LOG", "findings", "", Unreadable},
		"WEIR_PORT":  {"WEIR_PORT", "9057", "", Default},
		"WEIR_RULES": {"WEIR_RULES", "", "none", Default},
	}
	for name, s := range want {
		if got[name] != s {
			t.Errorf("%s: got %+v, want %+v", name, got[name], s)
		}
	}
	if len(got) != len(Variables) {
		t.Errorf("got %d settings, want all %d", len(got), len(Variables))
	}
}

func TestSettingsSayWhatIsUnreadableAndWhatIsWatched(t *testing.T) {
	got := map[string]Setting{}
	c, _ := read(map[string]string{"WEIR_THRESHOLD": "five", "WEIR_RESPONSES": "block", "WEIR_EXCLUDE": "oops", "WEIR_FIELDS": "sqs:a=code;x"})
	for _, s := range c.Settings() {
		got[s.Name] = s
	}
	for _, want := range []Setting{
		{"WEIR_MODE", "monitor", "", Watched},
		{"WEIR_RESPONSES", "monitor", "", Watched},
		{"WEIR_THRESHOLD", "5", "", Unreadable},
		{"WEIR_EXCLUDE", "", "none", Unreadable},
		{"WEIR_FIELDS", "sqs:a=code", "", Unreadable},
		{"WEIR_BUDGET", "", "the lesser of 25% and 1s", Default},
	} {
		if got[want.Name] != want {
			t.Errorf("got %+v, want %+v", got[want.Name], want)
		}
	}
	if s := got["WEIR_LIMITS"]; s.From != Default || s.Value != "" || !strings.Contains(s.Holds, "depth=") || strings.Count(s.Holds, ",") != len(inspect.LimitList)-1 {
		t.Errorf("got %+v", s)
	}
	c, _ = read(map[string]string{"WEIR_MODE": "off", "WEIR_THRESHOLD": "five"})
	if s := c.Settings()[0]; s.From != Given || s.Value != "off" {
		t.Errorf("what is off is not watched: %+v", s)
	}
}
