package source

import (
	"slices"
	"testing"
)

// ids are what events of AWS say that they come from.
var realIDs = map[string]string{
	"sqs": "arn:aws:sqs:eu-central-1:123456789012:orders", "sns": "arn:aws-cn:sns:cn-north-1:123456789012:orders",
	"s3": "arn:aws:s3:::orders", "dynamodb": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-02T03:04:05.678",
	"kinesis": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", "firehose": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders",
	"kafka":    "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
	"activemq": "arn:aws:mq:us-west-2:123456789012:broker:orders:b-9bcfa592-423a-4942-879d-eb284b418fc8",
	"alb":      "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/orders/49e9d65c45c6791a", "cw-alarm": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:orders",
	"auth-token": "arn:aws:execute-api:us-east-1:123456789012:orders/prod/GET/pets", "codecommit": "arn:aws:codecommit:us-east-1:123456789012:orders",
	"secretsmanager": "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-AbC123", "cfn": "arn:aws:cloudformation:us-east-1:123456789012:stack/orders/51af3dc0-da77-11e4-872e-1234567db123",
	"scheduled": "arn:aws:events:us-east-1:123456789012:rule/orders", "stepfunctions": "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
	"lambda-destination": "arn:aws:lambda:us-east-1:123456789012:function:orders:$LATEST", "documentdb": "arn:aws:rds:us-east-1:123456789012:cluster:orders",
	"pipes:aws:sqs": "arn:aws:sqs:eu-central-1:123456789012:orders", "pipes": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
	"rest-v1": "orders", "cognito:PreSignUp_SignUp": "orders", "lex-v1": "orders",
}

// fits is a glob's meaning, written as plainly as can be.
func fits(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		return fits(pattern[1:], text) || text != "" && fits(pattern, text[1:])
	}
	return text != "" && pattern[0] == text[0] && fits(pattern[1:], text[1:])
}

func TestANameStandsForTheResourceOfThatName(t *testing.T) {
	for name, id := range realIDs {
		for pattern, want := range map[string]bool{"orders": true, "ord*": true, "*ders": true, "*": true, "order": false, "rders": false, "orders2": false, "orders-*": false, id: true} {
			patterns, err := Patterns(name, pattern)
			if err != nil && pattern != id {
				t.Errorf("%s=%s: %v", name, pattern, err)
			}
			if got := slices.ContainsFunc(patterns, func(p string) bool { return fits(p, id) }); got != want {
				t.Errorf("%s=%s fits %s: %v, by %q", name, pattern, id, got, patterns)
			}
		}
	}
}

func TestAPatternThatFitsNoIDIsAnError(t *testing.T) {
	for _, c := range []struct{ name, pattern string }{
		{"sqs", "arn:aws:sns:*:*:orders"},
		{"sqs", "https://sqs.eu-central-1.amazonaws.com/123456789012/orders"},
		{"sqs", "orders:"},
		{"sqs", "my queue"},
		{"sqs", "stream/orders"},
		{"sqs", `"orders"`},
		{"sns", "arn:aws:sqs:*:*:orders"},
		{"s3", "s3://orders"},
		{"s3", "orders/*"},
		{"s3", "arn:aws:sqs:*"},
		{"dynamodb", "table/orders"},
		{"dynamodb", "arn:aws:dynamodb:*:*:table/orders"},
		{"kinesis", "table/orders/*"},
		{"rest-v1", "arn:aws:execute-api:*:*:abc/*"},
		{"rest-v1", "https://abc.execute-api.eu-west-1.amazonaws.com"},
		{"http-v2", "abc/prod"},
		{"direct", "x"},
		{"cwlogs", "/aws/lambda/x"},
		{"ses", "x"},
		{"cognito", "arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_a"},
		{"auth-token", "arn:aws:lambda:*"},
		{"pipes:aws:sqs", "arn:aws:kinesis:*"},
	} {
		if patterns, err := Patterns(c.name, c.pattern); err == nil {
			t.Errorf("%s=%s: %q", c.name, c.pattern, patterns)
		}
	}
	for _, c := range []struct{ name, pattern string }{
		{"sqs", "*:orders"},
		{"sqs", "arn:aws:sqs:*:orders"},
		{"sqs", "arn:*"},
		{"sqs", "orders.fifo"},
		{"dynamodb", "table/orders/*"},
		{"dynamodb", "arn:aws:dynamodb:*:*:table/orders/stream/*"},
		{"kafka", "b-1.example.com:9092,b-2.example.com:9092"},
		{"kafka", "b-1.example.com"},
		{"auth-token", "abc123/prod/*"},
		{"eventbridge", "aws.partner/example.com/*"},
		{"cognito-sync", "eu-west-1:0d1f*"},
		{"cognito", "eu-west-1_aBcDeF"},
		{"secretsmanager", "prod/db"},
		{"s3", "my.bucket"},
		{"lambda-destination", "orders"},
		{"pipes:SelfManagedKafka", "b:9092"},
	} {
		if _, err := Patterns(c.name, c.pattern); err != nil {
			t.Errorf("%s=%s: %v", c.name, c.pattern, err)
		}
	}
}

func TestEveryFormIsOfASourceWithAPin(t *testing.T) {
	for name := range forms {
		if !slices.Contains(SettingNames(), name) {
			t.Errorf("there is no source %q", name)
		}
		if IDs := pins[name]; IDs == nil && name[:min(6, len(name))] != "pipes:" {
			t.Errorf("%s names nothing that it comes from", name)
		}
	}
}

func TestAPatternMeetsAFormWhereSomeTextFitsBoth(t *testing.T) {
	for _, c := range []struct {
		pattern, form string
		want          bool
	}{
		{"", "", true},
		{"a", "a", true},
		{"a", "b", false},
		{"*", "", true},
		{"", "*", true},
		{"a*", "*b", true},
		{"*c", "a*", true},
		{"a*c", "b*", false},
		{"*a*", "b", false},
		{"*a*", "bab", true},
		{"a:b", "*", false},
		{"a/b", "*", false},
		{"a:b", "#", true},
		{"a*", "a:b/c", true},
		{"arn:*:x", "arn:*:y", false},
		{"*:x", "arn:*:*:x", true},
		{"*y", "arn:#:x", false},
		{"a*b*c", "*x*", true},
		{"ab", "a*b#c", false},
	} {
		if got := meet(c.pattern, c.form); got != c.want {
			t.Errorf("%q and %q: %v", c.pattern, c.form, got)
		}
	}
}
