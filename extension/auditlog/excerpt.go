package auditlog

import (
	"regexp"
	"strings"
	"sync"
)

const (
	// maxExcerpt is how much of a match an excerpt shows, in bytes: enough to tell an attack from a false positive.
	maxExcerpt = 128
	// maxScanned is how much of a match is looked through for secrets. Redaction makes a text shorter, so more has to
	// be looked at than is shown; not much more, for it takes time that the invocation waits.
	maxScanned = 1024

	redacted = "[redacted]"
)

// excerpt is what a line may show of a matched text: its beginning, without what looks like a secret. A text whose
// field is a secret by name shows nothing.
func excerpt(field, text string) string {
	if secretField().MatchString(field) {
		return redacted
	}
	if len(text) > maxScanned {
		text = text[:maxScanned]
		// A secret that the cut went through looks like none: it goes, with the rest of its word.
		text = text[:strings.LastIndexAny(text, " \t\r\n\"'<>()[]{},;&|")+1]
	}
	for _, s := range secrets() {
		text = s.pattern.ReplaceAllString(text, s.replacement)
	}
	return clip(strings.ToValidUTF8(text, "\uFFFD"), maxExcerpt)
}

// secretField matches the paths of fields that are secrets by their name: those that AWS and its services use, and the
// words that everybody uses. It looks for a part of a name, since too much redacted harms nobody. It
// is compiled when it is first needed: few users ask for excerpts, and all pay for the start.
var secretField = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)authorization|cookie|passw|pwd|secret|token|credential|api[-_.]?key|` +
		`x-amzn-oidc|challengeAnswer|request\.code\b|inputS3Url|responseUrl|receiptHandle|session[-_]?id|clientCertPem|private[-_.]?key`)
})

// secrets are the shapes of secrets inside other text. Rules see a text after transformations, such as lower case: no
// pattern relies on the case. All run in linear time. They are compiled when they are first needed.
var secrets = sync.OnceValue(func() []secret {
	return []secret{
		// PEM private keys, to their end or that of the text.
		{regexp.MustCompile(`(?is)-----\s*begin[a-z ]*private key.*?(-----\s*end[a-z ]*-----|$)`), redacted},
		// JSON Web Tokens: "eyJ" is the Base64 of `{"`.
		{regexp.MustCompile(`(?i)\beyj[a-z0-9_-]{5,}\.[a-z0-9_-]+(\.[a-z0-9_-]*){0,3}`), redacted},
		// Ids of AWS credentials: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
		{regexp.MustCompile(`(?i)\b(akia|asia|aroa|aida|abia|acca)[a-z2-7]{16}\b`), redacted},
		// An Authorization header's value, wherever it stands.
		{regexp.MustCompile(`(?i)\b(bearer|basic|digest|negotiate|aws4-hmac-sha256)[\s:+]+[a-z0-9._~+/=%-]{6,}`), "${1} " + redacted},
		// A name that says secret, a sign, a value: password=…, "api_key": "…", X-Amz-Signature=….
		{
			regexp.MustCompile(`(?i)([\w.-]*(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|credential|signature|api[-_]?key|access[-_]?key|` +
				`private[-_]?key|session[-_]?id|authorization|cookie)[\w.-]*(?:%22|\\?["'])?\s*(?:[:=]|%3a|%3d)\s*)` +
				`(\\"[^"\\]*(?:\\")?|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s&;,"'<>]+)`),
			"${1}" + redacted,
		},
		// The password in a URL.
		{regexp.MustCompile(`(?i)(://[^/\s:@]*:)[^/\s@]+@`), "${1}" + redacted + "@"},
		// Forty characters of Base64 in one piece: a secret access key, or a session token's beginning.
		{regexp.MustCompile(`(?i)[a-z0-9/+]{40,}={0,2}`), redacted},
	}
})

type secret struct {
	pattern     *regexp.Regexp
	replacement string
}
