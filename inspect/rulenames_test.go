package inspect

import (
	"slices"
	"testing"
)

func TestTheNamesOfRulesAreKnownBeforeAnythingIsCompiled(t *testing.T) {
	names := NamesOfRules([]string{`SecRule ARGS "@rx x" "phase:2, ID : '7000001', pass, tag:'mine/one', tag:two,t:none"`})
	for id, want := range map[int]bool{
		942100: true, 942101: true, 951230: true, 1010700: true, 1010001: true, 1010220: true, 1010005: true, 7000001: true,
		0: false, 1010799: false, 999999: false, 94210: false, 7000002: false, 700000: false,
	} {
		if id != 0 && names.Has(id, "") != want {
			t.Errorf("%d: known %t, want %t", id, !want, want)
		}
	}
	for tag, want := range map[string]bool{
		"attack-sqli": true, "OWASP_CRS": true, "WEIR/LIMIT": true, "WEIR/TRACE": true, "mine/one": true, "two": true,
		"attack-sqly": false, "mine": false, "none": false,
	} {
		if names.Has(0, tag) != want {
			t.Errorf("%s: known %t, want %t", tag, !want, want)
		}
	}
	if NamesOfRules(nil).Has(7000001, "") || !slices.IsSorted(names.Tags()) || len(names.Tags()) < 20 {
		t.Errorf("tags %v", names.Tags())
	}
}

// Whatever the inspector reports can be named in settings.
func TestEveryRuleThatIsListedHasItsNames(t *testing.T) {
	list, err := New(Options{Explain: true, Paranoia: 4}).Rules()
	if err != nil || len(list) < 300 {
		t.Fatal(len(list), err)
	}
	names := NamesOfRules(nil)
	for _, r := range list {
		if !names.Has(r.ID, "") {
			t.Errorf("%d is not known", r.ID)
		}
		for _, tag := range r.Tags {
			if !names.Has(0, tag) {
				t.Errorf("%d: its tag %s is not known", r.ID, tag)
			}
		}
	}
}
