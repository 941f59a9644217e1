package engine

import "testing"

func TestOnlyWhatIsForALogIsTakenOutOfARule(t *testing.T) {
	const rule = "SecRule ARGS \"@rx logdata:'a'\" \\\n    \"id:1,\\\n    phase:2,\\\n    logdata:'Matched Data: %{TX.0}',\\\n    msg:'logdata:',\\\n    chain\"\n" +
		"    SecRule ARGS \"@rx b\" \\\n        \"logdata:'last'\"\n"
	const want = "SecRule ARGS \"@rx logdata:'a'\" \\\n    \"id:1,\\\n    phase:2,\\\n    msg:'logdata:',\\\n    chain\"\n" +
		"    SecRule ARGS \"@rx b\" \\\n        \"logdata:'last'\"\n"
	if got := string(withoutLogData([]byte(rule))); got != want {
		t.Errorf("%s", got)
	}
}
