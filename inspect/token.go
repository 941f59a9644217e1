package inspect

import (
	"strings"

	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// Lengths of a token's header and of the name of its key, in bytes. A chain of four certificates takes 10 KB; the longest
// names of keys are URLs.
const (
	maxTokenHeader = 32 << 10
	maxKeyName     = 512
)

// tokenHeader is the header of a signed or encrypted token (RFC 7515 section 4, RFC 7516 section 4), as far as attacks
// make use of it.
type tokenHeader struct {
	alg, typ, kid, x5c decoders.JSON
	jwk                decoders.JSON // a key: the token says itself by which it is to be believed
	keyURL             bool          // jku or x5u: the same by an address
	other              bool          // a member that only a key or a set of claims has
}

// token looks at a document that came out of Base64: the header of a token is one, in whatever header, cookie or value the
// token stands. Signatures are not verified; what is found is what makes verifiers skip it, or take the wrong key.
func (r *reading) token(f *source.Field, v *decoders.View) {
	doc := decoders.JSON(v.Data)
	if n := len(v.Via); v.Plain || n == 0 || v.Via[n-1] != decoders.Base64 || !doc.IsObject() {
		return
	}
	h := readTokenHeader(doc)
	if h.other || h.alg == nil && !strings.EqualFold(h.typ.String(), "JWT") {
		return
	}
	found := func(id int) { r.notice(id, f, v) }
	if unsigned(h.alg) {
		found(rules.UnsignedToken)
	}
	if h.keyURL || h.jwk != nil && !h.proves() {
		found(rules.TokenKey)
	}
	if h.x5c.Len() == 1 {
		found(rules.TokenCertificate)
	}
	if misleads(h.kid.String()) {
		found(rules.TokenKeyName)
	}
	if len(doc) > maxTokenHeader {
		found(rules.TokenLength)
	}
}

// readTokenHeader reads the members in one pass. Of those with the same name any may be the verifier's; the last is kept, and
// duplicates are a finding of their own.
func readTokenHeader(doc decoders.JSON) (h tokenHeader) {
	for name, value := range doc.Members() {
		if len(name) > len(`"\u0061\u0061\u0061"`) {
			continue
		}
		switch strings.ToLower(name.String()) {
		case "alg":
			h.alg = value
		case "typ":
			h.typ = value
		case "kid":
			h.kid = value
		case "x5c":
			h.x5c = value
		case "jwk":
			h.jwk = value
		case "jku", "x5u":
			h.keyURL = true
		case "kty", "iss", "sub", "exp", "iat":
			h.other = true
		}
	}
	return h
}

// unsigned says that an algorithm is none: missing, empty, or the word in any case, with anything around it. A number is
// something else's algorithm.
func unsigned(alg decoders.JSON) bool {
	if alg == nil || alg.Kind() == 'n' {
		return true
	}
	letters := strings.TrimFunc(alg.String(), func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') })
	return alg.IsString() && (letters == "" || strings.EqualFold(letters, "none"))
}

// proves says that a token is the proof that its sender has a key, which is what it holds the key's public half for: by its
// type (RFC 9449 section 4.2, and the same for credentials). A verifier that takes such a proof for a token of another type
// is deceived by it all the same, and by the honest ones.
func (h tokenHeader) proves() bool {
	typ := strings.ToLower(h.typ.String())
	if typ != "dpop+jwt" && typ != "openid4vci-proof+jwt" {
		return false
	}
	return h.jwk.IsObject() && h.jwk.Get("d") == nil && h.jwk.Get("k") == nil
}

// misleads says that a key's name leads to somewhere else than to a key, when a verifier makes a path, a query, a command
// or a request of it. Names are ids, hashes in Base64, ARNs, and URLs with https.
func misleads(name string) bool {
	if len(name) > maxKeyName || strings.ContainsAny(name, "'\"`;|<>\\") || strings.Contains(name, "..") || strings.Contains(name, "$(") {
		return true
	}
	if strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return true
	}
	if scheme, _, is := strings.Cut(name, "://"); is && !strings.EqualFold(scheme, "https") {
		return true
	}
	for _, root := range [...]string{"/dev/", "/proc/", "/etc/", "/tmp/", "/var/", "/opt/", "/sys/", "/usr/", "/home/", "file:"} {
		if strings.HasPrefix(strings.ToLower(name), root) {
			return true
		}
	}
	return false
}
