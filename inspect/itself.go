package inspect

import (
	"bytes"
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
	case r.namesOwnHost(rest):
		r.notice(rules.Recursion, f, v)
	case f.Target == source.Query:
		r.notice(rules.OwnURL, f, v)
	}
}

// afterOwnURL finds a URL of the function in a text, and returns what follows its path.
func (r *reading) afterOwnURL(text []byte) (rest []byte, found bool) {
	for {
		_, after, is := bytes.Cut(text, []byte("://"))
		if !is {
			return nil, false
		}
		text = after
		host, path := cutAny(after, "/?#\\ \"'<>")
		if !r.isOwnHost(host) {
			continue
		}
		path, rest = cutAny(path, "?#& \"'<>")
		if len(path) > 1 {
			path = bytes.TrimSuffix(path, []byte("/"))
		}
		own := strings.TrimSuffix(r.address.Path, "/")
		if strings.HasSuffix(string(path), own) && (own != "" || len(path) <= 1) {
			return rest, true
		}
	}
}

// namesOwnHost says whether the rest of a URL names the function's host again, in any encoding of the colon and the slashes.
func (r *reading) namesOwnHost(rest []byte) bool {
	return bytes.Contains(bytes.ToLower(rest), []byte(r.address.Host))
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
