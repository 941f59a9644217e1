package decoders

import (
	"bytes"
	"encoding/binary"
)

// wide is a charset of two or four bytes for a character, in one byte order.
type wide struct {
	encoding Encoding
	decode   decodeFunc
	width    int // bytes
	unit     func([]byte) uint32
}

// wides lists the longer ones first: UTF-32 begins as UTF-16 with a zero behind it would.
var wides = [...]wide{
	{UTF32, decodeUTF32LE, 4, binary.LittleEndian.Uint32},
	{UTF32, decodeUTF32BE, 4, binary.BigEndian.Uint32},
	{UTF16, decodeUTF16LE, 2, func(b []byte) uint32 { return uint32(binary.LittleEndian.Uint16(b)) }},
	{UTF16, decodeUTF16BE, 2, func(b []byte) uint32 { return uint32(binary.BigEndian.Uint16(b)) }},
}

// minWide is how many bytes the longest character takes, and one of ASCII has a zero among them.
const minWide = 4

// wideSample is how many characters tell whether bytes spell a text in a wide charset: three of four are then ASCII, of
// which a byte in random ones is with its zeros in 1 case of 650.
const wideSample = 32

// readWide reads bytes as text of two or four bytes for a character that bears no mark of it, as Python's json module does
// (json.detect_encoding): by the zeros. UTF-16 with its mark is known by its first bytes.
func (w *walk) readWide(r reading) bool {
	if len(r.data) < minWide || bytes.IndexByte(r.data[:minWide], 0) < 0 {
		return true
	}
	for _, c := range wides {
		opens := c.opensJSON(r.data)
		if !opens && !c.spells(r.data) {
			continue
		}
		out, _ := w.x.undo(c.encoding, c.decode, r.data)
		ok := true
		if !opens || scanValue(out) > 0 {
			ok = w.descend(r, reading{data: out, contentType: r.contentType, name: r.name}, c.encoding)
		}
		w.x.release(out)
		return ok
	}
	return true
}

// opensJSON says that the first character opens a document, of which the rest may be written in any script. Behind white
// space, too, a document is not far.
func (c wide) opensJSON(data []byte) bool {
	for n := 0; n < wideSample && len(data) >= c.width; n++ {
		switch u := c.unit(data); u {
		case '{', '[', '"':
			return true
		case ' ', '\t', '\r', '\n', 0xfeff:
		default:
			return false
		}
		data = data[c.width:]
	}
	return false
}

// spells says that three of four of the first characters are printable ASCII.
func (c wide) spells(data []byte) bool {
	n, printable := 0, 0
	for ; n < wideSample && len(data) >= c.width; n++ {
		switch u := c.unit(data); {
		case ' ' <= u && u < 0x7f, u == '\n', u == '\r', u == '\t', u == 0xfeff:
			printable++
		}
		data = data[c.width:]
	}
	return printable*4 >= n*3
}
