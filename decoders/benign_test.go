package decoders

import (
	"strings"
	"testing"
)

// benign values are what events are full of. Each view beyond the value itself costs time in every invocation.
var benign = []string{
	"", "a", "true", "42", "19.99", "1,234.50", "-0.5e10", "2024-05-01T12:34:56.789Z", "2024-05-01T12:34:56+02:00", "20240501T123456Z",
	"1714567890123", "+49 151 2345 6789", "(555) 123-4567", "4111 1111 1111 1111", "12345678901234567890",
	"GET", "POST", "eu-central-1", "arn:aws:sqs:eu-central-1:123456789012:orders-queue.fifo", "arn:aws:lambda:us-east-1:123456789012:function:my-function:PROD",
	"c80e8021-a70a-42c7-a470-796e1186f753", "00000000-0000-0000-0000-000000000000", "6f1ed002-ab9c-4b8d-8e8a-1d2f3e4a5b6c", "f47ac10b58cc4372a5670e02b2c3d479",
	"d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"098f6bcd4621d373cade4e832627b4f6", "5d41402abc4b2a76b9719d911017c592", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
	"internationalization", "incomprehensibilities", "counterrevolutionary", "Donaudampfschifffahrtsgesellschaft", "antidisestablishmentarianism",
	"getElementByIdOrThrowException", "shouldRetryOnTransientFailure", "AbstractSingletonProxyFactoryBean", "X-Forwarded-For", "maxConnectionsPerHost",
	"UPPER_CASE_CONSTANT_NAME", "snake_case_identifier_name", "kebab-case-identifier-name", "DEFAULT_TIMEOUT_IN_SECONDS", "PaymentMethodNotSupported",
	"/var/log/application/server.log", "src/main/java/com/example/Application", "C:\\Users\\Public\\Documents\\report.docx", "../images/photo.jpg", "uploads/2024/05/01/IMG_20240501_123456.jpg",
	"https://www.example.com/shop/item/12345?ref=home", "http://localhost:8080/health", "www.example.co.uk", "mail.internal.example.com", "user@example.com",
	"application/json", "text/html; charset=utf-8", "gzip, deflate, br", "en-US,en;q=0.9", "no-cache", "keep-alive", "Bearer",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
	"Hello, world!", "The quick brown fox jumps over the lazy dog.", "It's 100% certain & sure; isn't it?", "a < b and c > d", "O'Reilly", "50 % off",
	"John Smith", "Straße 12, 80331 München", "日本語のテキスト", "Ünïcödé", "emoji 😀 here", "line one\nline two\r\nline three", "key: value", "Dear Sir: hello\n\nBye",
	"1.2.3", "v2.14.0-beta.1", "com.example.service.OrderService", "index.min.js.map", "AKIAIOSFODNN7EXAMPLE", "i-0123456789abcdef0", "vpc-0a1b2c3d4e5f67890", "ami-0abcdef1234567890",
	"sg-903004f8", "Root=1-5759e988-bd862e3fe1be46a994272793", "q7Rk2LxP9sVwY3Zt8Bn4", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"$.store.book[0].title", "${BucketName}", "cron(0 12 * * ? *)", "rate(5 minutes)", "SELECT name FROM users WHERE id = 1", "# Title\n\nSome *markdown* text.",
	"[INFO] 2024-05-01 started in 1.2 s", "{name} is {age}", "Exception in thread main: java.lang.NullPointerException\n\tat com.example.App.main(App.java:5)",
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
	"QmFzZTY0LikeWordsAreRare", "three/part/path/segments/here", "s3://bucket/prefix/object", "EXAMPLE123456789abcdefghi", "rO0", "PK", "x^2",
}

func TestBenignValuesYieldNothingButThemselves(t *testing.T) {
	more := 0
	for _, value := range benign {
		if views := expand(value, Hint{}); len(views) > 1 {
			more++
			t.Logf("%q: %q", value, texts(views))
		}
	}
	// The rate that is allowed: none.
	if more > 0 {
		t.Errorf("%d of %d values have further readings", more, len(benign))
	}
}

// A plus may be a space wherever there is more than a number or a date: one more reading, and no other.
func TestAPlusCostsOneReading(t *testing.T) {
	for _, value := range []string{"C++", "image/svg+xml", "john+news@example.com", "01/May/2024:12:34:56 +0000", "a + b", "kJ8+dGVzdA/x9+a7Zq=="} {
		want := strings.ReplaceAll(value, "+", " ")
		if got := texts(expand(value, Hint{})); len(got) != 1 || got[0] != want {
			t.Errorf("%q reads as %q", value, got)
		}
	}
}

// Random identifiers decode to something in every alphabet: how often does that pass for text?
func TestRandomIdentifiersRarelyPassForBase64(t *testing.T) {
	alphabets := map[string]string{
		"hex":     "0123456789abcdef",
		"upper":   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		"base58":  "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
		"base64":  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
		"letters": "abcdefghijklmnopqrstuvwxyz",
	}
	const each = 5_000
	for name, alphabet := range alphabets {
		for _, length := range []int{16, 20, 22, 26, 32, 40, 64, 128} {
			state, passed := uint64(length), 0
			for range each {
				var b strings.Builder
				for range length {
					state = state*6364136223846793005 + 1442695040888963407
					b.WriteByte(alphabet[int(state>>33)%len(alphabet)])
				}
				if len(expand(b.String(), Hint{})) > 1 {
					passed++
				}
			}
			if passed*250 > each {
				t.Errorf("%d of %d random %s identifiers of %d characters pass", passed, each, name, length)
			}
		}
	}
}
