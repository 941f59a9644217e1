package decoders

import "bytes"

// readTokens tries the credentials of an Authorization header, and texts of dotted Base64 segments: JWTs (RFC 7519),
// and the signed cookies of web frameworks, which look the same.
func (w *walk) readTokens(r *reading, t traits) bool {
	text := r.data
	if len(text) == 0 || text[0]|' ' != 'b' { // neither Basic nor Bearer
		return !t.dotted() || w.readSegments(r, text)
	}
	if scheme, rest, ok := bytes.Cut(text, []byte(" ")); ok && len(scheme) < len("Bearer ") {
		rest = trimSpace(rest)
		switch {
		case bytes.EqualFold(scheme, []byte("Basic")):
			return len(rest) < minToken || w.readBasic(r, rest)
		case bytes.EqualFold(scheme, []byte("Bearer")):
			text, t = rest, traitsOf(rest)
			if t.base64() && len(rest) >= minBase64 {
				return w.tryBase64(r, rest)
			}
			if !t.dotted() {
				return w.descend(*r, reading{data: rest, name: r.name}, "")
			}
		}
	}
	if !t.dotted() {
		return true
	}
	return w.readSegments(r, text)
}

// isBasic says that a text is credentials of the scheme Basic, and nothing else.
func isBasic(text []byte) bool {
	const scheme = "Basic"
	if len(text) < len(scheme) || text[0]|0x20 != 'b' || !bytes.EqualFold(text[:len(scheme)], []byte(scheme)) {
		return false
	}
	rest := text[len(scheme):]
	if len(rest) > 0 && rest[0] != ' ' {
		return false
	}
	rest = bytes.TrimRight(trimSpace(rest), "=")
	for _, c := range rest {
		if base64Value[c] > 63 {
			return false
		}
	}
	return true
}

// readBasic reads the credentials of the scheme Basic: a name, and behind a colon a password (RFC 7617 section 2), either of which may
// be encoded itself.
func (w *walk) readBasic(r *reading, credentials []byte) bool {
	inner := reading{data: credentials, level: r.level, name: r.name}
	return w.decodeAs(inner, Base64, decodeBase64, func(r reading, e Encoding, out []byte) bool {
		user, password, _ := bytes.Cut(out, []byte(":"))
		return w.descend(r, reading{data: user, name: r.name, bytes: true, guessed: true}, e) &&
			w.descend(r, reading{data: password, name: r.name, bytes: true, guessed: true}, e)
	})
}

// readSegments tries each segment. Short ones count only behind a header that is a JSON object, which begins with
// "eyJ" or, with white space in it, with "ey" or "ew".
func (w *walk) readSegments(r *reading, text []byte) bool {
	least := minBase64
	if bytes.HasPrefix(text, []byte("ey")) || bytes.HasPrefix(text, []byte("ew")) {
		least = minToken
	}
	for len(text) > 0 {
		segment, rest, _ := bytes.Cut(text, []byte("."))
		if len(segment) >= least {
			if !w.x.countName() {
				return true
			}
			if !w.tryBase64(r, segment) {
				return false
			}
		}
		text = rest
	}
	return true
}
