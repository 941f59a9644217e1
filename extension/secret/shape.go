package secret

import (
	"bytes"
	"sync"
)

// shape is how tokens of one kind begin, and how many characters they have at least, all in all.
type shape struct {
	prefix string // in lower case: rules see texts in lower case, too
	length int
}

// shapes are tokens that their makers gave a beginning by which they can be told, by first letter. The lengths are the
// shortest that the makers' documents show, or less.
var shapes = sync.OnceValue(func() *[256][]shape {
	return byFirst(
		// AWS: ids of credentials (IAM User Guide, "IAM identifiers"). Bedrock's API keys.
		shape{"akia", 20}, shape{"asia", 20}, shape{"abia", 20}, shape{"acca", 20}, shape{"absk", 60},
		// Git: GitHub ("About authentication to GitHub"), GitLab ("Token overview"), Bitbucket and Atlassian.
		shape{"ghp_", 36}, shape{"gho_", 36}, shape{"ghu_", 36}, shape{"ghs_", 36}, shape{"ghr_", 36}, shape{"github_pat_", 40},
		shape{"glpat-", 20}, shape{"gldt-", 20}, shape{"glrt-", 20}, shape{"glptt-", 20}, shape{"glcbt-", 20}, shape{"gloas-", 20},
		shape{"atatt3", 40}, shape{"atctt3", 40},
		// Clouds: Google (keys, OAuth), DigitalOcean, Heroku, Databricks, HashiCorp (Vault, Terraform), Doppler, Fly.
		shape{"aiza", 39}, shape{"ya29.", 30}, shape{"gocspx-", 28}, shape{"dop_v1_", 60}, shape{"doo_v1_", 60}, shape{"hrku-", 36},
		shape{"dapi", 36}, shape{"hvs.", 24}, shape{"hvb.", 24}, shape{"dp.pt.", 40}, shape{"dp.st.", 40}, shape{"fo1_", 40},
		// Registries: npm, PyPI, RubyGems, Docker Hub, Cargo.
		shape{"npm_", 36}, shape{"pypi-", 40}, shape{"rubygems_", 48}, shape{"dckr_pat_", 27}, shape{"cio", 35},
		// Services: Slack, Stripe, SendGrid, Shopify, Square, Twilio's keys are hexadecimal and have no shape, Mailchimp neither.
		shape{"xoxb-", 24}, shape{"xoxp-", 24}, shape{"xoxa-", 24}, shape{"xoxr-", 24}, shape{"xoxs-", 24}, shape{"xapp-", 24},
		shape{"sk_live_", 24}, shape{"rk_live_", 24}, shape{"sk_test_", 24}, shape{"rk_test_", 24}, shape{"whsec_", 32},
		shape{"sg.", 60}, shape{"shpat_", 38}, shape{"shpss_", 38}, shape{"shpca_", 38}, shape{"shppa_", 38}, shape{"sq0atp-", 28}, shape{"sq0csp-", 40},
		shape{"lin_api_", 40}, shape{"nrak-", 31}, shape{"ntn_", 40}, shape{"figd_", 40}, shape{"pat-na1-", 40}, shape{"glsa_", 40}, shape{"glc_", 40},
		// Models: OpenAI, Anthropic, Hugging Face, Groq, Replicate.
		shape{"sk-proj-", 40}, shape{"sk-ant-", 40}, shape{"sk-or-", 40}, shape{"hf_", 34}, shape{"gsk_", 40}, shape{"r8_", 37},
	)
})

func byFirst(list ...shape) *[256][]shape {
	var table [256][]shape
	for _, s := range list {
		table[s.prefix[0]] = append(table[s.prefix[0]], s)
	}
	return &table
}

// keyLength is that of a secret access key of AWS, in characters of Base64.
const keyLength = 40

// shaped returns the end of the credential that begins at i by its shape, or i.
func shaped(text []byte, i int) int {
	if i > 0 && (isWord(text[i-1]) || text[i-1] == '-') {
		return i
	}
	rest := text[i:]
	if isJWT(rest) {
		return i + run(rest, len(rest), isToken)
	}
	for _, s := range shapes()[lower(rest[0])] {
		if hasPrefixFold(rest, s.prefix) && run(rest, s.length, isToken) == s.length && hasDigit(rest[:s.length]) {
			return i + run(rest, len(rest), isToken)
		}
	}
	if isKey(text, i) {
		return i + keyLength
	}
	return i
}

// schemes are those of HTTP's Authorization header with one credential behind them (RFC 7617, RFC 6750, RFC 4559), in lower case.
var schemes = [...]string{"bearer ", "basic ", "negotiate ", "token "}

// minScheme is the shortest credential behind a scheme, in bytes: Basic's with three letters on either side of the colon has twelve.
const minScheme = 8

