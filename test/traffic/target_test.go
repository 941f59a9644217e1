package main

import (
	"math"
	"testing"
)

func TestTargetsAreOfWhatTheyName(t *testing.T) {
	honest := func(file, set, group, form string, score int) outcome {
		return outcome{file: file, shelf: shelf{Set: set, Group: group}, form: form, score: score}
	}
	attack := func(file, class, form string, score int) outcome {
		return outcome{file: file, shelf: shelf{Class: class}, form: form, score: score, hostile: true}
	}
	r := &result{outcomes: []outcome{
		honest(honestRequests, "even", "", asRequest, 5), honest(honestRequests, "even", "", asRequest, 0),
		honest(honestRequests, "hard", "", asRequest, 5),
		honest(honestTexts, "a", everyday, asJSON, 5), honest(honestTexts, "a", everyday, asQuery, 4), honest(honestTexts, "a", everyday, asDeclared, 0),
		attack(attackRequests, "xss", asGET, 5), attack(attackRequests, "xss", asPOST, 5), attack(attackRequests, "sqli", asGET, 0),
		attack(attackRequests, "sqli", asPOST, 5), attack(attackRequests, "xss", inTheQuery, 5), attack(attackRequests, "xss", inACookie, 0),
		attack(attackTexts, "xss", asJSON, 5), attack(attackTexts, "xss", inSentence, 0),
	}}
	for i, want := range []float64{75, 50, 0, 50, 62.5, 50, math.NaN(), math.NaN(), math.NaN(), math.NaN(), 0, math.NaN(), math.NaN(), 100, 0} {
		is := targets[i].is(r)
		if is != want && !(math.IsNaN(is) && math.IsNaN(want)) {
			t.Errorf("%s: %g, not %g", targets[i].what, is, want)
		}
		if _, ok := targets[i].row(r); ok == math.IsNaN(want) {
			t.Errorf("%s: a row is there: %v", targets[i].what, ok)
		}
	}
}

func TestATargetIsMetOnItsOwnSide(t *testing.T) {
	for _, c := range []struct {
		is, want float64
		least    bool
		remark   string
	}{{1, 1, true, ""}, {0.9, 1, true, "missed"}, {1, 1, false, ""}, {1.1, 1, false, "missed"}} {
		of := target{"", c.want, c.least, func(*result) float64 { return c.is }}
		if cells, _ := of.row(nil); cells[3] != c.remark {
			t.Errorf("%+v: %q", c, cells[3])
		}
	}
}
