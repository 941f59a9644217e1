package decoders

import "bytes"

// minBulk is the length from which Base64 of bytes that are no text is taken for what it looks like. In shorter values every encoding is tried whatever they look like: it costs little. In a picture of some megabytes each
// guess costs as much memory as the picture, and with "+" for a space its Base64 reads like prose, of which rules have
// much to say.
const minBulk = 4 << 10

// isBulk says that a long value is a picture, an archive or the like in Base64: beside what its first bytes name, no
// encoding is to be looked for in it.
func isBulk(data []byte, t traits) bool {
	if len(data) < minBulk || !t.base64() {
		return false
	}
	if bytes.Count(data, []byte("+")) > len(data)/maxPluses {
		return false // words between spaces
	}
	data = trimSpace(data)
	out, err := decodeBase64(nil, data[:min(len(data), minBulk/2)], quota{limit: minBulk})
	return err == nil && !IsText(out)
}

// maxPluses: of random Base64 one character in 64 is a plus, of four thousand more than one in 40 hardly ever.
const maxPluses = 40
