package decoders

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// utf8BOM is the byte order mark that some programs put before UTF-8.
var utf8BOM = []byte("\xef\xbb\xbf")

// IsText says whether bytes read as text: printable characters in UTF-8, with line breaks and tabs. Some bytes may be
// none, or one byte of rubbish beside an attack would hide it. Of random bytes 38 % are printable ASCII: among twelve an
// eighth of exceptions or fewer leaves 1 case in 5,000 to chance, among 32 and more a quarter leaves 1 in 10,000, among
// 256 and more a half 1 in 10,000.
func IsText(data []byte) bool {
	most := len(data)
	switch {
	case most < 32:
		most /= 8
	case most < 256:
		most /= 4
	default:
		most /= 2
	}
	return rubbish(data, most) <= most
}

// isReadable says that rules for text can be asked about all of data: it is text, or a serialised object.
func isReadable(data []byte) bool { return isObject(data) || IsText(data) && !isNoise(data) }

// isNoise says of many bytes that too many of them are control characters for a text in any charset: of random ones it is every ninth,
// and where text stands between random ones still every twentieth. A text in UTF-8 is none, whatever it holds.
func isNoise(data []byte) bool {
	if len(data) < minNoise || utf8.Valid(data) {
		return false
	}
	controls := 0
	for _, c := range data {
		if c < ' ' && (c < '\t' || '\r' < c) && c != 0x1b || c == 0x7f {
			controls++
		}
	}
	return controls*maxControls > len(data)
}

// Of 256 random bytes, that pass for text in one case of 200, one in maxControls or fewer is a control character in one case of 100,000.
const (
	minNoise    = 256
	maxControls = 32
)

// isClean says that all bytes are text. It ends at the first that is none.
func isClean(data []byte) bool {
	for len(data) > 0 {
		piece := data[:min(64, len(data))]
		if len(piece) < len(data) { // no character is cut
			for cut := len(piece); cut > len(piece)-utf8.UTFMax; cut-- {
				if utf8.RuneStart(data[cut]) {
					piece = data[:cut]
					break
				}
			}
		}
		if rubbish(piece, 0) > 0 {
			return false
		}
		data = data[len(piece):]
	}
	return true
}

// rubbish counts the bytes that are no text. It ends once there are more than most, which among chance is soon.
func rubbish(data []byte, most int) int {
	bad, end := 0, len(data)
	if end >= 8 && isPlainWord(binary.LittleEndian.Uint64(data[end-8:])) {
		end -= 8
	}
	for i := 0; i < end && bad <= most; {
		if len(data)-i >= 8 && isPlainWord(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
			continue
		}
		c := data[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
				bad++
			}
			i++
			continue
		}
		if c < 0xc2 || c > 0xf4 { // no character begins with it
			bad++
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		i += n
	}
	return bad
}

// isPlainWord says that all eight bytes of a word are ASCII and no control characters. Of those that are, some words are
// taken for others.
func isPlainWord(word uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	below := (word - ' '*ones) &^ word // the highest bit is set in bytes below the blank, and maybe in those behind one
	last := word + ones                // and here in those that are the last of ASCII
	return (word|below|last)&highs == 0
}

// magical tells the first bytes of the magic numbers that packed knows: hardly any text begins with one.
var magical = firstBytes()

func firstBytes() (table [256]bool) {
	for _, c := range [...]byte{0x1f, 0x28, 0x42, 0xff, 0xfe} {
		table[c] = true
	}
	for c := 0x08; c < 0x80; c += 0x10 { // zlib, by the size of its window
		table[c] = true
	}
	for c := 0x50; c < 0x60; c++ { // Zstd's frames to skip, and the P of archives
		table[c] = true
	}
	return table
}

// packed names the encoding whose magic number data begins with, or "".
func packed(data []byte) Encoding {
	if len(data) == 0 || !magical[data[0]] {
		return ""
	}
	switch {
	case bytes.HasPrefix(data, []byte("\x1f\x8b\x08")):
		return Gzip // RFC 1952 section 2.3: ID1, ID2, and DEFLATE, the only method there is
	case bytes.HasPrefix(data, []byte("\x28\xb5\x2f\xfd")), len(data) > 4 && data[0]&0xf0 == 0x50 && string(data[1:4]) == "\x2a\x4d\x18":
		return Zstd // RFC 8878 sections 3.1.1 and 3.1.2: a frame, or one to skip before it
	case isBzip2(data):
		return Bzip2
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return Zip // APPNOTE.TXT 4.3.7: local file header
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return UTF16
	case len(data) > 2 && data[0]&0x8f == 0x08 && (int(data[0])<<8|int(data[1]))%31 == 0 && data[1]&0x20 == 0:
		return Zlib // RFC 1950 section 2.2: DEFLATE, a window of up to 32 KB, the check, and no dictionary
	}
	return ""
}

// objects are the beginnings of serialised objects: what follows is no text, but rules look for it.
var objects = [...]string{
	"\xac\xed\x00\x05",                    // Java object stream, version 5
	"\x04\x08[", "\x04\x08o", "\x04\x08U", // Ruby Marshal, version 4.8: lists and objects; hashes are sessions
	"\x00\x01\x00\x00\x00\xff\xff\xff",             // .NET BinaryFormatter, header record
	"\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05", // Python pickle, protocols 2 to 5
	"\xf3\x89\x9a\xc2", // records aggregated by the Kinesis Producer Library
}

// beginsObject tells the first bytes of objects, which hardly any text or identifier begins with.
var beginsObject = func() (table [256]bool) {
	for _, magic := range objects {
		table[magic[0]] = true
	}
	return table
}()

func isObject(data []byte) bool {
	if len(data) == 0 || !beginsObject[data[0]] {
		return false
	}
	for _, magic := range objects {
		if len(data) >= len(magic) && string(data[:len(magic)]) == magic {
			return true
		}
	}
	return false
}
