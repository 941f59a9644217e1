package source

import (
	"fmt"
	"slices"
	"testing"
)

// kindAt is the kind of the field of an event whose text is "here".
func kindAt(t *testing.T, event string) Kind {
	t.Helper()
	e := Parse([]byte(event))
	for f := range (EventBridge{}).Fields(e) {
		if string(f.Value) == "here" {
			return f.Kind
		}
	}
	t.Fatalf("no field of %s is here", event)
	return Unknown
}

func onBusFrom(source, detailType, detail string) string {
	return fmt.Sprintf(`{"version":"0","id":"x","detail-type":%q,"source":%q,"account":"210987654321","time":"2026-05-11T07:00:00Z","region":"eu-central-1","resources":[],"detail":%s}`, detailType, source, detail)
}

func TestWhatServicesOfAWSNameIsOfItsKind(t *testing.T) {
	const state, trail = "ECS Task State Change", "AWS API Call via CloudTrail"
	for _, c := range []struct {
		source, detailType, detail string
		want                       Kind
	}{
		{"aws.ecs", state, `{"overrides":{"containerOverrides":[{"command":["sh","here"]}]}}`, Code},
		{"aws.ecs", state, `{"stoppedReason":"here"}`, Log},
		{"aws.ecs", state, `{"containers":[{"reason":"here"}]}`, Log},
		{"aws.glue", "Glue Job State Change", `{"message":"here"}`, Log},
		{"aws.new-service", "New", `{"errorMessage":"here"}`, Log},
		{"aws.s3", "Object Created", `{"object":{"key":"here"}}`, Path},
		{"aws.s3", trail, `{"requestParameters":{"key":"here"}}`, Path},
		{"aws.ecs", trail, `{"managementEvent":true,"requestParameters":{"containerDefinitions":[{"command":["here"]}]}}`, Code},
		{"aws.ssm", trail, `{"requestParameters":{"content":"here"},"managementEvent":true}`, Code},
		{"aws.cloudwatch", "CloudWatch Alarm State Change", `{"configuration":{"metrics":[{"expression":"here"}]}}`, Code},
		// What people write, under names of their own or of AWS.
		{"aws.ecs", state, `{"tags":{"overrides":"here"}}`, Unknown},
		{"aws.ecs", state, `{"containers":[{"name":"here"}]}`, Unknown},
		{"aws.tag", "Tag Change on Resource", `{"tags":{"message":"here"}}`, Unknown},
		{"aws.batch", "Batch Job State Change", `{"parameters":{"command":"here"}}`, Unknown},
		{"aws.s3", trail, `{"userAgent":"here"}`, Unknown},
		{"aws.ecs", trail, `{"managementEvent":false,"requestParameters":{"containerDefinitions":["here"]}}`, Unknown},
		{"aws.ecs", trail, `{"requestParameters":{"containerDefinitions":["here"]}}`, Unknown},
		{"aws.codecommit", trail, `{"managementEvent":true,"requestParameters":{"content":"here"}}`, Unknown},
		{"aws.ec2", trail, `{"managementEvent":true,"requestParameters":{"tagSpecificationSet":{"items":["here"]}}}`, Unknown},
		{"aws.ecs", trail, `{"overrides":"here"}`, Unknown},
		// Others may put events with any names in them.
		{"shop.orders", state, `{"overrides":"here"}`, Unknown},
		{"shop.orders", state, `{"message":"here"}`, Unknown},
		{"aws.partner/shop.example/7", state, `{"message":"here"}`, Unknown},
		{"aws", state, `{"message":"here"}`, Unknown},
		{"xaws.ecs", state, `{"overrides":"here"}`, Unknown},
	} {
		if got := kindAt(t, onBusFrom(c.source, c.detailType, c.detail)); got != c.want {
			t.Errorf("%s, %s: %s is %s, want %s", c.source, c.detailType, c.detail, got, c.want)
		}
	}
}

// Places are told apart by the member of the detail.
func TestEveryPlaceOfAServiceIsInTheDetail(t *testing.T) {
	lists := []kindList{awsMessages, trailKinds}
	for _, s := range slices.Concat(awsServices, awsTrails) {
		lists = append(lists, s.kinds)
	}
	for _, list := range lists {
		for _, row := range list {
			if len(row.at) < 2 || row.at[0] != "detail" || row.kind == Unknown {
				t.Errorf("%v is %s", row.at, row.kind)
			}
		}
	}
}
