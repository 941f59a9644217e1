package source

import "testing"

// Each value that is left out stands beside ones that a forger would like to be left out.
func TestOnlyWellFormedValuesAreLeftOut(t *testing.T) {
	for _, c := range []struct {
		key      string
		left     []string
		examined []string
	}{
		{"messageId", []string{"059f36b4-87a3-44ab-83d2-661975830a7d", "AROA:x=_"}, []string{"", "<script>", "../x", "a b", "etc/passwd", "$x"}},
		{"receiptHandle", []string{"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a+/AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a="}, []string{"/etc/passwd", "a;b", "a b"}},
		{"md5OfBody", []string{"e4e68fb7bd0e697a0ae8f1bb342846b3"}, []string{"xyz", "'"}},
		{"eTag", []string{"b21b84d653bb07b05b1e6b33684dc11b-12"}, []string{"../", "W/\"a\""}},
		{"versionId", []string{"096fKKXTRTtl3on89fVO.nfljtsv6qko", "null"}, []string{"a..b", "a/b"}},
		{"SentTimestamp", []string{"1545082649183", "2026-04-09T12:34:56.123Z"}, []string{"2026-04-09T12:34:56'", "1 or 1=1"}},
		{"time", []string{"12/Mar/2020:19:03:58 +0000", "2026-04-09T12:34:56+01:00"}, []string{"12/Mar/2020:19:03:58 ${a}", "00/<b>/0000:00:00:00 +0000"}},
		{"eventSourceARN", []string{"arn:aws:sqs:eu-west-1:123456789012:orders.fifo", "arn:aws-cn:sns:cn-north-1:1:x"}, []string{
			"arn:aws:s3:::bucket/<b>", "arn:aws:execute-api:eu-west-1:123456789012:a/prod/GET/x", "arn:aws:sqs:eu-west-1:123456789012:a'b",
			"arn:aws:sqs:eu-west-1:123456789012:../../etc", "arn:aws:iam::1:/etc/passwd", "arn:aws:sqs", "arn:evil:sqs:a:1:b", "x",
		}},
		{"awsRegion", []string{"us-gov-west-1"}, []string{"eu-west-1.evil.example", "EU"}},
		{"accountId", []string{"123456789012", "anonymous"}, []string{"1234", "12345678901x"}},
		{"UnsubscribeUrl", []string{
			"https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:1:t",
			"https://sns.cn-north-1.amazonaws.com.cn/x.pem",
		}, []string{
			"http://sns.eu-west-1.amazonaws.com/", "https://sns.eu-west-1.amazonaws.com.evil.example/", "https://sns.eu-west-1.amazonaws.com@evil.example/",
			"https://sns.a.b.amazonaws.com/x", "https://169.254.170.2/", "https://sns.eu-west-1.amazonaws.com", "https://sns.eu-west-1.amazonaws.com/../",
		}},
		{"stage", []string{"$default", "test-invoke-stage"}, []string{"${jndi:ldap://x}", "../x", "/etc/passwd", "a b", "$"}},
		{"routeKey", []string{"$default", "GET /pets/{id}", "ANY /{proxy+}", "GET /"}, []string{"GET /${x}", "GET /../x", "GET /a'b", "get /", "/etc/passwd"}},
		{"protocol", []string{"HTTP/1.1", "HTTP/2.0"}, []string{"HTTP/", "HTTP/1.1\r\nX: y", "gopher://x"}},
		{"sourceIp", []string{"203.0.113.7", "2001:db8::1"}, []string{"127.0.0.1; id", "test-invoke-source-ip"}},
		{"dataType", []string{"Number"}, []string{"Number.<b>", "String.x"}},
		{"clientCertPem", []string{"-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n"}, []string{
			"-----BEGIN CERTIFICATE-----\n<b>\n-----END CERTIFICATE-----", "CERT",
		}},
		{"body", nil, []string{"059f36b4-87a3-44ab-83d2-661975830a7d", "1"}},
		{"messageid", nil, []string{"059f36b4-87a3-44ab-83d2-661975830a7d"}},
	} {
		for _, text := range c.left {
			if !wellFormed([]byte(c.key), []byte(text)) {
				t.Errorf("%s %q is examined", c.key, text)
			}
		}
		for _, text := range c.examined {
			if wellFormed([]byte(c.key), []byte(text)) {
				t.Errorf("%s %q is left out", c.key, text)
			}
		}
	}
}

func TestOnlyPlainNamesAreLeftOut(t *testing.T) {
	for name, want := range map[string]bool{
		"requestContext": true, "x-amz-id-2": true, "a_b": true, "": true,
		"__proto__": false, "$where": false, "a.b": false, "a b": false, `a\u003cb`: false,
	} {
		if got := plainName([]byte(`"` + name + `"`)); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
