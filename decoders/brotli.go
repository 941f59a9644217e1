package decoders

import (
	"errors"
	"sync"

	"github.com/andybalholm/brotli"
)

type brotliReader struct {
	brotli.Reader
	in source
}

var brotliReaders = sync.Pool{New: func() any { return new(brotliReader) }}

// decodeBrotli undoes Brotli (RFC 7932). It has neither a magic number nor a checksum, so that it is undone only where
// it is declared. Its window may take 16 MB, which is why a reader goes back to the pool only after a small stream.
func decodeBrotli(dst, src []byte, q quota) ([]byte, error) {
	b := brotliReaders.Get().(*brotliReader)
	if err := b.Reset(b.in.over(src)); err != nil {
		return dst, errCorrupt
	}
	out, err := appendAll(dst, &b.Reader, q)
	if !errors.Is(err, errCorrupt) && len(out)-len(dst) < ratioFloor {
		b.in.over(nil)
		brotliReaders.Put(b)
	}
	return out, err
}
