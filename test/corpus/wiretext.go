package corpus

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// textSteps are encodings of texts that senders choose to hide by, besides those that programs use every day.
var textSteps = map[string]stepFunc{
	"percent":      plain(percentAll),
	"percent-u":    plain(percentUnicode),
	"overlong":     plain(overlong),
	"stray":        plain(func(text string) string { return "50% off, 100%zz: " + percentAll(text) }),
	"base64-lines": plain(func(text string) string { return broken(base64.StdEncoding.EncodeToString([]byte(text)), 20) }),
	"base64-bare":  plain(func(text string) string { return base64.RawStdEncoding.EncodeToString([]byte(text)) }),
	"data-uri": plain(func(text string) string {
		return "data:text/html;base64," + base64.StdEncoding.EncodeToString([]byte(text))
	}),
	"utf-16be": plain(bigEndian),
	"utf-7":    plain(shifted),
	"mark":     plain(func(text string) string { return "\ufeff" + text }),
	"word-q":   plain(func(text string) string { return mime.QEncoding.Encode("utf-8", text+"\u00a0") }),
	"zstd":     plain(stored),

	"basic": plain(func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte("ann:"+text)) }),
	"token": plain(func(claims string) string {
		segment := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		return segment(`{"alg":"RS256","typ":"JWT"}`) + "." + segment(claims) + "." + segment("no signature of anything")
	}),
}

// percentAll escapes every byte.
func percentAll(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}

// percentUnicode escapes every character as Microsoft's servers read it.
func percentUnicode(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%%u%04x", unit)
	}
	return b.String()
}

// overlong escapes all of ASCII but letters and digits in two bytes where UTF-8 has one.
func overlong(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
			b.WriteByte(c)
		case c < utf8.RuneSelf:
			fmt.Fprintf(&b, "%%%02x%%%02x", 0xc0|c>>6, 0x80|c&0x3f)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}

// broken breaks a text into lines.
func broken(text string, length int) string {
	var lines []string
	for ; len(text) > length; text = text[length:] {
		lines = append(lines, text[:length])
	}
	return strings.Join(append(lines, text), "\r\n")
}

// bigEndian is the text in UTF-16 behind a byte order mark.
func bigEndian(text string) string {
	raw := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = binary.BigEndian.AppendUint16(raw, unit)
	}
	return string(raw)
}

// shifted is the text in UTF-7 behind its byte order mark, with all in Base64 that may be.
func shifted(text string) string {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = binary.BigEndian.AppendUint16(raw, unit)
	}
	return "+/v8-+" + base64.RawStdEncoding.EncodeToString(raw) + "-"
}

// stored is a frame of Zstandard that holds the text as it is, in one block (RFC 8878, section 3.1.1).
func stored(text string) string {
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000} // one segment, its size in four bytes, no checksum
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(text)))
	block := uint32(len(text))<<3 | 1 // the last block, and raw
	return string(append(frame, byte(block), byte(block>>8), byte(block>>16))) + text
}
