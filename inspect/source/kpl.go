package source

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"

	"weir/decoders"
)

// The Kinesis Producer Library puts many records of a program into one of the stream: a magic number, a protocol buffer
//
//	message AggregatedRecord {
//	  repeated string partition_key_table     = 1;
//	  repeated string explicit_hash_key_table = 2;
//	  repeated Record records                 = 3;
//	}
//	message Record { uint64 partition_key_index = 1; uint64 explicit_hash_key_index = 2; bytes data = 3; repeated Tag tags = 4; }
//	message Tag { string key = 1; string value = 2; }
//
// and the MD5 of that buffer (aggregation-format.md of the library's repository).
const (
	kplMagic    = "\xf3\x89\x9a\xc2"
	kplMagic64  = "84maw" // how Base64 begins of which the first four bytes are the magic number
	kplChecksum = md5.Size
)

// producerData yields the Base64 that a stream's producer chose, and covers it. If the library has aggregated records in
// it, what is inside them is yielded in its place, so that the framing between them is not taken for text. Where the
// checksum does not fit, or something in the buffer is unknown, the whole is yielded besides: some programs read it as
// one record then, and some ask for no checksum.
func (w *walker) producerData(value decoders.JSON, kind Kind, at ...decoders.Step) {
	if whole := w.aggregated(value, at); whole {
		w.cover(value)
		return
	}
	w.field(value, kind, base64Declared, at...)
}

// aggregated yields what aggregated records hold, and says whether that is all that value says.
func (w *walker) aggregated(value decoders.JSON, at []decoders.Step) bool {
	text := w.text(value)
	if !bytes.HasPrefix(text, []byte(kplMagic64)) {
		return false
	}
	data, err := base64.StdEncoding.AppendDecode(nil, text)
	data, found := bytes.CutPrefix(data, []byte(kplMagic))
	if err != nil || !found || len(data) < kplChecksum {
		return false
	}
	buffer, checksum := data[:len(data)-kplChecksum], data[len(data)-kplChecksum:]
	w.under(at...)
	whole := w.aggregatedRecord(buffer)
	w.leave(len(at))
	sum := md5.Sum(buffer)
	return whole && bytes.Equal(sum[:], checksum)
}

// aggregatedRecord yields the tables of keys, each entry once, and the records of an AggregatedRecord.
func (w *walker) aggregatedRecord(message []byte) (whole bool) {
	var keys, hashKeys, records int
	return eachMember(message, func(number int, value []byte) bool {
		if value == nil {
			return false
		}
		switch number {
		case 1:
			w.inner("partition_key_table", keys)
			keys++
		case 2:
			w.inner("explicit_hash_key_table", hashKeys)
			hashKeys++
		case 3:
			w.inner("records", records)
			records++
			known := w.aggregatedItem(value)
			w.leave(2)
			return known
		default:
			return false
		}
		w.bytes(value)
		w.leave(2)
		return true
	})
}

// aggregatedItem yields the data and the tags of one record.
func (w *walker) aggregatedItem(message []byte) (whole bool) {
	tags := 0
	return eachMember(message, func(number int, value []byte) bool {
		index := number == 1 || number == 2 // into the tables
		if index || value == nil {
			return index && value == nil
		}
		switch number {
		case 3:
			w.bytes(value, decoders.Step{Key: []byte("data")})
			return true
		case 4:
			w.under(decoders.Step{Key: []byte("tags")}, decoders.Step{Index: tags})
			tags++
			known := w.aggregatedTag(value)
			w.leave(2)
			return known
		}
		return false
	})
}

func (w *walker) aggregatedTag(message []byte) (whole bool) {
	return eachMember(message, func(number int, value []byte) bool {
		switch number {
		case 1:
			w.bytes(value, decoders.Step{Key: []byte("key")})
		case 2:
			w.bytes(value, decoders.Step{Key: []byte("value")})
		default:
			return false
		}
		return value != nil
	})
}

// inner goes under the n-th member of that name in the document that the text at hand holds.
func (w *walker) inner(name string, n int) {
	w.under(decoders.Step{Key: []byte(name), Enter: true}, decoders.Step{Index: n})
}

// bytes yields a value that is no part of the event's JSON.
func (w *walker) bytes(value []byte, names ...decoders.Step) {
	if len(value) == 0 {
		return
	}
	w.under(names...)
	w.emit(Field{Path: w.here, Kind: bytesKind(value), Value: value})
	w.leave(len(names))
}

// eachMember goes through the members of a protocol buffer message with visit, to which value is nil for a number. It
// says whether the message was read to its end and visit knew every member.
func eachMember(message []byte, visit func(number int, value []byte) (known bool)) (whole bool) {
	whole = true
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag>>3 == 0 || tag>>3 > 1<<29-1 {
			return false
		}
		message = message[n:]
		var value []byte
		switch tag & 7 {
		case 0: // varint
			if _, n = binary.Uvarint(message); n <= 0 {
				return false
			}
			message = message[n:]
		case 2: // a length, and so many bytes
			size, n := binary.Uvarint(message)
			if n <= 0 || size > uint64(len(message)-n) {
				return false
			}
			value, message = message[n:n+int(size)], message[n+int(size):]
		default: // numbers of fixed length and groups, which the format has not
			return false
		}
		whole = visit(int(tag>>3), value) && whole
	}
	return whole
}
