package decoders

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// The parts of a gzip member (RFC 1952 section 2.3).
const (
	gzipHead    = 10 // bytes before the optional fields
	gzipTrailer = 8  // a checksum, and the length

	gzipHasChecksum = 1 << 1
	gzipHasExtra    = 1 << 2
	gzipHasName     = 1 << 3
	gzipHasComment  = 1 << 4
)

// decodeGzip undoes gzip (RFC 1952), several members in a row included, with zeros between them, as Python passes over them.
// What follows the last member is ignored, as Node.js, Java and the gzip program do: nobody who decompresses sees it. Nor does
// anybody but the gzip program care for what the head says, so that any name may stand there, and any checksum.
func decodeGzip(dst, src []byte, q quota) ([]byte, error) {
	for first := true; ; first = false {
		body := gzipBody(src)
		if body == nil && first {
			return dst, errCorrupt
		}
		if body == nil {
			return dst, nil
		}
		from := len(dst)
		out, rest, err := inflateFirst(dst, body, q)
		dst = out
		q.limit -= len(dst) - from
		if err != nil {
			return dst, err
		}
		if len(rest) < gzipTrailer || binary.LittleEndian.Uint32(rest) != crc32.ChecksumIEEE(dst[from:]) {
			return dst, errCorrupt
		}
		src = bytes.TrimLeft(rest[gzipTrailer:], "\x00")
	}
}

// gzipBody returns what stands behind a member's head, or nil if src begins with none.
func gzipBody(src []byte) []byte {
	if len(src) < gzipHead || string(src[:3]) != "\x1f\x8b\x08" {
		return nil
	}
	flags, rest := src[3], src[gzipHead:]
	if flags&gzipHasExtra != 0 {
		if len(rest) < 2 || len(rest)-2 < int(binary.LittleEndian.Uint16(rest)) {
			return nil
		}
		rest = rest[2+int(binary.LittleEndian.Uint16(rest)):]
	}
	for _, flag := range [...]byte{gzipHasName, gzipHasComment} {
		if flags&flag == 0 {
			continue
		}
		end := bytes.IndexByte(rest, 0)
		if end < 0 {
			return nil
		}
		rest = rest[end+1:]
	}
	if flags&gzipHasChecksum != 0 {
		rest = rest[min(2, len(rest)):]
	}
	return rest
}
