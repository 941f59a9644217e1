package secret

import (
	"strings"
	"testing"
)

func TestNamesOfCredentialsAreKnownHoweverTheyAreWritten(t *testing.T) {
	for _, name := range []string{
		"Authorization", "proxy-authorization", "Cookie", "set-cookie", "x-api-key", "apiKey", "access_token", "accessToken", "Access-Token",
		"refresh_token", "id_token", "client_secret", "clientSecret", "client_assertion", "code_verifier", "subject_token", "logout_token",
		"X-Amz-Security-Token", "X-Amz-Signature", "x-amzn-oidc-accesstoken", "secretAccessKey", "SessionToken", "taskToken", "receiptHandle",
		"x-auth-token", "X-Vault-Token", "X-Goog-Api-Key", "Ocp-Apim-Subscription-Key", "x-functions-key", "PRIVATE-TOKEN", "JOB-TOKEN",
		"X-Gitlab-Token", "X-Shopify-Access-Token", "DD-API-KEY", "X-Auth-Key", "CF-Access-Client-Secret", "Cf-Access-Jwt-Assertion",
		"db_password", "userPassword", "passwd", "DB_PWD", "passphrase", "GITHUB_TOKEN", "aws.secret.access.key", "PHPSESSID", "connect.sid", "SAMLResponse", "otp",
	} {
		if !Named("", name) {
			t.Errorf("%s names a credential", name)
		}
	}
	for _, name := range []string{
		"", "message", "code", "nextToken", "next_page_token", "ContinuationToken", "max_tokens", "tokens", "token_type", "tokenCount", "password_url",
		"secretName", "passwordResetUrl", "key", "id", "author", "cookieConsent", "signature", "session", "keyId", "monkey", "bypass", strings.Repeat("a", 100) + "token",
	} {
		if Named("", name) {
			t.Errorf("%s names no credential", name)
		}
	}
	if !Named("request", "code") || Named("country", "code") {
		t.Error("a code is a credential under request alone")
	}
}

func TestCredentialsInTextsAreFound(t *testing.T) {
	jwt := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
	for text, want := range map[string]string{
		"a=1&access_token=x&b=2":                     "a=1&access_token=#&b=2",
		"a=1&access_token%3Dx%26y":                   "a=1&access_token%3D#",
		"/cb?code=x&state=y":                         "/cb?code=#&state=y",
		"/shop?code=DE":                              "/shop?code=DE",
		"?sv=2024&sig=abc%2B":                        "?sv=2024&sig=#",
		"Authorization: Bearer x.y z\r\nAccept: a":   "Authorization: #\r\nAccept: a",
		"Cookie: a=b; c=d\nHost: x":                  "Cookie: #\nHost: x",
		`{"password": "a b", "q": 1}`:                `{"password": #, "q": 1}`,
		`{\"token\":\"a b\",\"q\":1}`:                `{\"token\":#,\"q\":1}`,
		`:password => 'x y', :a`:                     `:password => #, :a`,
		"see " + jwt + " there":                      "see # there",
		"key AKIAIOSFODNN7EXAMPLE is an id":          "key # is an id",
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1 x": "# x",
		"3da541559918a808c2402bba5012f6c60b27661c x": "3da541559918a808c2402bba5012f6c60b27661c x", // a hash of Git
		"https://u:pa55@h.example/x":                 "https://u:#@h.example/x",
		"https://h.example:443/a@b":                  "https://h.example:443/a@b",
		"git clone https://x:glpat-a1b2c3@gitlab/x":  "git clone https://x:#@gitlab/x",
		"a xoxb-123456789012-abcdefghijk b":          "a # b",
		"x\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\ny": "x\n#\ny",
		"-----BEGIN PRIVATE KEY-----\nMHcCAQEE":                                        "#",
		"-----BEGIN CERTIFICATE-----\nMHcC\n-----END CERTIFICATE-----":                 "-----BEGIN CERTIFICATE-----\nMHcC\n-----END CERTIFICATE-----",
		"the token was sent: ok":                                                       "the token was sent: ok",
		"eyJ.eyJ.eyJ.x":                                                                "eyJ.eyJ.eyJ.x",
	} {
		if got, _ := Clean([]byte(text), "#"); string(got) != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestEveryShapeIsFoundAndNothingShorter(t *testing.T) {
	for _, list := range shapes() {
		for _, s := range list {
			token := s.prefix + strings.Repeat("a1", s.length)[:s.length-len(s.prefix)]
			if got, n := Clean([]byte("x "+token+" y"), "#"); n != 1 || string(got) != "x # y" {
				t.Errorf("%s: got %q", token, got)
			}
			if got, n := Clean([]byte("x "+token[:s.length-1]+" y"), "#"); n != 0 {
				t.Errorf("%s without its last: got %q", token, got)
			}
		}
	}
}

func FuzzCleanTextsStayCleanAndKeepTheRest(f *testing.F) {
	for _, seed := range []string{"password=a", "https://a:b@c", "eyJhbGciOiJub25lIn0.eyJ9.", "token:%3d\"\\", "-----BEGIN PRIVATE KEY-----"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		last := 0
		for from, to := range In(text) {
			if from < last || to <= from || to > len(text) {
				t.Fatalf("%d to %d behind %d in %q", from, to, last, text)
			}
			last = to
		}
	})
}
