package decoders

import (
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// gzipReader is a reader with its input, kept together since its tables cost more than most streams.
type gzipReader struct {
	gzip.Reader
	in source
}

var gzipReaders = sync.Pool{New: func() any { return new(gzipReader) }}

// decodeGzip undoes gzip (RFC 1952), several members in a row included. What follows the last member is ignored, as
// Node.js, Java and the gzip program do: nobody who decompresses sees it.
func decodeGzip(dst, src []byte, q quota) ([]byte, error) {
	r := gzipReaders.Get().(*gzipReader)
	defer func() {
		r.in.over(nil)
		gzipReaders.Put(r)
	}()
	if err := r.Reset(r.in.over(src)); err != nil {
		return dst, errCorrupt
	}
	return appendAll(dst, ignoringTail{&r.Reader}, q)
}

// ignoringTail ends a stream where something else than a further member begins.
type ignoringTail struct{ *gzip.Reader }

func (r ignoringTail) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if errors.Is(err, gzip.ErrHeader) {
		err = io.EOF
	}
	return n, err
}
