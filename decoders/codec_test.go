package decoders

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// encoders make what each codec undoes.
func encoders(t testing.TB) map[Encoding]func(string) string {
	return map[Encoding]func(string) string{
		URL:     percentAll,
		Form:    percentAll,
		Base64:  base64Of,
		Gzip:    func(s string) string { return gzipped(t, s) },
		Zlib:    func(s string) string { return zlibbed(t, s) },
		Deflate: func(s string) string { return deflated(t, s) },
		Zstd:    func(s string) string { return zstandard(t, s) },
		Brotli:  func(s string) string { return brotlied(t, s) },
		UTF16:   utf16LE,
		UTF7:    func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "+", "+-"), "<", "+ADw-") },
		Quoted:  func(s string) string { return strings.ReplaceAll(percentAll(s), "%", "=") },
		Word:    func(s string) string { return "=?utf-8?B?" + base64Of(s) + "?=" },
	}
}

var samples = []string{"", "a", canary, "tschüß 日本 😀", strings.Repeat("The quick brown fox. ", 200), strings.Repeat("\x00", 5_000)}

func TestEveryCodecUndoesItsEncoding(t *testing.T) {
	for _, c := range codecs {
		encode := encoders(t)[c.encoding]
		if encode == nil {
			t.Errorf("%s has no encoder here", c.encoding)
			continue
		}
		for _, want := range samples {
			if c.encoding == Word && len(want) > 3_000 {
				continue // longer than a word may be
			}
			prefix := []byte("kept")
			got, err := c.decode(prefix, []byte(encode(want)), quota{limit: maxLimit})
			if err != nil || string(got) != "kept"+want {
				t.Errorf("%s: %.40q reads as %.40q, %v", c.encoding, want, got, err)
			}
		}
	}
}

func TestEveryCodecStopsAtItsLimit(t *testing.T) {
	long := strings.Repeat("<abcdefg>", 40_000)
	for _, c := range codecs {
		if c.encoding == Word {
			continue // bounded by the length of a word
		}
		encoded := []byte(encoders(t)[c.encoding](long))
		for _, limit := range []int{0, 1, 2, 3, 100, 4096, 65_537, len(long) - 1} {
			got, err := c.decode(nil, encoded, quota{limit: limit})
			if !errors.Is(err, errLimit) {
				t.Errorf("%s with a limit of %d: %v", c.encoding, limit, err)
			}
			if len(got) > limit || !strings.HasPrefix(long, string(got)) {
				t.Errorf("%s with a limit of %d gives %d bytes: %.20q", c.encoding, limit, len(got), got)
			}
		}
		if got, err := c.decode(nil, encoded, quota{limit: 3*len(encoded) + len(long)}); err != nil || len(got) != len(long) {
			t.Errorf("%s with a limit that is not reached gives %d bytes, %v", c.encoding, len(got), err)
		}
	}
}

func TestEveryCodecReadsTheBeginningOfATruncatedText(t *testing.T) {
	text := strings.Repeat("Truncated <text> 0123456789. ", 60)
	for _, c := range codecs {
		encoded := encoders(t)[c.encoding](text)
		longest := 0
		for n := range len(encoded) {
			got, _ := c.decode(nil, []byte(encoded[:n]), quota{limit: maxLimit})
			common := 0
			for common < len(got) && common < len(text) && got[common] == text[common] {
				common++
			}
			longest = max(longest, common)
		}
		// A block of Brotli or Zstandard and a word are read whole or not at all.
		whole := c.encoding == Word || c.encoding == Zstd || c.encoding == Brotli
		if !whole && longest < len(text)/2 {
			t.Errorf("%s: at most %d bytes of %d", c.encoding, longest, len(text))
		}
	}
}

func TestCompressedStreamsThatEndTooEarlyAreCorrupt(t *testing.T) {
	for _, c := range codecs {
		if !c.compresses {
			continue
		}
		encoded := encoders(t)[c.encoding](canary)
		if _, err := c.decode(nil, []byte(encoded[:len(encoded)-2]), quota{limit: maxLimit}); !errors.Is(err, errCorrupt) {
			t.Errorf("%s without its end: %v", c.encoding, err)
		}
	}
}

func TestNoCodecMakesMoreOfNoiseThanItsLimit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range codecs {
		valid := []byte(encoders(t)[c.encoding](canary + canary))
		for range 2_000 {
			noise := bytes.Clone(valid)
			for range 1 + random.IntN(8) {
				noise[random.IntN(len(noise))] = byte(random.Uint32())
			}
			if got, _ := c.decode(nil, noise, quota{limit: 200}); len(got) > 200 {
				t.Fatalf("%s makes %d bytes of %q", c.encoding, len(got), noise)
			}
		}
	}
}

// fuzzCodec checks one codec: it keeps its limit, and says the same again from the pool of readers.
func fuzzCodec(f *testing.F, e Encoding, more ...decodeFunc) {
	c, ok := codecOf(e)
	if !ok {
		f.Fatalf("no codec %s", e)
	}
	for _, s := range samples {
		if len(s) < 1_000 {
			f.Add([]byte(encoders(f)[e](s)), 50)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, limit int) {
		limit = min(max(limit, 0), 1<<16)
		for _, decode := range append(more, c.decode) {
			first, firstErr := decode(nil, data, quota{limit: limit})
			if len(first) > limit {
				t.Fatalf("%d bytes beyond a limit of %d", len(first), limit)
			}
			again, againErr := decode([]byte("x"), data, quota{limit: limit})
			if "x"+string(first) != string(again) || !errors.Is(againErr, firstErr) {
				t.Fatalf("%q, %v and then %q, %v", first, firstErr, again, againErr)
			}
		}
	})
}
