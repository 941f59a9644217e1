package engine

import "testing"

func TestOnlyWhatIsForALogIsTakenOutOfARule(t *testing.T) {
	for rule, want := range map[string]string{
		"SecRule ARGS \"@rx logdata:'a'\" \\\n    \"id:1,\\\n    capture,\\\n    logdata:'Matched Data: %{TX.0}',\\\n    msg:'logdata:'\"\n":                  "SecRule ARGS \"@rx logdata:'a'\" \\\n    \"id:1,\\\n    msg:'logdata:'\"\n",
		"SecRule ARGS \"@rx a\" \\\n    \"id:1,\\\n    capture,\\\n    setvar:'tx.a=%{tx.1}'\"\n":                                                             "SecRule ARGS \"@rx a\" \\\n    \"id:1,\\\n    capture,\\\n    setvar:'tx.a=%{tx.1}'\"\n",
		"SecRule ARGS \"@rx a\" \\\n    \"id:1,\\\n    capture,\\\n    chain\"\n    SecRule TX:1 \"@eq 1\" \\\n        \"logdata:'last'\"\n":                  "SecRule ARGS \"@rx a\" \\\n    \"id:1,\\\n    capture,\\\n    chain\"\n    SecRule TX:1 \"@eq 1\" \\\n        \"logdata:'last'\"\n",
		"SecRule ARGS \"@rx setvar:\" \\\n    \"id:1,\\\n    setvar:'tx.a=1',\\\n    setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'\"\n": "SecRule ARGS \"@rx setvar:\" \\\n    \"id:1,\\\n    setvar:'tx.a=1',\\\n    weirpoints:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'\"\n",
	} {
		if got := string(muted([]byte(rule))); got != want {
			t.Errorf("%s\nbecame\n%s", rule, got)
		}
	}
}
