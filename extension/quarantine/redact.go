package quarantine

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"weir/decoders"
	"weir/extension/secret"
)

// leftOut stands in the place of a credential inside a text, and mark in that of a value.
const (
	leftOut = "[left out]"
	mark    = `"` + leftOut + `"`
)

const (
	// maxInner bounds how deep documents within strings are searched. An event source in a queue in a topic in a
	// destination's payload makes four.
	maxInner = 6
	// minPacked is the shortest string that is read as Base64, in characters: `{"pin":1}` takes twelve.
	minPacked = 12
)

// redact returns a JSON text without the credentials in it, and how many there were. Credentials are told by the name that
// they stand under, by a name beside them ({"key":"Authorization","value":…}), and by their shape inside of texts. A value is
// replaced by mark in its place, and all other bytes stay as they are. A string that holds a document or a text, as it is
// or in Base64, is written anew if something in it was left out. inner bounds how deep that goes. The result is text itself
// if it holds none of them. It takes time in proportion to the text and inner, and to what is packed in it; once stop says
// that there is no time for more, the result is not to be used.
func redact(text decoders.JSON, inner int, stop func() bool) ([]byte, int) {
	r := redaction{text: text, inner: inner, stop: stop}
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case '{', '[':
			r.enter(c == '[', i)
			i++
		case '}', ']':
			r.leave(i)
			i++
		case '"':
			i = r.readString(i)
		case ',':
			r.next(i)
			i++
		default:
			i++
		}
	}
	return r.written()
}

// redaction collects what stands in place of parts of a text.
type redaction struct {
	text  decoders.JSON
	inner int
	stop  func() bool // nil never stops
	open  []bracket
	put   []replacement
}

// replacement is what stands in the place of text[from:to], and how many credentials it is for.
type replacement struct {
	from, to int
	text     []byte
	count    int
}

func (r *redaction) replace(from, to int, text []byte, count int) {
	r.put = append(r.put, replacement{from, to, text, count})
}

// readString reads the string that begins at i, a name with its value or a value, and returns where to go on.
func (r *redaction) readString(i int) int {
	end := stringEnd(r.text, i)
	value := skipSpace(r.text, end)
	if len(r.open) == 0 || value == len(r.text) || r.text[value] != ':' {
		r.inside(i, end)
		return end
	}
	// It is a name, and its value comes behind the colon.
	b := &r.open[len(r.open)-1]
	b.member = string(r.text[i:end].Text(nil))
	i = skipSpace(r.text, value+1)
	b.start = i
	if !isNoise(lower(b.member)) && !secret.Named(b.under, b.member) {
		return i
	}
	end = valueEnd(r.text, i)
	r.replace(i, end, []byte(mark), 1)
	return end
}

// written is the text with what stands in place of its parts. Parts within others that are replaced go with them.
func (r *redaction) written() (out []byte, count int) {
	slices.SortStableFunc(r.put, func(a, b replacement) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	copied := 0
	for _, p := range r.put {
		if p.from < copied {
			continue
		}
		out = append(append(out, r.text[copied:p.from]...), p.text...)
		copied = p.to
		count += p.count
	}
	if count == 0 {
		return r.text, 0
	}
	return append(out, r.text[copied:]...), count
}

// inside looks into the string text[from:to] for what it holds.
func (r *redaction) inside(from, to int) {
	if r.inner == 0 || to-from < len(`"a=b"`) || r.stop != nil && r.stop() {
		return
	}
	text := r.text[from:to].Text(nil)
	if clean, count := cleanText(text, r.inner-1, r.stop); count > 0 {
		r.replace(from, to, quote(clean), count)
		return
	}
	packed, encoding := unpack(text)
	switch {
	case encoding == nil:
	case utf8.Valid(packed):
		if clean, count := cleanText(packed, r.inner-1, r.stop); count > 0 {
			r.replace(from, to, quote(encoding.AppendEncode(nil, clean)), count)
		}
	case holdsSecret(text, r.stop):
		r.replace(from, to, []byte(mark), 1)
	}
}

// cleanText is redact for a text that may be a document.
func cleanText(text []byte, inner int, stop func() bool) ([]byte, int) {
	document, ok := decoders.ParseJSON(text)
	if ok && (document.IsObject() || document.IsArray()) {
		return redact(document, inner, stop)
	}
	return secret.CleanUntil(stop, text, leftOut)
}

// unpack undoes Base64, with line ends in it or not.
func unpack(text []byte) ([]byte, *base64.Encoding) {
	if len(text) < minPacked {
		return nil, nil
	}
	for _, encoding := range []*base64.Encoding{
		base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding,
	} {
		if out, err := encoding.AppendDecode(nil, text); err == nil {
			return out, encoding
		}
	}
	return nil, nil
}

// holdsSecret says that a text holds credentials in a form in which they cannot be left out, such as a compressed one: then
// all of it is left out.
func holdsSecret(text []byte, stop func() bool) bool {
	x := decoders.NewExpander(decoders.Limits{})
	x.Stop = stop
	for view := range x.Expand(text, decoders.Hint{}) {
		if n := len(view.Path); n > 0 && !view.Name && secret.Named("", string(view.Path[n-1].Key)) {
			return true
		}
		if view.Document {
			continue // its members come by themselves
		}
		for range secret.InUntil(stop, view.Data) {
			return true
		}
	}
	return false
}

// quote writes text as a JSON string. What is no UTF-8 becomes U+FFFD: JSON has no place for it.
func quote(text []byte) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(string(text)) // neither a string nor a buffer fails
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
