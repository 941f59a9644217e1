package decoders

import (
	"bytes"
	"encoding/binary"
)

// bsonSizes are the sizes of the elements that have one, by their type (bsonspec.org).
var bsonSizes = map[byte]int{0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0}

// bson reads a document: its length, elements, and a zero.
func (m *message) bson(doc []byte, depth int) bool {
	if len(doc) < 5 || int(binary.LittleEndian.Uint32(doc)) != len(doc) || doc[len(doc)-1] != 0 || depth > maxNested {
		return false
	}
	for rest := doc[4 : len(doc)-1]; len(rest) > 0; {
		end := bytes.IndexByte(rest, 0)
		if end < 1 || !m.piece(rest[1:end:end], pieceName) {
			return false
		}
		n := m.bsonValue(rest[0], rest[end+1:], depth)
		if n < 0 {
			return false
		}
		rest = rest[end+1+n:]
	}
	return true
}

// bsonValue reads an element's value, and returns its length, or -1.
func (m *message) bsonValue(kind byte, rest []byte, depth int) int {
	if size, fixed := bsonSizes[kind]; fixed {
		if size > len(rest) {
			return -1
		}
		return size
	}
	switch kind {
	case 0x02, 0x0d, 0x0e: // string, code, symbol
		text, n := bsonSized(rest, 4)
		if len(text) == 0 || !m.piece(text[:len(text)-1], pieceText) {
			return -1
		}
		return n
	case 0x03, 0x04: // document, array
		n := bsonLength(rest)
		if n < 0 || !m.bson(rest[:n:n], depth+1) {
			return -1
		}
		return n
	case 0x05: // bytes, with their type
		text, n := bsonSized(rest, 5)
		if n < 0 || !m.piece(text, pieceBytes) {
			return -1
		}
		return n
	case 0x0b: // an expression and its options
		pattern := bytes.IndexByte(rest, 0)
		if pattern < 0 || !m.piece(rest[:pattern:pattern], pieceText) {
			return -1
		}
		options := bytes.IndexByte(rest[pattern+1:], 0)
		if options < 0 {
			return -1
		}
		return pattern + 1 + options + 1
	}
	return -1
}

// bsonLength is the length that a document begins with, or -1.
func bsonLength(rest []byte) int {
	if len(rest) < 4 || binary.LittleEndian.Uint32(rest) > uint32(min(len(rest), 1<<31-1)) {
		return -1
	}
	return int(binary.LittleEndian.Uint32(rest))
}

// bsonSized returns what stands behind a head that begins with its length, and the length of both, or -1.
func bsonSized(rest []byte, head int) ([]byte, int) {
	n := bsonLength(rest)
	if n < 0 || n > len(rest)-head {
		return nil, -1
	}
	return rest[head : head+n : head+n], head + n
}
