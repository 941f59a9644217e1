package inspect

import "testing"

func TestGlobMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"body.comment", "body.comment", true},
		{"body.comment", "body.comments", false},
		{"body.*", "body.a.b", true},
		{"*.comment", "body → items[3].comment", true},
		{"Records[*].body*", "Records[12].body → note", true},
		{"Records[*].body", "Records[12].body → note", false},
		{"*", "", true},
		{"", "", true},
		{"a*b*c", "a-b-b-c", true},
		{"a*b*c", "a-c-b", false},
		{"**", "x", true},
	} {
		if got := globMatches(c.pattern, c.text); got != c.want {
			t.Errorf("globMatches(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

func TestExclusionIsAsNarrowAsItSays(t *testing.T) {
	match := Match{Rule: 942100, Tags: []string{"attack-sqli"}, Field: "body → comment"}
	for _, c := range []struct {
		exclusion Exclusion
		covers    bool
	}{
		{Exclusion{Rule: 942100}, true},
		{Exclusion{Rule: 942101}, false},
		{Exclusion{Tag: "attack-sqli"}, true},
		{Exclusion{Tag: "attack-xss"}, false},
		{Exclusion{Rule: 942100, Source: "sqs"}, true},
		{Exclusion{Rule: 942100, Source: "sns"}, false},
		{Exclusion{Rule: 942100, Source: "sqs", Field: "*comment"}, true},
		{Exclusion{Rule: 942100, Source: "sqs", Field: "*title"}, false},
	} {
		if got := c.exclusion.covers("sqs", match); got != c.covers {
			t.Errorf("%+v covers: %v", c.exclusion, got)
		}
	}
}
