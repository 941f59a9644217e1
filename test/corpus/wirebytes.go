package corpus

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// byteSteps make bytes of texts that bear no mark of what they are.
var byteSteps = map[string]stepFunc{
	"utf-16-bare": plain(func(text string) string { return withMark(text)[2:] }),
	"utf-32":      plain(fourBytes),

	"deflate":     compressed(func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, flate.BestCompression); return f }),
	"zlib-window": smallWindow,
	"gzip-zeros":  behindZeros,
	"behind":      plain(func(archive string) string { return "MZ\x90\x00\x03\x00\x00\x00" + archive }),

	"messagepack": plain(func(text string) string { return "\x82\xa2id\x07\xa4note\xdb" + sized(text) + text }),
	"cbor":        plain(func(text string) string { return "\xa2\x62id\x07\x64note\x7a" + sized(text) + text }),
	"protobuf": plain(func(text string) string {
		return "\x08\x07\x1a\x05order\x12" + string(binary.AppendUvarint(nil, uint64(len(text)))) + text
	}),
	"framed": plain(func(text string) string { return "\x00\x00\x00\x00\x07" + text }),
}

// sized is the length of a text in four bytes.
func sized(text string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(text)))) //nolint:gosec // short
}

// fourBytes is the text in UTF-32, big-endian.
func fourBytes(text string) string {
	var raw []byte
	for _, c := range text {
		raw = binary.BigEndian.AppendUint32(raw, uint32(c)) //nolint:gosec // a character
	}
	return string(raw)
}

// smallWindow is zlib that says of itself that it looks back 512 bytes, which is true of short texts.
func smallWindow(text, _ string) (string, error) {
	packed, err := compressed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })(text, "")
	if err != nil {
		return "", err
	}
	return "\x18\x19" + packed[2:], nil
}

// behindZeros is gzip of which the second member stands behind zeros.
func behindZeros(text, _ string) (string, error) {
	var b bytes.Buffer
	for _, part := range []string{"", text} {
		w := gzip.NewWriter(&b)
		if _, err := io.WriteString(w, part); err != nil {
			return "", err
		}
		if err := w.Close(); err != nil {
			return "", err
		}
		b.Write(make([]byte, 8))
	}
	return b.String(), nil
}
