package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"weir/inspect"
)

func TestAllProblemsAreReportedAtOnceInTheOrderOfTheTable(t *testing.T) {
	c, problems := read(map[string]string{
		"WEIR_LOG": "loud", "WEIR_MODE": "blok", "WEIR_PARANOIA": "9", "WEIR_ZEBRA": "secret", "WEIR_MODUS": "x",
		"WEIR_THRESHOLD": "7", "PATH": "/bin", "WEIRD": "1",
	})
	var names []string
	for _, p := range problems {
		names = append(names, p.Name)
	}
	want := []string{"WEIR_MODE", "WEIR_PARANOIA", "WEIR_LOG", "WEIR_MODUS", "WEIR_ZEBRA"}
	if !slices.Equal(names, want) {
		t.Errorf("got problems %v, want %v", names, want)
	}
	if c.Threshold != 7 || c.Mode != inspect.ModeMonitor {
		t.Errorf("got threshold %d and mode %q, want the good value 7, and monitor", c.Threshold, c.Mode)
	}
}

func TestAnUnknownVariableIsReportedWithASuggestionAndWithoutItsValue(t *testing.T) {
	tests := map[string]string{
		"weir_log":           "there is no such variable; did you mean WEIR_LOG?",
		"Weir_Blok_Body":     "there is no such variable; did you mean WEIR_BLOCK_BODY?",
		"WEIR_BLOCK_HEADER":  "there is no such variable; did you mean WEIR_BLOCK_HEADERS?",
		"WEIR_ONLIMIT":       "there is no such variable; did you mean WEIR_ON_LIMIT?",
		"WEIR_LIMBO":         "there is no such variable",
		"WEIR_":              "there is no such variable",
		"WEIR_PARANOIA_XXXX": "there is no such variable",
	}
	for name, reason := range tests {
		_, problems := read(map[string]string{name: "s3cret"})
		want := []Problem{{Name: name, Reason: reason}}
		if !reflect.DeepEqual(problems, want) {
			t.Errorf("%s: got %+v, want %+v", name, problems, want)
		}
	}
}

func TestASuggestionIsGivenForASourceThatIsAlmostRight(t *testing.T) {
	_, problems := read(map[string]string{"WEIR_MODE": "block,functionurl=monitor"})
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Reason, `did you mean function-url?`) {
		t.Errorf("got %v, want a suggestion of function-url", problems)
	}
}

func TestAProblemReadsAsOneSentenceAndBoundsTheValue(t *testing.T) {
	_, problems := read(map[string]string{"WEIR_LOG": strings.Repeat("ü", 4000)})
	if len(problems) != 1 {
		t.Fatalf("got %v, want one problem", problems)
	}
	text := problems[0].String()
	if len(text) > 500 || !strings.Contains(text, "WEIR_LOG=") || !strings.Contains(text, "allowed: findings|all|errors") {
		t.Errorf("got %d bytes %q", len(text), text)
	}
	if strings.Contains(text, `\x`) {
		t.Errorf("the value was cut inside a character: %q", text)
	}
}

func TestTheClosestCandidateIsSuggestedIfOneIsClose(t *testing.T) {
	candidates := []string{"sqs", "aacc", "aaac", "a"}
	for name, want := range map[string]string{
		"aaab": "; did you mean aaac?", "sqss": "; did you mean sqs?", "qsq": "", "b": "", "": "", "aaccdef": "",
	} {
		if got := suggest(name, candidates); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// Whoever sets the mode wants another than the default, and a slip in its name must not block.
func TestANameThatIsAlmostThatOfTheModeWatchesTheFunction(t *testing.T) {
	for _, row := range []struct {
		name, value, mode string // what is set, and WEIR_MODE
		reported, watched bool
	}{
		{"WEIR_MOD", "monitor", "", true, true},
		{"WEIR_MODES", "x", "", true, true},
		{"weir_mode", "monitor", "", true, true},
		{"Weir_Mod", "block", "", true, true},
		{"WIER_MODE", "monitor", "", true, true},
		{"WEIRMODE", "monitor", "", true, true},
		{"WEIR_MOD", "monitor", " ", true, true},
		{"WEIR_MOD", "monitor", "block", true, false},
		{"weir_mode", "monitor", "block", true, false},
		{"weir_mode", "block", "block", false, false}, // as Windows has it
		{"WEIR_MOD", "", "", true, false},
		{"WEIR_MONITOR", "true", "", true, false},
		{"WEIR_PORT", "9099", "", false, false},
		{"WEIR_LOG", "all", "", false, false},
		{"WEB_MODE", "monitor", "", false, false},
		{"MODE", "monitor", "", false, false},
	} {
		c, problems := read(map[string]string{row.name: row.value, "WEIR_MODE": row.mode})
		if reported := len(problems) == 1 && problems[0].Name == row.name; reported != row.reported || len(problems) > 1 {
			t.Errorf("%+v: problems %+v", row, problems)
		}
		mode, asked := c.General()
		if watched := mode == inspect.ModeMonitor && asked == "block"; watched != row.watched {
			t.Errorf("%+v: mode %s, asked %s", row, mode, asked)
		}
		if row.watched && (c.Unread.Responses != "" || !strings.HasSuffix(problems[0].Holds, "the function is in monitor")) {
			t.Errorf("%+v: %+v", row, problems)
		}
	}
	c, _ := read(map[string]string{"WEIR_MOD": "monitor", "WEIR_RESPONSES": "block"})
	if c.Responses != inspect.ResponsesMonitor {
		t.Error("responses are not watched")
	}
}
