// Package secret knows credentials: by the name that a value stands under, and by the shape of the value itself. The
// quarantine does not keep them, excerpts do not show them, and the posture warns of them. It knows no events and no
// settings, and all of its functions are safe for concurrent use.
package secret

import "strings"

// maxName is the longest name that is compared, in bytes. The longest of the list has half as many.
const maxName = 64

// listed says that a name is one of a credential. The names are in lower case and without the signs between their words: one entry stands for
// access_token, accessToken and Access-Token. Names that end in one of endings need no entry.
func listed(name string) bool {
	switch name {
	case
		// HTTP: RFC 9110 section 11, RFC 6265.
		"authorization", "proxyauthorization", "authenticationinfo", "cookie", "cookies", "cookie2", "setcookie",
		// OAuth: RFC 6749, 6750 (bearer), 7521 and 7523 (assertions), 7636 (the verifier), 8628 (codes of devices).
		"bearer", "clientassertion", "assertion", "codeverifier", "authorizationcode", "authcode", "devicecode", "usercode",
		// OpenID Connect: Core section 3 (id tokens end in a word of endings), CIBA section 7.3; SAML bindings section 3.5.
		"idtokenhint", "authreqid", "samlresponse",
		// AWS: signed headers and URLs (Signature Version 4), load balancers' and Cognito's values, STS, CodePipeline.
		"authorizationtoken", "xamzsignature", "xamznoidcdata", "xamznoidcidentity", "challengeanswer", "privatechallengeparameters",
		"artifactcredentials", "accesskeyid", "awsaccesskeyid", "receipthandle", "inputs3url", "responseurl",
		// Google Cloud: signed URLs, API Gateway's key, Identity-Aware Proxy; Azure: API Management, Functions, Storage.
		"xgoogsignature", "xgoogiapjwtassertion", "ocpapimsubscriptionkey", "xfunctionskey", "accountkey", "connectionstring",
		// Cloudflare (legacy key, Access), Datadog, New Relic, HashiCorp Vault, Algolia.
		"xauthkey", "cfaccessjwtassertion", "ddapplicationkey", "licensekey", "unsealkey", "xalgoliaapikey",
		// Sessions, as PHP, Java, ASP.NET, Express and Laravel name their cookies.
		"phpsessid", "jsessionid", "aspnetsessionid", "connectsid", "laravelsession",
		// One-time passwords: RFC 6238.
		"otp", "totp", "mfacode", "otpcode", "onetimecode", "recoverycode", "backupcode",
		"passwordhash", "passwords", "secrets", "apikeys", "credentials":
		return true
	}
	return false
}

// endings are the last words of names of credentials: of db_password, X-Vault-Token, GITHUB_TOKEN, and GitLab's
// PRIVATE-TOKEN.
var endings = [...]string{
	"password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "credential", "jwt",
	"apikey", "accesskey", "secretkey", "privatekey", "signingkey", "encryptionkey", "masterkey", "sharedkey",
	"subscriptionkey", "jwtassertion", "clientassertion",
}

// plain says that a name ends so and names no credential: places in lists that are read page by page, and what makes a
// request happen once.
func plain(name string) bool {
	switch name {
	case "nexttoken", "nextpagetoken", "pagetoken", "prevpagetoken", "paginationtoken", "continuationtoken", "nextcontinuationtoken",
		"nextsynctoken", "synctoken", "idempotencytoken", "cancellationtoken", "maxtoken", "stoptoken", "haspassword", "ispassword":
		return true
	}
	return false
}

// Named says whether a member, a header, a parameter or a variable of this name holds a credential. parent is the name
// that the object with the member stands under, if there is one.
func Named(parent, name string) bool {
	if len(name) > maxName {
		return false
	}
	name = squash(name)
	if listed(name) || name == "code" && squash(parent) == "request" { // the code that Cognito's triggers carry
		return true
	}
	if plain(name) {
		return false
	}
	for _, end := range endings {
		if len(name) >= len(end) && name[len(name)-len(end):] == end {
			return true
		}
	}
	return false
}

// fieldWords are words of names that speak of a credential, in any place in them.
var fieldWords = [...]string{
	"authorization", "cookie", "passw", "pwd", "secret", "token", "credential", "apikey", "oidc", "sessionid", "privatekey", "clientcert",
}

// Field says whether a field's path speaks of a credential in any of its names. It is more generous than Named: what is
// shown of an event may well be less.
func Field(path string) bool {
	parent := ""
	for name := range strings.FieldsFuncSeq(path, betweenNames) {
		if Named(parent, name) {
			return true
		}
		name = squash(name)
		for _, word := range fieldWords {
			if strings.Contains(name, word) {
				return true
			}
		}
		parent = name
	}
	return false
}

func betweenNames(r rune) bool { return strings.ContainsRune(".[]/ →", r) }

// squash is a name in lower case, with letters and digits only.
func squash(name string) string {
	var out [maxName]byte
	n := 0
	for i := 0; i < len(name) && n < maxName; i++ {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			out[n] = c
			n++
		}
	}
	return string(out[:n])
}
