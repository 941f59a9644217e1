package source

import (
	"bytes"

	"weir/decoders"
)

// body yields the request's body with what the event declares about it.
func (r *request) body() {
	body := r.e.Get("body")
	if !body.IsString() {
		return // what else stands there is walked
	}
	r.cover(body)
	if len(body) == len(`""`) {
		return
	}
	var hint decoders.Hint
	hint.ContentType = r.heads.contentType.String()
	text := r.text(body)
	if r.isBase64() {
		hint.Encodings = r.codings(text)
	}
	r.emit(Field{Path: pathBody, Target: Body, Value: text, Hint: hint})
}

// isBase64 says whether the event declares the body as Base64: with true, or, in older events of VPC Lattice, "True".
func (r *request) isBase64() bool {
	if r.snake {
		flag := r.e.Get("is_base64_encoded")
		return flag.Kind() == 't' || flag.IsString() && named(flag, "true")
	}
	return r.e.Get("isBase64Encoded").Kind() == 't'
}

// maxCodings bounds the content codings that are taken at their word; clients use one.
const maxCodings = 8

// justBase64 is the declaration of most binary bodies.
var justBase64 = []decoders.Encoding{decoders.Base64}

// codings returns how a Base64 body is wrapped, outermost first. Content-Encoding lists codings in the order in which
// they were applied, so it is read from its end. It says something about bodies in Base64 only: others are text
// already, and a gateway that has decompressed a body may leave the header as it was.
func (r *request) codings(body []byte) []decoders.Encoding {
	value := r.heads.contentEncoding
	if value == nil {
		return justBase64
	}
	list := []decoders.Encoding{decoders.Base64}
	for rest := r.nameText(value); len(rest) > 0 && len(list) <= maxCodings; {
		i := bytes.LastIndexByte(rest, ',')
		coding := codingOf(bytes.TrimSpace(rest[i+1:]))
		rest = rest[:max(i, 0)]
		if coding == decoders.Gzip && len(list) == 1 && r.decompressed && !bytes.HasPrefix(body, []byte("H4s")) {
			continue // the bytes do not begin as gzip does: no handler could undo it either
		}
		if coding != "" {
			list = append(list, coding)
		}
	}
	return list
}

// codingOf returns the encoding that a content coding names, or "": "identity" changes nothing, and clients write
// much that no handler undoes, such as "utf-8".
func codingOf(name []byte) decoders.Encoding {
	for _, c := range [...]struct {
		name   string
		coding decoders.Encoding
	}{
		{"gzip", decoders.Gzip},
		{"x-gzip", decoders.Gzip},
		{"deflate", decoders.Deflate},
		{"br", decoders.Brotli},
		{"zstd", decoders.Zstd},
	} {
		if bytes.EqualFold(name, []byte(c.name)) {
			return c.coding
		}
	}
	return ""
}
