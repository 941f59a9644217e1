package inspect

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
)

// Where Weir and the Runtime API listen on other ports than usual, values may not begin with their addresses either.
func TestThePortsInsideTheSandbox(t *testing.T) {
	moved := patient()
	moved.Ports = []int{8123, 9001}
	for _, c := range []struct {
		value string
		fires bool
	}{
		{"http://localhost:8123/", true},
		{"http://127.0.0.1:8123", true},
		{"//127.1:08123/x", true},
		{"HTTP://user@[::ffff:7f00:1]:8123/2018-06-01", true},
		{"169.254.100.1:8123", true},
		{"http://localhost:81234/", false},
		{"http://localhost:3000/callback", false},
		{"http://db.example.com:8123/", false},
		{"it listens at http://127.0.0.1:8123", false},
		{"port 8123", false},
	} {
		for place, event := range map[string]string{
			"a query":  functionURL("/", "to="+url.QueryEscape(c.value), "text/plain", "", false),
			"a body":   functionURL("/", "", "application/json", `{"to":"`+c.value+`"}`, false),
			"a record": queue(`{"to":"` + c.value + `"}`),
			"a header": strings.Replace(functionURL("/", "", "text/plain", "", false), `"accept":"*/*"`, `"accept":"*/*","x-forward":"`+c.value+`"`, 1),
		} {
			v, _ := judge(t, moved, event)
			if got := slices.Contains(ours(v), rules.SandboxPort); got != c.fires {
				t.Errorf("%s in %s: %v, want %v", c.value, place, got, c.fires)
			}
			if v, _ := judge(t, patient(), event); slices.Contains(ids(v), rules.SandboxPort) {
				t.Errorf("%s in %s is found without having been told the port", c.value, place)
			}
		}
	}
	referer := functionURL("/", "", "text/plain", "", false)
	referer = strings.Replace(referer, `"accept":"*/*"`, `"accept":"*/*","referer":"http://localhost:8123/"`, 1)
	if v, _ := judge(t, moved, referer); len(ours(v)) > 0 {
		t.Errorf("a page of the developer's own machine that led here: %v", ours(v))
	}
}

// The usual ports are those of rule 1010101, which finds them; nothing counts twice.
func TestTheUsualPortsAreARulesOfTheirOwn(t *testing.T) {
	options := patient()
	options.Ports = rules.UsualPorts[:]
	v, _ := judge(t, options, queue(`{"to":"http://localhost:9001/"}`))
	if got := ids(v); !slices.Contains(got, 1010101) || slices.Contains(got, rules.SandboxPort) {
		t.Errorf("got %v, want 1010101 alone", got)
	}
}
