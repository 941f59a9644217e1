package decoders

import "strings"

// mediaType returns the type of a Content-Type header's value, without parameters.
func mediaType(contentType string) string {
	if i := strings.IndexAny(contentType, ";,"); i >= 0 {
		contentType = contentType[:i]
	}
	return strings.TrimSpace(contentType)
}

// mediaParameter returns the first parameter of that name, without its quotes, or "".
func mediaParameter(contentType, name string) string {
	_, rest, more := strings.Cut(contentType, ";")
	for more {
		end := strings.IndexAny(rest, ";=")
		if end < 0 {
			return ""
		}
		key, named := strings.TrimSpace(rest[:end]), rest[end] == '='
		rest = rest[end+1:]
		switch {
		case !named:
		case strings.EqualFold(key, name):
			return parameterValue(rest)
		default:
			_, rest, more = strings.Cut(rest, ";")
		}
	}
	return ""
}

// parameterValue is the value that stands at the beginning of rest, without its quotes.
func parameterValue(rest string) string {
	rest = strings.TrimLeft(rest, " \t")
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		quoted, _, _ = strings.Cut(quoted, `"`)
		return quoted
	}
	if end := strings.IndexAny(rest, ";, \t"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// lastBoundary is the boundary that readers take of several who let the last one count, as Python's cgi does. The word by itself is
// none: the boundaries of browsers have it inside.
func lastBoundary(contentType string) string {
	const name = "boundary"
	for i := len(contentType) - len(name); i >= 0; i-- {
		if strings.EqualFold(contentType[i:i+len(name)], name) && strings.HasPrefix(strings.TrimLeft(contentType[i+len(name):], " \t\r\n\v\f"), "=") {
			return mediaParameter("; "+contentType[i:], name)
		}
	}
	return ""
}

func hasFold(s, part string) bool {
	for i := range len(s) - len(part) + 1 {
		if strings.EqualFold(s[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func isJSON(contentType string) bool { return hasFold(mediaType(contentType), "json") }

func isForm(contentType string) bool {
	return strings.EqualFold(mediaType(contentType), "application/x-www-form-urlencoded")
}

func isMultipart(contentType string) bool {
	t := mediaType(contentType)
	return len(t) > len("multipart/") && strings.EqualFold(t[:len("multipart/")], "multipart/")
}

func isXML(contentType string) bool {
	t := mediaType(contentType)
	n := len(t) - len("xml")
	return n > 0 && strings.EqualFold(t[n:], "xml") && (t[n-1] == '/' || t[n-1] == '+')
}

// readDeclared reads a text as its content type says. done says that this has covered all of it, so that there is
// nothing left to guess.
func (w *walk) readDeclared(r reading, kind jsonKind) (ok, done bool) {
	if !w.readCharset(r) {
		return false, false
	}
	if kind == jsonDocument || kind == jsonLines {
		return true, false // the names and strings of a document say more than any other structure in it
	}
	parsed := false
	switch {
	case packed(r.data) != "" || len(trimSpace(r.data)) == 0:
		return true, false
	case isForm(r.contentType):
		// A single long name may be Base64.
		return w.readForm(r, '&', r.plain), !traitsOf(r.data).base64()
	case isMultipart(r.contentType):
		boundary := mediaParameter(r.contentType, "boundary")
		ok, parsed = w.readMultipart(r, []byte(boundary), r.plain)
		if other := lastBoundary(r.contentType); ok && other != boundary {
			ok, _ = w.readMultipart(r, []byte(other), false)
		}
	case isXML(r.contentType):
		ok, parsed = w.readXML(r, r.plain)
	case isJSON(r.contentType):
		// A single string, number or word is JSON as well.
		if r.plain && (kind == jsonPrefix || kind == noJSON && !isScalar(r.data)) {
			return w.readLenientJSON(r), false
		}
		return true, false
	default:
		return true, false
	}
	if !parsed && r.plain {
		w.x.cut(CutMalformed, "")
	}
	return ok, parsed
}

func isScalar(data []byte) bool {
	_, ok := ParseJSON(data)
	return ok
}

// readCharset undoes a declared charset that is not a superset of ASCII. Where UTF-16 comes without a byte order, both
// are read.
func (w *walk) readCharset(r reading) bool {
	charset := mediaParameter(r.contentType, "charset")
	decode := func(e Encoding, decode decodeFunc) bool {
		out, _ := w.x.undo(e, decode, r.data)
		child := reading{data: out, contentType: mediaType(r.contentType), plain: r.plain, name: r.name}
		if isMultipart(r.contentType) {
			child.contentType += "; boundary=" + mediaParameter(r.contentType, "boundary")
		}
		ok := w.descend(r, child, e)
		w.x.release(out)
		return ok
	}
	switch {
	case !undoesCharset(charset):
		return true
	case hasFold(charset, "utf-16") && packed(r.data) == UTF16:
		return decode(UTF16, decodeUTF16)
	case hasFold(charset, "utf-16le"):
		return decode(UTF16, decodeUTF16LE)
	case hasFold(charset, "utf-16be"):
		return decode(UTF16, decodeUTF16BE)
	case hasFold(charset, "utf-32be"):
		return decode(UTF32, decodeUTF32BE)
	case hasFold(charset, "utf-32le"):
		return decode(UTF32, decodeUTF32LE)
	case hasFold(charset, "utf-32"), hasFold(charset, "utf32"):
		return decode(UTF32, decodeUTF32LE) && decode(UTF32, decodeUTF32BE)
	case hasFold(charset, "utf-7"):
		return decode(UTF7, decodeUTF7)
	}
	return decode(UTF16, decodeUTF16LE) && decode(UTF16, decodeUTF16BE)
}

// undoesCharset says whether readCharset knows a charset that is no superset of ASCII.
func undoesCharset(charset string) bool {
	for _, known := range [...]string{"utf-16", "utf16", "ucs-2", "utf-32", "utf32", "utf-7"} {
		if hasFold(charset, known) {
			return true
		}
	}
	return false
}
