package decoders

import (
	"bytes"
	"encoding/binary"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// outlinePNG goes through the chunks of a PNG (W3C PNG, section 5). What is no picture is a piece.
func outlinePNG(data []byte, tell func(from, to int) bool) (end int) {
	const head, sum = 8, 4
	for i := len(pngMagic); ; {
		if i == len(data) {
			return i // it breaks off
		}
		if len(data)-i < head+sum {
			return -1
		}
		kind, size := data[i+4:i+head], int(binary.BigEndian.Uint32(data[i:]))
		from := i + head
		if size > len(data)-from-sum || !isLetters(kind) || i == len(pngMagic) && (string(kind) != "IHDR" || size != 13) {
			return -1
		}
		i = from + size + sum
		switch string(kind) {
		case "IEND":
			return i
		case "IHDR", "IDAT", "PLTE", "fdAT":
		case "zTXt", "iCCP": // a name, and how what follows is compressed
			name := from + max(bytes.IndexByte(data[from:from+size], 0), 0)
			stream := min(name+2, from+size)
			if !tell(from, name) || !tell(stream, from+size) {
				return i
			}
		default:
			if !tell(from, from+size) {
				return i
			}
		}
	}
}

func isLetters(name []byte) bool {
	for _, c := range name {
		if c|' ' < 'a' || 'z' < c|' ' {
			return false
		}
	}
	return true
}

// outlineJPEG goes through the segments of a JPEG (ISO/IEC 10918-1, annex B). Those of applications and comments are pieces.
func outlineJPEG(data []byte, tell func(from, to int) bool) (end int) {
	scanned := false
	for i := 2; ; {
		if i+1 >= len(data) {
			return brokenOff(data, scanned)
		}
		if data[i] != 0xff {
			return -1
		}
		marker := data[i+1]
		switch {
		case marker == 0xff: // a byte to fill with
			i++
			continue
		case marker == 0xd9:
			return i + 2
		case marker == 0x01 || 0xd0 <= marker && marker <= 0xd8:
			i += 2
			continue
		case marker < 0xc0 || i+4 > len(data):
			return -1
		}
		from, to := i+4, i+2+int(binary.BigEndian.Uint16(data[i+2:]))
		if to < from || to > len(data) {
			return -1
		}
		if i = to; (0xe0 <= marker && marker <= 0xef || marker == 0xfe) && !tell(from, to) {
			return to
		}
		if marker == 0xda {
			scanned = true
			i = scanEnd(data, i)
		}
	}
}

// brokenOff is the end of a file whose last bytes are missing, if it is one at all.
func brokenOff(data []byte, is bool) int {
	if is {
		return len(data)
	}
	return -1
}

// scanEnd returns where the marker stands that ends a scan of a JPEG.
func scanEnd(data []byte, i int) int {
	for {
		n := bytes.IndexByte(data[i:], 0xff)
		if n < 0 || i+n+1 >= len(data) {
			return len(data)
		}
		i += n
		if c := data[i+1]; c != 0 && c != 0xff && (c < 0xd0 || c > 0xd7) {
			return i
		}
		i++
	}
}

// outlineGIF goes through the blocks of a GIF (GIF89a, section 17). Comments, texts and what applications say are pieces.
func outlineGIF(data []byte, tell func(from, to int) bool) (end int) {
	const head, image = 13, 10
	i, pictures := head, false
	if len(data) < head {
		return -1
	}
	i += colours(data[10])
	for {
		if i >= len(data) {
			return brokenOff(data, pictures)
		}
		switch data[i] {
		case ';':
			return i + 1
		case '!':
			from := i + 2
			if i = subBlocks(data, from); i < 0 {
				return -1
			}
			if !tell(from, i) {
				return i
			}
		case ',':
			if len(data)-i < image {
				return -1
			}
			if i = subBlocks(data, i+image+colours(data[i+9])+1); i < 0 {
				return -1
			}
			pictures = true
		default:
			return -1
		}
	}
}

// colours is the length of the table of colours that a byte of flags tells of.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// subBlocks returns what is behind a row of blocks that begin with their lengths and end with an empty one, or -1.
func subBlocks(data []byte, i int) int {
	for i < len(data) {
		n := int(data[i])
		i += 1 + n
		if n == 0 {
			return i
		}
	}
	return -1
}
