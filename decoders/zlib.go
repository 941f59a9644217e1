package decoders

import (
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
)

type zlibReader struct {
	r  io.ReadCloser
	in source
}

var zlibReaders = sync.Pool{New: func() any { return new(zlibReader) }}

// decodeZlib undoes zlib (RFC 1950).
func decodeZlib(dst, src []byte, q quota) ([]byte, error) {
	z := zlibReaders.Get().(*zlibReader)
	defer func() {
		z.in.over(nil)
		zlibReaders.Put(z)
	}()
	var err error
	if z.r == nil {
		z.r, err = zlib.NewReader(z.in.over(src))
	} else {
		err = z.r.(zlib.Resetter).Reset(z.in.over(src), nil)
	}
	if err != nil {
		return dst, errCorrupt
	}
	return appendAll(dst, z.r, q)
}

type flateReader struct {
	r  io.ReadCloser
	in source
}

var flateReaders = sync.Pool{New: func() any { return &flateReader{r: flate.NewReader(nil)} }}

// inflate undoes a raw DEFLATE stream (RFC 1951), and ignores what follows it.
func inflate(dst, src []byte, q quota) ([]byte, error) {
	out, _, err := inflateFirst(dst, src, q)
	return out, err
}

// inflateFirst is inflate that also returns what follows the stream.
func inflateFirst(dst, src []byte, q quota) (out, rest []byte, err error) {
	f := flateReaders.Get().(*flateReader)
	defer func() {
		f.in.over(nil)
		flateReaders.Put(f)
	}()
	if err := f.r.(flate.Resetter).Reset(f.in.over(src), nil); err != nil {
		return dst, nil, errCorrupt
	}
	out, err = appendAll(dst, f.r, q)
	return out, src[len(src)-f.in.Len():], err
}

// decodeDeflate undoes what HTTP calls deflate: zlib by RFC 9110 section 8.4.1.2, a raw stream by the habit of some
// senders. Of two readings that both fail the longer is returned.
func decodeDeflate(dst, src []byte, q quota) ([]byte, error) {
	asZlib, err := decodeZlib(dst, src, q)
	if err != errCorrupt { //nolint:errorlint // decodeFuncs return the bare values
		return asZlib, err
	}
	if len(asZlib) > len(dst) {
		raw, rawErr := inflate(nil, src, q)
		if rawErr != nil && len(raw) <= len(asZlib)-len(dst) {
			return asZlib, err
		}
		return append(dst, raw...), rawErr
	}
	return inflate(dst, src, q)
}
