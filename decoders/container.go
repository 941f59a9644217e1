package decoders

import (
	"encoding/binary"
	"slices"
)

// outlineRIFF goes through the chunks of a RIFF file: WebP, WAV, AVI. What is no picture or sound is a piece.
func outlineRIFF(data []byte, tell func(from, to int) bool) (end int) {
	const head = 8
	end = head + int(binary.LittleEndian.Uint32(data[4:]))
	if end > len(data) || end < head+4 {
		return -1
	}
	for i := head + 4; i < end; {
		if end-i < head {
			return -1
		}
		from, size := i+head, int(binary.LittleEndian.Uint32(data[i+4:]))
		if size > end-from {
			return -1
		}
		switch string(data[i : i+4]) {
		case "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "data", "fmt ", "movi", "idx1":
		default:
			if !tell(from, from+size) {
				return end
			}
		}
		i = from + size + size&1
	}
	return min(end, len(data))
}

// maxBoxes is how deep boxes stand inside each other that are told of: a title stands five deep.
const maxBoxes = 8

// outlineBoxes goes through the boxes of an ISO base media file (ISO/IEC 14496-12): MP4, QuickTime, HEIC, AVIF. Boxes that hold
// neither media nor tables of numbers are pieces.
func outlineBoxes(data []byte, tell func(from, to int) bool) (end int) {
	o := boxes{data: data, tell: tell, more: true}
	return o.read(0, len(data), 0)
}

type boxes struct {
	data []byte
	tell func(from, to int) bool
	more bool // is wanted
}

// read goes through the boxes between two indexes, and returns where the last one ends, or -1.
func (o *boxes) read(i, end, depth int) int {
	const head = 8
	for begin := i; i < end && o.more; {
		if end-i < head || depth == 0 && !isBoxName(o.data[i+4:i+head]) {
			if depth > 0 || i == begin {
				return -1
			}
			return i // something else follows
		}
		size, from := int(binary.BigEndian.Uint32(o.data[i:])), i+head
		switch {
		case size == 0: // up to the end
			size = end - i
		case size == 1 && end-i >= 2*head:
			from += head
			size = int(min(binary.BigEndian.Uint64(o.data[i+head:]), uint64(len(o.data)+1))) //nolint:gosec // a length, or one more
		}
		if size < from-i || size > end-i {
			if depth == 0 && i > begin && string(o.data[i+4:i+head]) == "mdat" {
				return end // it breaks off
			}
			return -1
		}
		o.box(string(o.data[i+4:i+head]), from, i+size, depth)
		i += size
	}
	return i
}

// box reads one box.
func (o *boxes) box(name string, from, to, depth int) {
	switch name {
	case "moov", "trak", "mdia", "minf", "udta", "ilst", "edts", "dinf", "moof", "traf":
		if depth < maxBoxes && o.fits(from, to) {
			o.read(from, to, depth+1)
			return
		}
	case "meta":
		if from+4 <= to && depth < maxBoxes && o.fits(from+4, to) { // a version and flags stand before its boxes
			o.read(from+4, to, depth+1)
			return
		}
	case "mdat", "stbl", "free", "skip", "wide", "ftyp", "iloc", "iprp", "sidx", "mfra":
		return
	}
	o.more = o.more && o.tell(from, to)
}

// fits says that the boxes between two indexes fill what is there.
func (o *boxes) fits(from, to int) bool {
	quiet := boxes{data: o.data, tell: func(int, int) bool { return true }, more: true}
	return quiet.read(from, to, maxBoxes) == to
}

func isBoxName(name []byte) bool {
	for _, c := range name {
		if c < ' ' || c >= 0x7f && c != 0xa9 { // a sign of copyright begins QuickTime's
			return false
		}
	}
	return true
}

// outlineFont goes through the tables of an OpenType font (ISO/IEC 14496-22, section 4.3). Its names and its pictures in SVG are pieces.
func outlineFont(data []byte, tell func(from, to int) bool) (end int) {
	const head, row = 12, 16
	tables := int(binary.BigEndian.Uint16(data[4:]))
	if tables == 0 || head+tables*row > len(data) {
		return -1
	}
	var pieces [][2]int
	for n := range tables {
		at := data[head+n*row:]
		from := int(binary.BigEndian.Uint32(at[8:]))
		to := from + int(binary.BigEndian.Uint32(at[12:]))
		if !isBoxName(at[:4]) || to > len(data) {
			return -1
		}
		end = max(end, to)
		if name := string(at[:4]); name == "name" || name == "meta" || name == "SVG " {
			pieces = append(pieces, [2]int{from, to})
		}
	}
	slices.SortFunc(pieces, func(a, b [2]int) int { return a[0] - b[0] })
	done := 0
	for _, p := range pieces {
		from := max(done, p[0]) // they may overlap
		if from < p[1] && !tell(from, p[1]) {
			break
		}
		done = max(done, p[1])
	}
	return min((end+3)&^3, len(data)) // tables are filled up to four bytes
}
