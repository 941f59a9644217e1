package decoders

import (
	"bytes"
	"encoding/binary"
)

// zipEndSize is the length of the record at an archive's end (APPNOTE.TXT 4.3.16), without its comment.
const zipEndSize = 22

// zipLayout says that an archive is regular: nothing stands before, between or behind what its directory tells of, in the directory's
// order, and its headers say the same. Then all programs find the same entries, and its bytes outside of them are no text. It returns
// the archive's comment. Archives with the fields of ZIP64, or in several pieces, are not regular.
func zipLayout(data []byte) (comment []byte, regular bool) {
	end, comment := zipEnd(data)
	if end < 0 {
		return nil, false
	}
	entries := int(binary.LittleEndian.Uint16(data[end+10:]))
	at := int(binary.LittleEndian.Uint32(data[end+16:])) // in the directory
	next := 0                                            // where the next entry's header has to begin
	directory := at
	for range entries {
		if at+zipDirectorySize > end || !bytes.HasPrefix(data[at:], zipDirectory) {
			return nil, false
		}
		entry := data[at:end]
		nameEnd := zipDirectorySize + int(binary.LittleEndian.Uint16(entry[28:]))
		at += nameEnd + int(binary.LittleEndian.Uint16(entry[30:])) + int(binary.LittleEndian.Uint16(entry[32:]))
		if at > end || int(binary.LittleEndian.Uint32(entry[42:])) != next {
			return nil, false
		}
		following := directory
		if at+zipDirectorySize <= end {
			following = int(binary.LittleEndian.Uint32(data[at+42:]))
		}
		if following > directory || !zipAgrees(data[next:max(next, following)], entry[:nameEnd]) {
			return nil, false
		}
		next = following
	}
	return comment, at == end && next == directory
}

// zipEnd returns where the record at the end begins, or -1, and the comment that fills what is behind it.
func zipEnd(data []byte) (at int, comment []byte) {
	const maxComment = 1<<16 - 1
	from := max(0, len(data)-zipEndSize-maxComment)
	at = bytes.LastIndex(data[from:], []byte("PK\x05\x06"))
	if at < 0 || len(data)-from-at < zipEndSize {
		return -1, nil
	}
	at += from
	comment = data[at+zipEndSize:]
	if int(binary.LittleEndian.Uint16(data[at+20:])) != len(comment) {
		return -1, nil
	}
	return at, comment
}

// zipAgrees says that what stands up to the next header is the entry that the directory tells of, and nothing else. Behind the
// content may be a record of its sizes, with a signature or without, for programs that write without going back (4.3.9).
func zipAgrees(data, entry []byte) bool {
	if len(data) < zipLocalSize || !bytes.HasPrefix(data, zipLocal) {
		return false
	}
	name := entry[zipDirectorySize:]
	size := int(binary.LittleEndian.Uint32(entry[20:]))
	start := zipLocalSize + int(binary.LittleEndian.Uint16(data[26:])) + int(binary.LittleEndian.Uint16(data[28:]))
	behind := len(data) - start - size
	if behind < 0 || !bytes.HasPrefix(data[zipLocalSize:], name) || int(binary.LittleEndian.Uint16(data[26:])) != len(name) ||
		!bytes.Equal(data[8:10], entry[10:12]) { // the method
		return false
	}
	told := int(binary.LittleEndian.Uint32(data[18:]))
	if binary.LittleEndian.Uint16(data[6:])&zipDescriptor == 0 {
		return behind == 0 && told == size
	}
	if told != 0 && told != size {
		return false
	}
	return behind == 12 || behind == 16 && bytes.HasPrefix(data[start+size:], []byte("PK\x07\x08"))
}
