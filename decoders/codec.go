package decoders

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// decodeFunc appends to dst what src decodes to, within a quota. It returns what it could read also with an error:
// errLimit if there would have been more, errLate if there is no time for it, errCorrupt if src is not, or not to its end, in
// this encoding.
type decodeFunc func(dst, src []byte, q quota) ([]byte, error)

var (
	errLimit   = errors.New("decoders: limit reached")
	errCorrupt = errors.New("decoders: cannot be undone")
)

// codec is an encoding of bytes as bytes.
type codec struct {
	encoding Encoding
	decode   decodeFunc
	// compresses says that the encoding is one of those that servers may have undone without taking the header away,
	// so that text under such a header is an honest sender's.
	compresses bool
}

// codecs lists the encodings that can be undone on declaration. Documents (JSON, forms, multipart, XML, archives) are
// no encodings: they are read by the walk.
var codecs = [...]codec{
	{URL, decodeURL, false},
	{Form, decodeForm, false},
	{Base64, decodeBase64, false},
	{Gzip, decodeGzip, true},
	{Zlib, decodeZlib, true},
	{Deflate, decodeDeflate, true},
	{Zstd, decodeZstd, true},
	{Brotli, decodeBrotli, true},
	{UTF16, decodeUTF16, false},
	{UTF7, decodeUTF7, false},
	{Quoted, decodeQuoted, false},
	{Word, decodeWords, false},
}

func codecOf(e Encoding) (codec, bool) {
	for _, c := range codecs {
		if c.encoding == e {
			return c, true
		}
	}
	return codec{}, false
}

// appendAll appends what r yields to dst, within a quota.
func appendAll(dst []byte, r io.Reader, q quota) ([]byte, error) {
	start := len(dst)
	for {
		if len(dst)-start >= q.limit {
			return dst, pastLimit(r)
		}
		if len(dst) == cap(dst) {
			grown := make([]byte, len(dst), min(max(2*cap(dst), 4<<10), len(dst)+q.limit-(len(dst)-start)))
			copy(grown, dst)
			dst = grown
		}
		room := dst[len(dst):min(cap(dst), start+q.limit)]
		n, err := r.Read(room)
		dst = dst[:len(dst)+n]
		if q.late != nil && q.late(n) {
			return dst, errLate
		}
		if errors.Is(err, io.EOF) {
			return dst, nil
		}
		if err != nil {
			return dst, errCorrupt
		}
	}
}

// pastLimit asks whether a stream ends just where the limit does.
func pastLimit(r io.Reader) error {
	var one [1]byte
	for {
		n, err := r.Read(one[:])
		switch {
		case n > 0:
			return errLimit
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errCorrupt
		}
	}
}

// grow makes room for n bytes more, or as many as the limit allows, at once.
func grow(dst []byte, n, limit int) []byte { return slices.Grow(dst, max(min(n, limit), 0)) }

// within returns out as it is, or cut after limit bytes more than it began with.
func within(out []byte, start, limit int) ([]byte, error) {
	if len(out)-start > limit {
		return out[:start+max(limit, 0)], errLimit
	}
	return out, nil
}

// source is a reader over bytes that a pool can keep.
type source struct{ bytes.Reader }

func (s *source) over(data []byte) *bytes.Reader {
	s.Reset(data)
	return &s.Reader
}
