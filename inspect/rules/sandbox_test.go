package rules

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// Passing over what stands before a host finds what the whole expression finds.
func TestPortsAreFoundWhereTheRulesExpressionFindsThem(t *testing.T) {
	if e := portsExpression(); strings.Count(e, usualPorts) != 1 || strings.Count(e, beforeHost) != 1 {
		t.Fatalf("rule 1010101 is spelt otherwise: %s", e)
	}
	whole := regexp.MustCompile(strings.Replace(portsExpression(), usualPorts, "(?:8123|80)", 1))
	ports := PortsOf([]int{8123, 9001, 80})
	pieces := strings.Fields(`http: HTTPS: x-y.z+1: 1x: : / // \ /\ u@ u:p@ @ é@ localhost localhost. ip6-localhost 127.0.0.1 127.1 0 169.254.1.2 [::1]
		[::ffff:7f00:1] :8123 :08123 :80 :81234 :9001 8123 ? # a . ` + "\xff")
	pieces = append(pieces, " ", "\n", "\v", "\u00a0", "")
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 200_000 {
		var text []byte
		for range 1 + r.IntN(7) {
			text = append(text, pieces[r.IntN(len(pieces))]...)
		}
		want := whole.Match(text)
		if got := ports.Begin(text); got != want {
			t.Fatalf("%q begins with a port: %v, want %v", text, got, want)
		}
		if want {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("%d found are too few to say anything", found)
	}
}
