package decoders

import "bytes"

// minURI is the length of the shortest data URI in Base64 that is looked for, and maxURIHead that of the longest head: the type and
// a file's name.
const (
	minURI     = len("data:a/b;base64,")
	maxURIHead = 512
)

// uriEnd ends the head of a data URI in Base64 (RFC 2397).
var uriEnd = []byte(";base64,")

// activeTypes are in the names of those of which a browser or a server runs what they hold, beside those that end in xml.
var activeTypes = [...]string{"html", "svg", "script", "php", "xsl"}

// WithoutDataURIs returns text without the letters of the data URIs in it, as they are taken out of a text that stands in a document.
func WithoutDataURIs(text []byte) []byte {
	out, found := appendWithoutURIs(nil, text)
	if !found {
		return text
	}
	return out
}

// aroundURIs returns a text without the letters of the data URIs in it, or nil if there are none: they are no part of the text, and what
// they decode to is read by itself, as a file or a text. What is left of such a URI says nothing, but for the heads of active types.
// The caller releases it.
func (w *walk) aroundURIs(r *reading) []byte {
	if r.simple || len(r.data) < minURI || r.opaque || !bytes.Contains(r.data, []byte("64,")) {
		return nil
	}
	out, found := appendWithoutURIs(w.x.buffer(), r.data)
	if !found {
		w.x.release(out)
		return nil
	}
	return out
}

// emitText yields a text, and shows it without its data URIs if there are any. What was declared is shown as it is.
func (w *walk) emitText(r *reading) bool {
	if r.around == nil || r.declared {
		return w.emit(r, noJSON)
	}
	around := *r
	around.data = r.around
	return w.emit(&around, noJSON)
}

// appendWithoutURIs appends text without the data URIs in it, and says whether there are any.
func appendWithoutURIs(dst, text []byte) (out []byte, found bool) {
	for {
		i := indexFold(text, uriEnd)
		if i < 0 {
			return append(dst, text...), found
		}
		behind := i + len(uriEnd)
		end := behind
		for end < len(text) && base64Value[text[end]] <= valuePad && base64Value[text[end]] != valueSpace {
			end++ // a line of its own may be a command
		}
		switch begin, active := uriHead(text[:i]); {
		case begin < 0 || end-behind < minToken:
			dst = append(dst, text[:behind]...)
			end = behind
		case active:
			dst = append(dst, text[:behind]...)
			found = true
		default:
			dst = append(append(dst, text[:begin]...), "data"...)
			found = true
		}
		text = text[end:]
	}
}

// indexFold is bytes.Index for a word whose letters may be of any case and that begins with none.
func indexFold(text, word []byte) int {
	for from := 0; ; {
		n := bytes.IndexByte(text[from:], word[0])
		if n < 0 || len(text)-from-n < len(word) {
			return -1
		}
		if from += n; bytes.EqualFold(text[from:from+len(word)], word) {
			return from
		}
		from++
	}
}

// uriHead returns where the data URI begins whose head ends with text, or -1, and whether its type is active.
func uriHead(text []byte) (begin int, active bool) {
	text, cut := text[max(0, len(text)-maxURIHead):], max(0, len(text)-maxURIHead)
	begin = -1
	for i := len(text) - len("data:"); i >= 0; i-- {
		if text[i+4] == ':' && bytes.EqualFold(text[i:i+4], []byte("data")) {
			begin = i
			break
		}
	}
	if begin < 0 || begin > 0 && isWord(text[begin-1:begin]) {
		return -1, false
	}
	kind, parameters, more := cutByte(text[begin+len("data:"):], ';')
	active = len(kind) >= len("xml") && containsFold(kind[len(kind)-len("xml"):], "xml")
	for _, name := range activeTypes {
		active = active || containsFold(kind, name)
	}
	if slash := bytes.IndexByte(kind, '/'); slash <= 0 || slash == len(kind)-1 || !isPlainType(kind) {
		return -1, false
	}
	for more {
		var parameter []byte
		parameter, parameters, more = cutByte(parameters, ';')
		if equals := bytes.IndexByte(parameter, '='); equals <= 0 || !isWord(parameter[:equals]) || !isPlainName(parameter[equals+1:]) {
			return -1, false
		}
	}
	return cut + begin, active
}

func containsFold(text []byte, word string) bool {
	for i := range len(text) - len(word) + 1 {
		if bytes.EqualFold(text[i:i+len(word)], []byte(word)) {
			return true
		}
	}
	return false
}

// isPlainType says that a media type has no sign but those that types have.
func isPlainType(kind []byte) bool {
	for _, c := range kind {
		if c != '/' && c != '-' && c != '+' && c != '*' && !isWord([]byte{c}) {
			return false
		}
	}
	return true
}

// isPlainName says that the value of a parameter has no sign of any language: a file's name, or what is left of it once it is encoded.
func isPlainName(value []byte) bool {
	for i, c := range value {
		if c < ' ' || bytes.IndexByte([]byte("<>'`\\{}$|&,/"), c) >= 0 || c == '"' && i > 0 && i < len(value)-1 {
			return false
		}
	}
	return !bytes.Contains(value, []byte(".."))
}

// withoutURIs is the text without its data URIs.
func (r *reading) withoutURIs() *reading {
	if r.around == nil {
		return r
	}
	return &reading{data: r.around, contentType: r.contentType, level: r.level, name: r.name, bytes: r.bytes}
}
