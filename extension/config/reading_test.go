package config

import (
	"strings"
	"testing"
)

// What is clear is read, whatever its case and quotes, and is said. Each value stands beside that which it means.
func TestWordsNumbersAndDurationsAreReadLeniently(t *testing.T) {
	for value, means := range map[string]string{
		"WEIR_MODE=Monitor":                            "monitor",
		"WEIR_MODE=OFF":                                "off",
		`WEIR_MODE="block"`:                            "block",
		`WEIR_MODE=' monitor '`:                        "monitor",
		"WEIR_MODE=“annotate”":                         "annotate",
		`WEIR_MODE="block,SQS=Monitor"`:                "block,sqs=monitor",
		`WEIR_MODE="block","sqs"="off"`:                "block,sqs=off",
		"WEIR_MODE=block,Rule:942100=Monitor":          "block,rule:942100=monitor",
		"WEIR_MODE=block,TAG:attack-sqli=off":          "block,tag:attack-sqli=off",
		"WEIR_MODE=block,":                             "block",
		"WEIR_MODE=Block,cognito:presignup_signup=OFF": "block,cognito:PreSignUp_SignUp=off",
		`WEIR_PARANOIA="2"`:                            "2",
		`WEIR_THRESHOLD='7'`:                           "7",
		"WEIR_RESPONSES=Block":                         "block",
		`WEIR_RESPONSE_THRESHOLD="8"`:                  "8",
		`WEIR_SOURCES="SQS=arn:aws:sqs:*:*:Orders"`:    "sqs=arn:aws:sqs:*:*:Orders",
		"WEIR_REQUIRE_AUTH=True":                       "true",
		`WEIR_FIELDS="SQS:Body=Text"`:                  "sqs:Body=text",
		`WEIR_EXCLUDE="942100@SQS:Body"`:               "942100@sqs:Body",
		"WEIR_BATCH=Fail,SQS=filter":                   "fail,sqs=filter",
		`WEIR_ASYNC="swallow"`:                         "swallow",
		"WEIR_INVOKE_MODE=STREAM":                      "stream",
		`WEIR_BLOCK_STATUS="429"`:                      "429",
		"WEIR_ON_LIMIT=Pass":                           "pass",
		"WEIR_CONFIRM=OFF":                             "off",
		`WEIR_LIMITS="Depth=3,length=64 kb"`:           "depth=3,length=64KB",
		"WEIR_LIMITS=depth=3,":                         "depth=3",
		"WEIR_ON_FAULT=Closed":                         "closed",
		`WEIR_BUDGET="500MS"`:                          "500ms",
		"WEIR_BUDGET=25 %":                             "25%",
		"WEIR_BUDGET=500 ms":                           "500ms",
		"WEIR_LOG=ALL":                                 "all",
		"WEIR_LOG_EXCERPTS=TRUE":                       "true",
		"WEIR_LOG_CLIENT=IP":                           "ip",
		"WEIR_METRICS=EMF":                             "all",
		"WEIR_METRICS=Off":                             "off",
		"WEIR_POSTURE=Off":                             "off",
		`WEIR_PORT="9058"`:                             "9058",
	} {
		name, text, _ := strings.Cut(value, "=")
		c, problems := read(map[string]string{name: text})
		if len(problems) != 0 || len(c.Lenient) != 1 || !strings.HasPrefix(c.Lenient[0], name+"=") || !strings.HasSuffix(c.Lenient[0], " is read as "+means) {
			t.Errorf("%s: problems %v, told %q", value, problems, c.Lenient)
		}
		for _, s := range c.Settings() {
			if s.Name == name && (s.Value != means || s.From != Given) {
				t.Errorf("%s: %+v, want %s", value, s, means)
			}
		}
		if c, _ := read(map[string]string{name: means}); len(c.Lenient) != 0 {
			t.Errorf("%s=%s: told %q", name, means, c.Lenient)
		}
	}
}

func TestTextsPatternsAndHeadersAreReadAsTheyAre(t *testing.T) {
	for value, shows := range map[string]string{
		`WEIR_BLOCK_BODY="No"`:               `"No"`,
		`WEIR_BLOCK_BODY='No'`:               `'No'`,
		`WEIR_BLOCK_HEADERS=X-Quoted: "A"`:   `X-Quoted: "A"`,
		`WEIR_EXCLUDE=942100@sqs:Body."A"`:   `942100@sqs:Body."A"`,
		`WEIR_FIELDS=sqs:Body."A"=text`:      `sqs:Body."A"=text`,
		"WEIR_EXCLUDE=tag:OWASP_CRS":         "tag:OWASP_CRS",
		"WEIR_RULES=/var/task/A.conf":        "/var/task/A.conf",
		"WEIR_NEXT_WRAPPER=/opt/Datadog":     "/opt/Datadog",
		"WEIR_QUARANTINE=s3://bucket/Prefix": "s3://bucket/Prefix",
		"WEIR_SOURCES=rest-v1=aBc":           "rest-v1=aBc",
	} {
		name, text, _ := strings.Cut(value, "=")
		c, problems := read(map[string]string{name: text})
		if len(problems) != 0 || len(c.Lenient) != 0 {
			t.Errorf("%s: problems %v, told %q", value, problems, c.Lenient)
		}
		for _, s := range c.Settings() {
			if s.Name == name && s.Value != shows {
				t.Errorf("%s: shows %q, want %q", value, s.Value, shows)
			}
		}
	}
	for _, value := range []string{`WEIR_RULES="s3://a"`, `WEIR_QUARANTINE="s3://bucket"`, `WEIR_NEXT_WRAPPER="/opt/x"`} {
		name, text, _ := strings.Cut(value, "=")
		if c, problems := read(map[string]string{name: text}); len(problems) != 1 || len(c.Lenient) != 0 {
			t.Errorf("%s: problems %v, told %q", value, problems, c.Lenient)
		}
	}
}
