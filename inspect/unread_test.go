package inspect

import (
	"testing"
	"time"

	"weir/inspect/source"
)

// What cannot be read of the settings is only watched, and findings say what was asked for.
func TestWhatASettingThatCannotBeReadConcernsIsOnlyWatched(t *testing.T) {
	type modes = map[string]Mode
	type words = map[string]string
	message, request := queue("one", injection), asked(injection)
	found := rulesOf(t, injection, ModeBlock)
	all, sqs := map[string]bool{"": true}, map[string]bool{"sqs": true}
	for name, c := range map[string]struct {
		options Options
		event   string
		mode    Mode
		asked   string
	}{
		"the function": {Options{Unread: Unread{Watched: all}}, request, ModeMonitor, "block"},
		"the function, with a word for the source": {
			Options{Modes: modes{"function-url": ModeAnnotate}, Unread: Unread{Watched: all}}, request, ModeMonitor, "annotate",
		},
		"the function, which is only watched anyway": {Options{Mode: ModeMonitor, Unread: Unread{Watched: all}}, request, ModeMonitor, ""},
		"the function, but for rules that block": {
			Options{Mode: ModeMonitor, RuleModes: found, Unread: Unread{Watched: all}}, request, ModeMonitor, "block",
		},
		"the source of the event":   {Options{Unread: Unread{Watched: sqs}}, message, ModeMonitor, "block"},
		"another source":            {Options{Unread: Unread{Watched: sqs}}, request, ModeBlock, ""},
		"nothing":                   {Options{}, request, ModeBlock, ""},
		"the general word":          {Options{Mode: ModeMonitor, Unread: Unread{Words: words{"": "blok"}}}, request, ModeMonitor, "blok"},
		"the word for a source":     {Options{Modes: modes{"sqs": ModeMonitor}, Unread: Unread{Words: words{"sqs": "blok"}}}, message, ModeMonitor, "blok"},
		"a word that is in force":   {Options{Mode: ModeMonitor, Unread: Unread{Words: words{"": `"Monitor"`}}}, request, ModeMonitor, ""},
		"the word for another one":  {Options{Modes: modes{"sqs": ModeMonitor}, Unread: Unread{Words: words{"sqs": "blok"}}}, request, ModeBlock, ""},
		"the general word, not its": {Options{Mode: ModeMonitor, Modes: modes{"sqs": ModeBlock}, Unread: Unread{Words: words{"": "blok"}}}, message, ModeBlock, ""},
	} {
		c.options.Budget = time.Minute
		v, outcome := judge(t, c.options, c.event)
		if v.Mode != c.mode || v.Asked != c.asked || v.Score < 5 {
			t.Errorf("%s: mode %s, asked %q, score %d; want %s, %q", name, v.Mode, v.Asked, v.Score, c.mode, c.asked)
		}
		forward, passed := outcome.(source.Forward)
		if c.mode == ModeMonitor && (!passed || string(forward.Payload) != c.event || v.Action != Pass) || c.mode == ModeBlock && v.Action == Pass {
			t.Errorf("%s: %s, %T", name, v.Action, outcome)
		}
	}
}

func TestWhatIsOffStaysOffWhereASettingCannotBeRead(t *testing.T) {
	v, _ := judge(t, Options{Mode: ModeOff, Unread: Unread{Watched: map[string]bool{"": true}}}, asked(injection))
	if v.Mode != ModeOff || !v.Clean() {
		t.Errorf("mode %s, %d matches", v.Mode, len(v.Matches))
	}
}

func TestResponsesOfASourceThatIsWatchedAreNotWithheld(t *testing.T) {
	for name, c := range map[string]struct {
		unread Unread
		mode   ResponseMode
		action Action
		asked  string
		passes bool
	}{
		"nothing":        {Unread{}, ResponsesBlock, Block, "", false},
		"another source": {Unread{Watched: map[string]bool{"sqs": true}}, ResponsesBlock, Block, "", false},
		"this source":    {Unread{Watched: map[string]bool{"rest-v1": true}}, ResponsesBlock, Pass, "block", true},
		"responses":      {Unread{Responses: "blok"}, ResponsesMonitor, Pass, "blok", true},
	} {
		options := Options{Responses: c.mode, Unread: c.unread, Budget: time.Minute}
		v, outcome := judgeResponse(t, options, toREST, responseOf(answer(t, 200, "text/html", "<p>"+sqlLeak)))
		if v.Clean() || v.Action != c.action || v.Asked != c.asked || (outcome == nil) != c.passes {
			t.Errorf("%s: %s, asked %q, %T: %+v", name, v.Action, v.Asked, outcome, v.Matches)
		}
	}
}
