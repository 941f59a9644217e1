package inspect

import (
	"bytes"
	"encoding/hex"
	"strings"

	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// itself notices a value that makes the function ask itself: its own URL, with the path of the request at hand. Login pages
// are told by their own URL where to go back to, so that by itself such a value in a query is but suspicious; but nobody
// goes back to a page that goes back to itself.
func (r *reading) itself(f *source.Field, v *decoders.View) {
	if v.Name || f.Target != source.Query && f.Target != source.Body || !bytes.Contains(v.Data, []byte("://")) {
		return
	}
	if !r.addressed { // most events hold no URL
		r.address, r.addressed = source.AddressOf(r.event), true
	}
	if r.address.Host == "" {
		return
	}
	rest, own := r.afterOwnURL(v.Data)
	switch {
	case !own:
	case r.holdsOwnURL(rest):
		r.notice(rules.Recursion, f, v)
	case f.Target == source.Query:
		r.notice(rules.OwnURL, f, v)
	}
}

// afterOwnURL finds a URL of the function in a text, and returns what follows its path. URLs may stand inside each other without end:
// then their paths end at one place, which is looked for and compared once.
func (r *reading) afterOwnURL(text []byte) (rest []byte, found bool) {
	own := []byte(strings.TrimSuffix(r.address.Path, "/"))
	end, ends := -1, false // of the paths at hand, and whether the function's path stands before it
	for at := 0; ; {
		next := bytes.Index(text[at:], []byte("://"))
		if next < 0 {
			return nil, false
		}
		at += next + len("://")
		host, path := cutAny(text[at:], "/?#\\ \"'<>")
		if !r.isOwnHost(host) {
			continue
		}
		begin := len(text) - len(path)
		if begin > end {
			_, rest = cutAny(path, "?#& \"'<>")
			end = len(text) - len(rest)
			ends = bytes.HasSuffix(bytes.TrimSuffix(text[:end], []byte("/")), own)
		}
		switch path = text[begin:end]; {
		case len(path) <= 1:
			found = bytes.HasSuffix(path, own)
		case len(own) == 0:
			found = string(path[1:]) == "/"
		default:
			found = ends && len(bytes.TrimSuffix(path, []byte("/"))) >= len(own)
		}
		if found {
			return text[end:], true
		}
	}
}

// holdsOwnURL says whether the rest of a URL names the function's host and path again, in any encoding of the slashes.
func (r *reading) holdsOwnURL(rest []byte) bool {
	if len(rest) == 0 || rest[0] != '?' && rest[0] != '#' {
		return false // the URL has ended
	}
	url, _ := cutAny(rest, " \"'<>")
	url = bytes.ToLower(url)
	own := []byte(strings.ToLower(strings.TrimSuffix(r.address.Path, "/")))
	for {
		at := bytes.Index(url, []byte(r.address.Host))
		if at < 0 {
			return false
		}
		var path []byte
		if path, url = pathOf(url[at+len(r.address.Host):]); bytes.HasSuffix(path, own) && (len(own) > 0 || len(path) == 0) {
			return true
		}
	}
}

// pathOf reads the path behind a host, with its escapes undone, however often they are escaped, and without the slash at its end.
func pathOf(text []byte) (path, rest []byte) {
	if len(text) > 0 && text[0] == ':' { // a port
		text = bytes.TrimLeft(text[1:], "0123456789")
	}
	for len(text) > 0 {
		c, n := unescapedByte(text)
		if bytes.IndexByte([]byte("?#&=;:,"), c) >= 0 {
			break
		}
		path, text = append(path, c), text[n:]
	}
	return bytes.TrimSuffix(path, []byte("/")), text
}

// unescapedByte is the first byte of a text and its length: that of an escape, whose own sign may be escaped.
func unescapedByte(text []byte) (c byte, length int) {
	if text[0] != '%' {
		return text[0], 1
	}
	n := 1
	for bytes.HasPrefix(text[n:], []byte("25")) {
		n += 2
	}
	if n+2 <= len(text) {
		if b, err := hex.DecodeString(string(text[n : n+2])); err == nil {
			return b[0], n + 2
		}
	}
	return '%', 1
}

// isOwnHost compares the host of a URL, without user and port.
func (r *reading) isOwnHost(authority []byte) bool {
	authority = authority[bytes.LastIndexByte(authority, '@')+1:]
	host, _, _ := bytes.Cut(authority, []byte(":"))
	return strings.EqualFold(strings.TrimSuffix(string(host), "."), r.address.Host)
}

// cutAny cuts before the first of the characters.
func cutAny(text []byte, characters string) (before, from []byte) {
	if i := bytes.IndexAny(text, characters); i >= 0 {
		return text[:i], text[i:]
	}
	return text, nil
}
