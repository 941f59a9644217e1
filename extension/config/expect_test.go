package config

import (
	"reflect"
	"strings"
	"testing"

	"weir/inspect"
	"weir/inspect/source"
)

func TestAnExpectedNameIsThatOfAResource(t *testing.T) {
	for text, want := range map[string][]inspect.Expectation{
		"s3=my-bucket":            {{Source: "s3", ID: "my-bucket", Also: []string{"arn:*:s3:*:*:my-bucket"}}},
		"sqs=orders":              {{Source: "sqs", ID: "orders", Also: []string{"arn:*:sqs:*:*:orders"}}},
		"sns=topic, rest-v1=a1b2": {{Source: "sns", ID: "topic", Also: []string{"arn:*:sns:*:*:topic"}}, {Source: "rest-v1", ID: "a1b2"}},
	} {
		c, problems := FromEnv(func(name string) string { return map[string]string{"WEIR_SOURCES": text}[name] }, nil, source.SettingNames())
		if len(problems) > 0 || !reflect.DeepEqual(c.Expect, want) {
			t.Errorf("%s: %+v, want %+v; problems %v", text, c.Expect, want, problems)
		}
	}
}

// An expectation that no event meets would refuse them all. Whatever is wrong with the list, it is not weaker than its default, and not
// stricter than what can be read.
func TestAnExpectationThatNothingFitsIsAnErrorAndRefusesNobody(t *testing.T) {
	for _, text := range []string{
		"sqs=arn:aws:sns:*:*:orders", "sqs=https://sqs.eu-central-1.amazonaws.com/123456789012/orders", "direct=x", "s3=s3://my-bucket", "sns=my topic", "sqs,rest-v1=a:b",
	} {
		c, problems := FromEnv(func(name string) string { return map[string]string{"WEIR_SOURCES": text}[name] }, nil, source.SettingNames())
		if len(problems) != 1 || c.Expect != nil || !strings.Contains(problems[0].Holds, "any") {
			t.Errorf("%s: %+v; problems %v", text, c.Expect, problems)
		}
		if mode, _ := c.General(); mode != inspect.ModeBlock {
			t.Errorf("%s: mode %s", text, mode)
		}
	}
}
