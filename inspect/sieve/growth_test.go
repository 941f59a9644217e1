//go:build growth

package sieve

import (
	"fmt"
	"testing"

	"weir/inspect/rules"
	"weir/test/growth"
)

// ruleWords are those of the rules that the sieve is made from.
func ruleWords() []string {
	return growth.Words(rules.Files(), "@owasp_crs/REQUEST-*.conf", "@owasp_crs/*.data", "@weir/*.conf")
}

func TestGrowthOfTransformations(t *testing.T) {
	tables := load(4)
	var subjects []growth.Subject
	for name, step := range tables.transformations() {
		subjects = append(subjects, growth.Subject{Name: name, Read: func(text []byte) { step.apply(nil, text) }})
	}
	growth.Check(t, subjects, growth.Texts(2))
}

// Operators have an effort to spend, as for a value.
func TestGrowthOfOperators(t *testing.T) {
	tables := load(4)
	var subjects []growth.Subject
	for n, l := range tables.links {
		subjects = append(subjects, growth.Subject{Name: fmt.Sprintf("%d %d", l.rule, n), Read: func(text []byte) {
			effort := effort{left: leastEffort + effortPerByte*len(text)}
			l.operator.matches(text, &effort)
		}})
	}
	growth.CheckSome(t, subjects, growth.Texts(1, ruleWords()...), 40)
}

func TestGrowthOfTheSieve(t *testing.T) {
	subjects := []growth.Subject{}
	for level := 1; level <= 4; level++ {
		s := New(level, nil)
		subjects = append(subjects,
			growth.Subject{Name: fmt.Sprint("may match ", level), Read: func(text []byte) { s.MayMatch(text) }},
			growth.Subject{Name: fmt.Sprint("suspects ", level), Read: func(text []byte) {
				var suspects Suspects
				suspects.Begin()
				s.Suspect(text, &suspects)
			}},
			growth.Subject{Name: fmt.Sprint("request ", level), Read: func(text []byte) {
				var suspects Suspects
				suspects.Begin()
				s.SuspectRequest(&Request{
					Method: "POST", URI: "/a" + string(text) + "?a=" + string(text), Protocol: "HTTP/1.1",
					Headers: []Header{{"Host", "a"}, {"Cookie", string(text)}, {"X-A", string(text)}, {"Content-Type", "application/x-www-form-urlencoded"}},
					Body:    text,
				}, &suspects)
			}})
	}
	growth.CheckSome(t, subjects, growth.Texts(2, ruleWords()...), 16)
}