// credentials returns where the credential behind a scheme stands that begins at i. In "basic information" there is none: a
// credential has digits, or capital letters not only in front.
func credentials(text []byte, i int) (from, to int) {
	for _, scheme := range schemes {
		if !hasPrefixFold(text[i:], scheme) || i > 0 && (isWord(text[i-1]) || text[i-1] == '-') {
			continue
		}
		from = i + len(scheme)
		to = from + run(text[from:], len(text), isCredential)
		looks := text[from:min(to, from+maxName)]
		if len(looks) >= minScheme && (hasDigit(looks) || bytes.ContainsFunc(looks[1:], isUpper)) {
			return from, to
		}
	}
	return 0, 0
}

// isCredential says that a character is one of a credential's (token68 in RFC 9110).
func isCredential(c byte) bool { return isToken(c) || c == '~' || c == '+' || c == '/' || c == '=' }

func isUpper(r rune) bool { return 'A' <= r && r <= 'Z' }

// run is how many of the first n characters of a text are of a kind, in one piece.
func run(text []byte, n int, is func(byte) bool) int {
	n = min(n, len(text))
	for i := range n {
		if !is(text[i]) {
			return i
		}
	}
	return n
}

// isToken says that a character may stand in a token: those of Base64 for URLs, and the dots between parts.
func isToken(c byte) bool { return isWord(c) || c == '-' || c == '.' }

// isBase64 says that a character is one of Base64's standard alphabet.
func isBase64(c byte) bool { return isWord(c) && c != '_' || c == '/' || c == '+' }

// maxHeader is the longest header of a JSON Web Token that is looked for, in characters: with a chain of certificates in it.
const maxHeader = 8 << 10

// isJWT says that a text begins with a JSON Web Token (RFC 7519): parts with dots between, of which the first is Base64 of
// `{"` and more.
func isJWT(text []byte) bool {
	if !hasPrefixFold(text, "eyj") {
		return false
	}
	part := func(c byte) bool { return isWord(c) || c == '-' }
	head := run(text, maxHeader, part)
	if head < len("eyJhbGciO") || head == len(text) || text[head] != '.' {
		return false
	}
	return run(text[head+1:], 2, part) == 2
}

// isKey says that a secret access key stands at i, by its looks: forty characters of Base64 in one piece, in letters of both
// cases and digits. Hashes are in one case.
func isKey(text []byte, i int) bool {
	if i > 0 && isBase64(text[i-1]) && text[i-1] != '/' || run(text[i:], keyLength+1, isBase64) != keyLength {
		return false
	}
	key := text[i : i+keyLength]
	if i+keyLength < len(text) && text[i+keyLength] == '=' {
		return false
	}
	has := func(from, to byte) bool {
		return bytes.ContainsFunc(key, func(r rune) bool { return rune(from) <= r && r <= rune(to) })
	}
	return has('A', 'Z') && has('a', 'z') && has('0', '9')
}

var (
	pemBegin = []byte("-----BEGIN ")
	pemEnd   = []byte("-----END")
	pemKey   = []byte("PRIVATE KEY")
)

// maxLabel is the longest label of a PEM block that is looked at (RFC 7468 section 2), in bytes.
const maxLabel = 64

// privateKey returns the end of the PEM block with a private key that begins at i, or i: its last line, or the end of a text
// that was cut.
func privateKey(text []byte, i int) int {
	if !hasPrefixFold(text[i:], "-----begin ") {
		return i
	}
	from := i + len(pemBegin)
	label := text[from:min(len(text), from+maxLabel)]
	end := bytes.Index(label, []byte("-----"))
	if end < 0 || !bytes.Contains(bytes.ToUpper(label[:end]), pemKey) {
		return i
	}
	for at := from + end + len("-----"); ; at++ {
		n := bytes.IndexByte(text[at:], '-')
		if n < 0 {
			return len(text)
		}
		if at += n; !hasPrefixFold(text[at:], "-----end") {
			continue
		}
		at += len(pemEnd)
		tail := text[at:min(len(text), at+maxLabel)]
		if end := bytes.Index(tail, []byte("-----")); end >= 0 {
			return at + end + len("-----")
		}
		return at + len(tail)
	}
}

// maxUserinfo is how far the password of a URL is looked for, in bytes.
const maxUserinfo = 256

// password returns where the password of a URL stands whose "://" begins at i.
func password(text []byte, i int) (from, to int) {
	start := i + len("://")
	rest := text[start:min(len(text), start+maxUserinfo)]
	colon := -1
	for n, c := range rest {
		switch {
		case c == ':' && colon < 0:
			colon = n
		case c == '@':
			if colon < 0 {
				return 0, 0
			}
			return start + colon + 1, start + n
		case c == '/' || c == '"' || c == '\'' || c <= ' ' || c == '<' || c == '>':
			return 0, 0
		}
	}
	return 0, 0
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// hasPrefixFold says whether text begins with prefix, which is in lower case, in letters of any case.
func hasPrefixFold(text []byte, prefix string) bool {
	if len(text) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if lower(text[i]) != prefix[i] {
			return false
		}
	}
	return true
}

func hasDigit(text []byte) bool {
	return bytes.ContainsAny(text, "0123456789")
}
