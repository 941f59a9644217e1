package decoders

import "encoding/binary"

// aggregated is what a record begins with that the Kinesis Producer Library made of several; behind its message stand 16 bytes
// of MD5.
const (
	aggregated    = "\xf3\x89\x9a\xc2"
	aggregatedSum = 16
)

// protobufs reads a message of Protocol Buffers, by its wire format alone: whether a field of some length is a string, bytes
// or a message is found out by trying.
func (m *message) protobufs() bool {
	data := m.data
	if len(data) > len(aggregated)+aggregatedSum && string(data[:len(aggregated)]) == aggregated {
		data = data[len(aggregated) : len(data)-aggregatedSum]
	}
	if !isProtobuf(data) {
		return false
	}
	m.protobuf(data, 0)
	return true
}

// protobuf tells the pieces of a message that fits the format.
func (m *message) protobuf(data []byte, depth int) bool {
	for len(data) > 0 {
		content, n := protobufField(data)
		data = data[n:]
		if len(content) == 0 {
			continue
		}
		nested := depth < maxNested && isProtobuf(content)
		if nested && !m.protobuf(content, depth+1) {
			return false
		}
		if clean := isClean(content); clean || !nested {
			kind := pieceBytes
			if clean {
				kind = pieceText
			}
			if !m.piece(content, kind) {
				return false
			}
		}
	}
	return true
}

// isProtobuf says that data consists of fields.
func isProtobuf(data []byte) bool {
	for len(data) > 0 {
		_, n := protobufField(data)
		if n == 0 {
			return false
		}
		data = data[n:]
	}
	return true
}

// protobufField returns the content of the field that data begins with, if it is one with a length, and the length of the field,
// or 0.
func protobufField(data []byte) (content []byte, length int) {
	tag, n := binary.Uvarint(data)
	if n <= 0 || tag>>3 == 0 || tag>>3 >= 1<<29 {
		return nil, 0
	}
	rest := data[n:]
	size := 0
	switch tag & 7 {
	case 0:
		if _, size = binary.Uvarint(rest); size <= 0 {
			return nil, 0
		}
	case 1:
		size = 8
	case 2:
		value, k := binary.Uvarint(rest)
		if k <= 0 || value > uint64(len(rest)-k) {
			return nil, 0
		}
		end := k + int(value)
		return rest[k:end:end], n + end
	case 3, 4: // a group begins or ends: its fields follow
	case 5:
		size = 4
	default:
		return nil, 0
	}
	if size > len(rest) {
		return nil, 0
	}
	return nil, n + size
}
