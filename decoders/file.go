package decoders

import (
	"bytes"
	"encoding/binary"
)

// fileReader reads what people and programs read as text in a file of some format, and what stands behind it. All else in it is
// compressed, or numbers. It returns false once nobody wants more.
type fileReader func(w *walk, r reading) bool

// outline goes through a file of some format. It tells of the pieces in it that are read as bytes of their own, ascending, until it is
// told to stop, and returns where the format ends: anything may follow. It returns -1 if the bytes are no such file.
type outline func(data []byte, tell func(from, to int) bool) (end int)

// minFile is the length of the shortest file that is told by its bytes.
const minFile = 16

// fileOf returns how bytes are read as a file of a known format, by their magic number and all of their structure, or nil.
func fileOf(data []byte) fileReader {
	if len(data) < minFile {
		return nil
	}
	if o := outlineOf(data); o != nil {
		if o(data, func(int, int) bool { return true }) < 0 {
			return nil
		}
		return func(w *walk, r reading) bool { return w.readOutlined(&r, o) }
	}
	if isPDF(data) {
		return func(w *walk, r reading) bool { return w.readPDF(&r) }
	}
	if bytes.HasPrefix(data, zipLocal) {
		if _, regular := zipLayout(data); regular {
			return func(w *walk, r reading) bool { return w.readZip(&r) }
		}
	}
	return nil
}

// outlineOf returns the outline of the format that bytes begin as, or nil.
func outlineOf(data []byte) outline {
	switch {
	case bytes.HasPrefix(data, []byte(pngMagic)):
		return outlinePNG
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return outlineJPEG
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return outlineGIF
	case bytes.HasPrefix(data, []byte("RIFF")):
		return outlineRIFF
	case string(data[4:8]) == "ftyp":
		return outlineBoxes
	}
	switch binary.BigEndian.Uint32(data) {
	case 0x00010000, 0x4f54544f, 0x74727565: // TrueType, "OTTO" and "true"
		return outlineFont
	}
	return nil
}

// readOutlined reads a file by its outline.
func (w *walk) readOutlined(r *reading, o outline) bool {
	ok, done := true, 0
	end := o(r.data, func(from, to int) bool {
		ok = w.x.countName() && w.readCompressed(r, r.data[done:from]) && w.readPiece(r, r.data[from:to:to])
		done = to
		return ok
	})
	return ok && w.readCompressed(r, r.data[done:max(done, end)]) && w.readPiece(r, r.data[max(done, end):])
}

// readPiece reads a piece of a file as bytes of their own, and packets of XMP in it as such.
func (w *walk) readPiece(r *reading, piece []byte) bool {
	inner := reading{level: r.level + 1, name: r.name, bytes: true}
	for {
		from, to := packetIn(piece)
		if to == 0 {
			break
		}
		inner.data = piece[:from:from]
		if !w.member(inner) || !w.readPacket(inner, piece[from:to:to]) {
			return false
		}
		piece = piece[to:]
	}
	inner.data = piece
	return w.member(inner)
}

// readCompressed reads what a file's format says to be compressed, or numbers: in it is no text but what no chance makes.
func (w *walk) readCompressed(r *reading, data []byte) bool {
	inner := reading{level: r.level, name: r.name}
	for {
		from, to := packetIn(data) // HEIC has its metadata among its pictures
		inner.data = data
		if to > 0 {
			inner.data = data[:from]
		}
		if !w.readMarks(inner) || !w.readStretchesFrom(inner, maxStretch) {
			return false
		}
		if to == 0 {
			return true
		}
		if !w.readPacket(inner, data[from:to:to]) {
			return false
		}
		data = data[to:]
	}
}

// XMP marks the beginning and the end of a packet, so that programs find it in files of any format (ISO 16684-1, section 7.3).
var (
	packetBegin = []byte("<x:xmpmeta")
	packetEnd   = []byte("</x:xmpmeta>")
)

// packetIn returns where the first packet of XMP stands in bytes; to is 0 if there is none.
func packetIn(data []byte) (from, to int) {
	from = bytes.Index(data, packetBegin)
	if from < 0 {
		return 0, 0
	}
	n := bytes.Index(data[from:], packetEnd)
	if n < 0 {
		return 0, 0
	}
	return from, from + n + len(packetEnd)
}

// readPacket reads a packet of XMP.
func (w *walk) readPacket(r reading, packet []byte) bool {
	outer := w.format
	w.format = XMP
	ok := w.member(reading{level: r.level, name: r.name, bytes: true, data: packet})
	w.format = outer
	return ok
}
