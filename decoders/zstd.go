package decoders

import (
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// maxWindow is how far back a Zstandard stream may refer: a decoder has to keep that much. RFC 8878 section 3.1.1.1.2
// recommends that decoders support 8 MB and that encoders stay within. A stream that asks for more is cut.
const maxWindow = 8 << 20

type zstdReader struct {
	*zstd.Decoder
	in source
}

// zstdReaders keeps readers that have no goroutines of their own: with a concurrency of one they decode where Read is
// called, so that a dropped one is nothing but garbage.
var zstdReaders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecodeBuffersBelow(0))
	if err != nil {
		return nil // the options are constants, and valid
	}
	return &zstdReader{Decoder: d}
}}

// decodeZstd undoes Zstandard (RFC 8878), several frames in a row included. Streams that need a dictionary cannot be
// undone.
func decodeZstd(dst, src []byte, q quota) ([]byte, error) {
	z, ok := zstdReaders.Get().(*zstdReader)
	if !ok {
		return dst, errCorrupt
	}
	defer func() {
		z.in.over(nil)
		if z.Reset(nil) == nil {
			zstdReaders.Put(z)
		}
	}()
	if err := z.Reset(z.in.over(src)); err != nil {
		return dst, errCorrupt
	}
	watched := windowWatch{Decoder: z.Decoder}
	out, err := appendAll(dst, &watched, q)
	if watched.exceeded {
		return out, errLimit
	}
	return out, err
}

// windowWatch notices that a stream was refused for its window.
type windowWatch struct {
	*zstd.Decoder
	exceeded bool
}

func (w *windowWatch) Read(p []byte) (int, error) {
	n, err := w.Decoder.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.exceeded = errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded)
	}
	return n, err
}
