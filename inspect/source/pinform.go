package source

import (
	"fmt"
	"slices"
	"strings"
)

// forms are how ids look that are ARNs, by the source's name: "*" stands for a text without colons and slashes, "#" for any, and "{}"
// for the name of the resource.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
var forms = map[string][]string{
	"sqs": {"arn:*:sqs:*:*:{}"}, "sns": {"arn:*:sns:*:*:{}"}, "s3": {"arn:*:s3:*:*:{}"},
	"dynamodb": {"arn:*:dynamodb:*:*:table/{}/stream/*:*:*"}, "dynamodb-window": {"arn:*:dynamodb:*:*:table/{}/stream/*:*:*"},
	"kinesis":        {"arn:*:kinesis:*:*:stream/{}", "arn:*:kinesis:*:*:stream/{}/consumer/*"},
	"kinesis-window": {"arn:*:kinesis:*:*:stream/{}", "arn:*:kinesis:*:*:stream/{}/consumer/*"},
	"kafka":          {"arn:*:kafka:*:*:cluster/{}/*", "{}:#"}, // or the brokers of a cluster of the user's own
	"activemq":       {"arn:*:mq:*:*:broker:{}:*"}, "rabbitmq": {"arn:*:mq:*:*:broker:{}:*"},
	"documentdb": {"arn:*:rds:*:*:cluster:{}"}, "firehose": {"arn:*:firehose:*:*:deliverystream/{}"},
	"kinesis-analytics": {
		"arn:*:kinesisanalytics:*:*:application/{}", "arn:*:kinesis:*:*:stream/{}", "arn:*:firehose:*:*:deliverystream/{}",
	},
	"alb":        {"arn:*:elasticloadbalancing:*:*:targetgroup/{}/*"},
	"lattice-v2": {"arn:*:vpc-lattice:*:*:service/{}", "arn:*:vpc-lattice:*:*:servicenetwork/{}"},
	"auth-token": {"arn:*:execute-api:*:*:{}/#"}, "auth-rest-request": {"arn:*:execute-api:*:*:{}/#"},
	"auth-websocket": {"arn:*:execute-api:*:*:{}/#"}, "auth-http-v1": {"arn:*:execute-api:*:*:{}/#"},
	"auth-http-v2":     {"arn:*:execute-api:*:*:{}/#"},
	"s3-object-lambda": {"arn:*:s3-object-lambda:*:*:accesspoint/{}"},
	"scheduled":        {"arn:*:events:*:*:rule/{}", "arn:*:events:*:*:rule/*/{}", "arn:*:scheduler:*:*:schedule/*/{}"},
	"cw-alarm":         {"arn:*:cloudwatch:*:*:alarm:{}"}, "connect": {"arn:*:connect:*:*:instance/{}"},
	"iot-preprovision": {"arn:*:iot:*:*:provisioningtemplate/{}"}, "config": {"arn:*:config:*:*:config-rule/{}"},
	"codecommit":     {"arn:*:codecommit:*:*:{}"},
	"secretsmanager": {"arn:*:secretsmanager:*:*:secret:{}-*"}, // six characters of AWS's own follow the name
	"cfn":            {"arn:*:cloudformation:*:*:stack/{}/*"}, "cfn-provider-framework": {"arn:*:cloudformation:*:*:stack/{}/*"},
	"stepfunctions":      {"arn:*:states:*:*:stateMachine:{}"},
	"lambda-destination": {"arn:*:lambda:*:*:function:{}", "arn:*:lambda:*:*:function:{}:*"},
	"pipes:aws:mq":       {"arn:*:mq:*:*:broker:{}:*"},
	"pipes:aws:amq":      {"arn:*:mq:*:*:broker:{}:*"}, "pipes:aws:rmq": {"arn:*:mq:*:*:broker:{}:*"},
	"pipes": {
		"arn:*:sqs:*:*:{}", "arn:*:kinesis:*:*:stream/{}", "arn:*:dynamodb:*:*:table/{}/stream/*:*:*", "arn:*:kafka:*:*:cluster/{}/*",
		"arn:*:mq:*:*:broker:{}:*",
	},
}

