package decoders

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestSeveralStreamsInARowAreOneText(t *testing.T) {
	for _, c := range []struct {
		decode decodeFunc
		stream string
	}{
		{decodeGzip, gzipped(t, "one ") + gzipped(t, "two")},
		{decodeZstd, zstandard(t, "one ") + "\x50\x2a\x4d\x18\x03\x00\x00\x00xyz" + zstandard(t, "two")},
	} {
		if got, err := c.decode(nil, []byte(c.stream), quota{limit: maxLimit}); string(got) != "one two" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestWhatFollowsAStreamIsIgnored(t *testing.T) {
	for name, c := range map[string]struct {
		decode decodeFunc
		stream string
	}{
		"gzip":    {decodeGzip, gzipped(t, "text")},
		"zlib":    {decodeZlib, zlibbed(t, "text")},
		"deflate": {decodeDeflate, deflated(t, "text")},
	} {
		if got, err := c.decode(nil, []byte(c.stream+"garbage that is long enough"), quota{limit: maxLimit}); string(got) != "text" || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAStreamWithAHugeWindowIsCut(t *testing.T) {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithWindowSize(64<<20), zstd.WithSingleSegment(false))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := w.Write([]byte(strings.Repeat("text", 1<<20))); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := decodeZstd(nil, b.Bytes(), quota{limit: maxLimit}); !errors.Is(err, errLimit) {
		t.Errorf("a window of 64 MB: %v", err)
	}
}

func TestStreamsAreFoundByTheirFirstBytes(t *testing.T) {
	for via, stream := range map[string]string{
		"gzip": gzipped(t, canary),
		"zlib": zlibbed(t, canary),
		"zstd": zstandard(t, canary),
	} {
		if v, ok := find(expand(stream, Hint{}), canary); !ok || v.via != via {
			t.Errorf("%s: %+v", via, v)
		}
		if v, ok := find(expand(base64Of(stream), Hint{}), canary); !ok || v.via != "base64>"+via {
			t.Errorf("base64 of %s: %+v", via, v)
		}
	}
	for _, value := range []string{"x^2 + y^2", "x\x9c is no stream", "\xff\xfe\x00", "PK\x03\x04"} {
		if _, cuts := cutsOf(value, Hint{}, Limits{}); cuts != nil {
			t.Errorf("%q: cuts %v", value, cuts)
		}
	}
}

func FuzzGzip(f *testing.F)    { fuzzCodec(f, Gzip) }
func FuzzZlib(f *testing.F)    { fuzzCodec(f, Zlib) }
func FuzzDeflate(f *testing.F) { fuzzCodec(f, Deflate) }
func FuzzZstd(f *testing.F)    { fuzzCodec(f, Zstd) }
func FuzzBrotli(f *testing.F)  { fuzzCodec(f, Brotli) }
