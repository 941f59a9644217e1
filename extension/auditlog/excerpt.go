package auditlog

import (
	"regexp"
	"strings"
	"sync"

	"weir/extension/secret"
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
	if secret.Field(field) {
		return redacted
	}
	if len(text) > maxScanned {
		text = text[:maxScanned]
		// A secret that the cut went through looks like none: it goes, with the rest of its word.
		text = text[:strings.LastIndexAny(text, " \t\r\n\"'<>()[]{},;&|")+1]
	}
	clean, _ := secret.Clean([]byte(text), redacted)
	text = longRun().ReplaceAllString(string(clean), redacted)
	return clip(strings.ToValidUTF8(text, "\uFFFD"), maxExcerpt)
}

// longRun matches forty characters of Base64 or more in one piece. Rules see a text after transformations, such as lower
// case, in which a key cannot be told from a hash: both go. It is compiled when it is first needed: few users ask for
// excerpts, and all pay for the start.
var longRun = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)[a-z0-9/+]{40,}={0,2}`) })
