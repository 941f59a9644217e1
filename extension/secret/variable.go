package secret

import (
	"slices"
	"strings"
	"unicode"
)

// variableWords name a secret in a variable's name. aboutWords say at its end that the variable is about a secret: its place,
// its lifetime, its kind.
var (
	variableWords = [...]string{"SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "PWD", "PASS", "TOKEN", "APIKEY", "KEY", "CREDENTIAL", "CREDENTIALS"}
	aboutWords    = [...]string{
		"ARN", "NAME", "ID", "IDS", "URL", "URI", "ENDPOINT", "HOST", "PATH", "FILE", "DIR", "PREFIX", "SUFFIX", "PARAMETER", "PARAM", "REF",
		"TTL", "EXPIRY", "EXPIRATION", "SECONDS", "LENGTH", "SIZE", "COUNT", "TYPE", "KIND", "ALGORITHM", "HEADER", "FIELD", "COLUMN",
		"TABLE", "BUCKET", "REGION", "VERSION", "STAGE", "ENABLED", "REQUIRED", "POLICY", "ISSUER", "AUDIENCE", "ALIAS",
	}
)

// Variable says whether a variable of the environment is named like a secret. People write such names, and in any order of words, so
// that it is more generous than Named. key says that the name ends in KEY or TOKEN, which other things are called, too:
// the key of a table, or of an object.
func Variable(name string) (named, key bool) {
	words := wordsOf(name)
	if len(words) == 0 || slices.Contains(words, "PUBLIC") || slices.Contains(words, "PUBLISHABLE") {
		return false, false
	}
	last := words[len(words)-1]
	if slices.Contains(aboutWords[:], last) {
		return false, false
	}
	key = last == "KEY" || last == "TOKEN"
	return Named("", name) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(variableWords[:], w) }), key
}

// wordsOf are the words of a variable's name in capitals: of DB_PASSWORD, dbPassword and db-password alike.
func wordsOf(name string) []string {
	var words []string
	var word strings.Builder
	lower := false
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			lower = false
			continue
		}
		if unicode.IsUpper(r) && lower {
			end()
		}
		lower = unicode.IsLower(r)
		word.WriteRune(unicode.ToUpper(r))
	}
	end()
	return words
}