// Sources whose ids are chosen by whoever sends events, or have colons though they are no ARNs; and those whose resources may have
// slashes in their names.
var (
	anyIDs  = []string{"eventbridge", "cognito-sync", "pipes"}
	slashed = []string{"secretsmanager", "cw-alarm"}
)

// formsOf are the forms of a source's ids: those of the service that a pipe reads from, for a pipe.
func formsOf(name string) []string {
	if f := forms[name]; f != nil {
		return f
	}
	if service, pipe := strings.CutPrefix(name, "pipes:"); pipe {
		return forms[strings.TrimPrefix(service, "aws:")]
	}
	family, _, _ := strings.Cut(name, ":")
	return forms[family]
}

// Patterns are what a pattern for a source's ids means: itself, and where it has no colon and ids are ARNs, those of resources of that
// name. It is an error if no id of the source can fit.
func Patterns(name, pattern string) ([]string, error) {
	family, _, _ := strings.Cut(name, ":")
	list := formsOf(name)
	colon, slash := strings.Contains(pattern, ":"), strings.Contains(pattern, "/")
	switch {
	case pins[family] == nil:
		return nil, fmt.Errorf("events of %s do not say which one they come from: no pattern fits", name)
	case strings.Contains(pattern, "://"):
		return nil, fmt.Errorf("a URL is no id of %s", name)
	case list == nil && slices.Contains(anyIDs, family):
		return []string{pattern}, nil
	case list == nil && (colon || slash):
		return nil, fmt.Errorf("no id of %s fits: it is neither an ARN nor a path", name)
	case list == nil:
		return []string{pattern}, nil
	}
	all := []string{pattern}
	fits := false
	for _, form := range list {
		meant := pattern
		switch {
		case colon:
		case slash && !strings.HasPrefix(form, "arn:"):
			continue
		case slash && !slices.Contains(slashed, family):
			meant = strings.Join(append(strings.SplitN(form, ":", 6)[:5], pattern), ":")
		default:
			meant = strings.ReplaceAll(form, "{}", pattern)
		}
		resource := "*"
		if slices.Contains(slashed, family) {
			resource = "#"
		}
		meant = strings.ReplaceAll(meant, "#", "*")
		if meet(meant, strings.ReplaceAll(form, "{}", resource)) {
			fits = true
			if meant != pattern {
				all = append(all, meant)
			}
		}
	}
	if !fits || strings.IndexFunc(pattern, foreign) >= 0 {
		return nil, fmt.Errorf("no id of %s fits: they are like %s", name, strings.NewReplacer("{}", "NAME", "#", "*").Replace(list[0]))
	}
	return all, nil
}

// foreign says of a character that no ARN has it.
func foreign(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("*:/._-$+=,@~", r)
}

// meet says whether some text fits a pattern, in which "*" stands for any text, and a form. Its time is the product of their lengths:
// both are the operator's.
func meet(pattern, form string) bool {
	// fit[j] says whether the rest of the pattern, from where the loop is, and form[j:] meet.
	fit, next := make([]bool, len(form)+1), make([]bool, len(form)+1)
	for i := len(pattern); i >= 0; i-- {
		for j := len(form); j >= 0; j-- {
			switch ends, formed := i == len(pattern), j == len(form); {
			case ends && formed:
				fit[j] = true
			case !ends && pattern[i] == '*':
				fit[j] = next[j] || !formed && fit[j+1]
			case !formed && (form[j] == '#' || form[j] == '*'):
				takes := !ends && (form[j] == '#' || pattern[i] != ':' && pattern[i] != '/')
				fit[j] = fit[j+1] || takes && next[j]
			default:
				fit[j] = !ends && !formed && pattern[i] == form[j] && next[j+1]
			}
		}
		fit, next = next, fit
	}
	return next[0]
}
