package quarantine

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"weir/decoders"
)

// mark stands in the place of a value that is not kept.
const mark = `"[left out]"`

const (
	// maxInner bounds how deep documents within strings are searched. An event source in a queue in a topic in a
	// destination's payload makes four.
	maxInner = 6
	// maxName bounds the names that are compared; the longest of leftOut is half as long.
	maxName = 64
)

// redact returns a JSON text without the values of leftOut, and how many there were. Each is replaced by mark in its
// place, and all other bytes stay as they are. A string that holds JSON, as it is or in Base64, is written anew if
// something in it was left out. inner bounds how deep that goes. The result is text itself if it holds none of them.
func redact(text decoders.JSON, inner int) ([]byte, int) {
	r := redaction{text: text, inner: inner}
	var under [][]byte // for each open bracket, the name under which it stands
	var name []byte    // of the value that comes next
	for i := 0; i < len(text); {
		switch text[i] {
		case '{', '[':
			under, name = append(under, name), nil
			i++
		case '}', ']':
			under = under[:len(under)-1]
			i++
		case '"':
			end := stringEnd(text, i)
			value := skipSpace(text, end)
			if value == len(text) || text[value] != ':' {
				r.inside(i, end)
				name = nil
				i = end
				break
			}
			// It is a name, and its value comes behind the colon.
			name = text[i:end].Text(nil)
			i = skipSpace(text, value+1)
			if secret(under[len(under)-1], name) {
				end = valueEnd(text, i)
				r.replace(i, end, []byte(mark))
				r.count++
				name = nil
				i = end
			}
		case ',':
			name = nil
			i++
		default:
			i++
		}
	}
	if r.count == 0 {
		return text, 0
	}
	return append(r.out, text[r.copied:]...), r.count
}

// secret says whether the value of the member name is left out, of an object that stands under parent.
func secret(parent, name []byte) bool {
	if len(name) > maxName {
		return false
	}
	where, listed := leftOut[string(bytes.ToLower(name))]
	return listed && (where == "" || bytes.EqualFold(parent, []byte(where)))
}

// redaction collects what stands in place of parts of a text, from left to right.
type redaction struct {
	text   decoders.JSON
	inner  int
	out    []byte // what has become of text[:copied]
	copied int
	count  int
}

func (r *redaction) replace(from, to int, put []byte) {
	r.out = append(append(r.out, r.text[r.copied:from]...), put...)
	r.copied = to
}

// inside looks into the string text[from:to] for a document.
func (r *redaction) inside(from, to int) {
	if r.inner == 0 || to-from < len(`"{}"`) {
		return
	}
	text := r.text[from:to].Text(nil)
	packed, encoding := unpack(text)
	document, ok := decoders.ParseJSON(packed)
	if !ok || !document.IsObject() && !document.IsArray() {
		return
	}
	clean, count := redact(document, r.inner-1)
	if count == 0 {
		return
	}
	if encoding != nil {
		clean = encoding.AppendEncode(nil, clean)
	}
	r.replace(from, to, quote(clean))
	r.count += count
}

// unpack undoes Base64 where it holds an object or an array, as its first character tells: '{' and '[' begin with 'e'
// and 'W'.
func unpack(text []byte) ([]byte, *base64.Encoding) {
	if len(text) < 8 || text[0] != 'e' && text[0] != 'W' {
		return text, nil
	}
	for _, encoding := range []*base64.Encoding{
		base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding,
	} {
		if out, err := encoding.AppendDecode(nil, text); err == nil {
			return out, encoding
		}
	}
	return text, nil
}

// quote writes text as a JSON string. What is no UTF-8 becomes U+FFFD: JSON has no place for it.
func quote(text []byte) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(string(text)) // neither a string nor a buffer fails
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// The functions below move through a text that is known to be JSON.

func skipSpace(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	return i
}

// stringEnd returns the end of the string whose opening quote is at i.
func stringEnd(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// valueEnd returns the end of the value that starts at i.
func valueEnd(text []byte, i int) int {
	depth := 0
	for ; i < len(text); i++ {
		switch text[i] {
		case '"':
			if i = stringEnd(text, i); depth == 0 {
				return i
			}
			i--
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // the value was a scalar, and this closes what holds it
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}
