package engine

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"weir/inspect/libinjection"
)

const injectionRules = `
SecRule ARGS "@detectSQLi" "id:1,phase:2,pass,log,capture,t:none,msg:'SQL',chain"
SecRule TX:0 "@streq s&1c" "t:none"
SecRule ARGS "@detectXSS" "id:2,phase:2,pass,log,t:none,msg:'markup'"
SecRule ARGS "!@detectSQLi" "id:3,phase:2,pass,log,t:none,msg:'no SQL'"`

func TestInjectionsAreFoundWithTheirFingerprints(t *testing.T) {
	e := engineOf(t, injectionRules)
	for _, c := range []struct {
		text string
		ids  []int
	}{
		{"x' or 1=1 -- ", []int{1}},
		{"1 union select 2", nil}, // another fingerprint
		{"it's the chair's", []int{3}},
		{"<script>x</script>", []int{2, 3}},
	} {
		if found := ids(evaluate(t, e, nil, Value{"a", c.text})); !slices.Equal(found, c.ids) {
			t.Errorf("%q: rules %v, want %v", c.text, found, c.ids)
		}
	}
}

// A text of which nobody knows whether it is an injection is neither clean nor a match, also where a rule is negated.
func TestATextThatIsNotToldIsALimit(t *testing.T) {
	text := strings.Repeat(`\'a''b`, 100<<10)
	if _, _, known := libinjection.IsSQLi(text, nil); known {
		t.Fatal("it is told")
	}
	found, err := engineOf(t, injectionRules).Evaluate(t.Context(), nil, []Value{{"a", text}}, nil)
	if !errors.Is(err, ErrBudget) || len(found) > 0 {
		t.Errorf("rules %v, error %v; want ErrBudget", ids(found), err)
	}
}
