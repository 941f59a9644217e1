package decoders

import (
	"bytes"
	"math/bits"
)

// What a stream without a magic number yields was meant if it is a document, or a text of some length. Random bytes repeat
// themselves when they are inflated, so that a text has some different bytes, and few that are none.
const (
	minInflated   = 8  // bytes
	minBroken     = 48 // bytes of a stream that breaks off
	minVariety    = 6  // different bytes
	enoughVariety = 20 // the same where some are no text, and there are many
)

// readInflated tries bytes as a raw DEFLATE stream, as SAML's redirects carry them (OASIS SAML bindings, section 3.4.4.1).
func (w *walk) readInflated(r reading) bool {
	if !mayInflate(r.data) {
		return true
	}
	out, err := w.x.undo(Deflate, inflate, r.data)
	ok := true
	if wasMeant(out, err == nil) {
		ok = w.descend(r, reading{data: out, name: r.name, bytes: true, guessed: true}, Deflate)
	}
	w.x.release(out)
	return ok
}

func wasMeant(out []byte, ends bool) bool {
	if len(out) < minInflated || !ends && len(out) < minBroken {
		return false
	}
	if packed(out) != "" || beginsJSON[out[0]] && scanValue(out) > 0 {
		return true
	}
	var seen [256]bool
	variety := 0
	for _, c := range out {
		if !seen[c] {
			seen[c] = true
			variety++
		}
	}
	bad := rubbish(out, len(out)/8)
	return variety >= minVariety && (bad == 0 || bad*8 <= len(out) && variety >= min(len(out)/8, enoughVariety))
}

// mayInflate looks at the first block (RFC 1951 section 3.2.3), to spare identifiers a real attempt: a stored block says its
// length twice, one with codes of its own has a complete code for them, and none refers to what was never there.
func mayInflate(data []byte) bool {
	if len(data) < minInflated {
		return false
	}
	b := bitReader{data: data}
	b.take(1)
	switch b.take(2) {
	case 0:
		return data[1] == ^data[3] && data[2] == ^data[4]
	case 1:
		return b.fixedBlock()
	case 2:
		return b.ownCodes()
	}
	return false
}

// bitReader reads bits from the lowest of each byte on; behind the end there are zeros.
type bitReader struct {
	data []byte
	at   int
}

// take reads up to sixteen bits.
func (b *bitReader) take(n int) int {
	var window uint32
	for i, c := range b.data[min(b.at>>3, len(b.data)):min(b.at>>3+3, len(b.data))] {
		window |= uint32(c) << (8 * i)
	}
	value := window >> (b.at & 7) & (1<<n - 1)
	b.at += n
	return int(value)
}

// code reads n bits, up to eight, of a Huffman code behind those that it begins with: the highest comes first.
func (b *bitReader) code(begun, n int) int {
	return begun<<n | int(bits.Reverse8(uint8(b.take(n)))>>(8-n))
}

// fixedBlock goes through symbols of the fixed code (section 3.2.6) up to the first that refers back, and says whether there is
// enough to refer to. A block without one ends, or goes on to the end of data.
func (b *bitReader) fixedBlock() bool {
	for literals := 0; b.at < 8*len(b.data); literals++ {
		c := b.code(0, 7)
		switch {
		case c == 0:
			return literals >= minInflated
		case c < 0x18: // lengths up to 114, in 7 bits
			if c > 8 {
				b.take((c - 5) / 4)
			}
			return b.near(literals)
		}
		switch c = b.code(c, 1); {
		case c == 0xc0: // the other lengths, in 8
			b.take(4)
			return b.near(literals)
		case 0xc1 <= c && c <= 0xc4:
			b.take(5)
			return b.near(literals)
		case c == 0xc5:
			return b.near(literals)
		case c == 0xc6, c == 0xc7:
			return false
		case c > 0xc7: // the higher half of literals, in 9
			b.take(1)
		}
	}
	return true
}

// near reads a distance and says whether it is at most so much.
func (b *bitReader) near(literals int) bool {
	code := b.code(0, 5)
	if code < 4 {
		return code+1 <= literals
	}
	extra := code/2 - 1
	return code < 30 && (2+code&1)<<extra+1+b.take(extra) <= literals
}

// ownCodes says that the code in which a block's own codes are written is complete (section 3.2.7).
func (b *bitReader) ownCodes() bool {
	if literals, distances := b.take(5), b.take(5); literals > 29 || distances > 29 {
		return false
	}
	used := 0 // of 128 leaves at a depth of seven
	for range b.take(4) + 4 {
		if length := b.take(3); length > 0 {
			used += 128 >> length
		}
	}
	return used == 128
}

// readArchiveBehind reads an archive that something else stands before: a program that unpacks itself, or a picture.
func (w *walk) readArchiveBehind(r reading) bool {
	if bytes.HasPrefix(r.data, zipLocal) || !endsAsArchive(r.data) {
		return true
	}
	return w.readZip(&r)
}

// endsAsArchive says that an archive's end is there, by which programs find it (APPNOTE.TXT 4.3.16), and which a comment of 64 KB
// may follow.
func endsAsArchive(data []byte) bool {
	const endSize, maxComment = 22, 1<<16 - 1
	return len(data) >= endSize+zipLocalSize && bytes.Contains(data[max(0, len(data)-endSize-maxComment):], []byte("PK\x05\x06"))
}
