package decoders

import (
	"bytes"
	"compress/bzip2"
	"io"
)

// bzip2Magic is followed by the size of blocks, in hundreds of thousands of bytes, and by a block or the end.
const (
	bzip2Magic = "BZh"
	bzip2Block = "\x31\x41\x59\x26\x53\x59"
	bzip2End   = "\x17\x72\x45\x38\x50\x90"
)

func isBzip2(data []byte) bool {
	const head = len(bzip2Magic) + 1
	return len(data) >= head+len(bzip2Block) && string(data[:len(bzip2Magic)]) == bzip2Magic && '1' <= data[head-1] && data[head-1] <= '9' &&
		(string(data[head:head+len(bzip2Block)]) == bzip2Block || string(data[head:head+len(bzip2End)]) == bzip2End)
}

// decodeBzip2 undoes bzip2, several streams in a row included. A reader takes four bytes of memory for each that a block may
// have, and cannot be used again: the smallest blocks are tried first, which are large enough for nearly all that is sent.
func decodeBzip2(dst, src []byte, q quota) ([]byte, error) {
	if !isBzip2(src) {
		return dst, errCorrupt
	}
	smallest := io.MultiReader(bytes.NewReader([]byte(bzip2Magic+"1")), bytes.NewReader(src[len(bzip2Magic)+1:]))
	out, err := appendAll(dst, bzip2.NewReader(smallest), q)
	if err != errCorrupt || src[len(bzip2Magic)] == '1' { //nolint:errorlint // appendAll returns the bare values
		return out, err
	}
	return appendAll(out[:len(dst)], bzip2.NewReader(bytes.NewReader(src)), q)
}
