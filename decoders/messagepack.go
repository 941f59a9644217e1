package decoders

// messagePacks reads MessagePack (the specification at github.com/msgpack): one value, or several in a row.
func (m *message) messagePacks() bool {
	for i := 0; i < len(m.data); {
		if i = m.messagePack(i, 0, false); i < 0 {
			return false
		}
	}
	return true
}

// packLengths says, for the bytes from 0xc4 on that begin a value with a length or of a fixed size: how many bytes the length
// takes, how many follow besides, and what the value is.
var packLengths = [...]struct{ length, fixed, kind uint8 }{
	{1, 0, packBytes},
	{2, 0, packBytes},
	{4, 0, packBytes}, // bin
	{1, 1, packBytes},
	{2, 1, packBytes},
	{4, 1, packBytes}, // ext, with its type
	{0, 4, 0},
	{0, 8, 0}, // float
	{0, 1, 0},
	{0, 2, 0},
	{0, 4, 0},
	{0, 8, 0}, // uint
	{0, 1, 0},
	{0, 2, 0},
	{0, 4, 0},
	{0, 8, 0}, // int
	{0, 2, 0},
	{0, 3, 0},
	{0, 5, 0},
	{0, 9, 0},
	{0, 17, 0}, // ext of a fixed size, with its type
	{1, 0, packText},
	{2, 0, packText},
	{4, 0, packText}, // str
	{2, 0, packArray},
	{4, 0, packArray},
	{2, 0, packMap},
	{4, 0, packMap},
}

const (
	packBytes = iota + 1
	packText
	packArray
	packMap
)

// messagePack reads the value at i, and returns its end, or -1.
func (m *message) messagePack(i, depth int, named bool) int {
	if i >= len(m.data) || depth > maxNested {
		return -1
	}
	c := m.data[i]
	i++
	switch {
	case c < 0x80, c >= 0xe0, c == 0xc0, c == 0xc2, c == 0xc3:
		return i
	case c < 0x90:
		return m.packList(i, 2*uint64(c&15), depth, true)
	case c < 0xa0:
		return m.packList(i, uint64(c&15), depth, false)
	case c < 0xc0:
		return m.packString(i, uint64(c&31), packText, named)
	case c == 0xc1:
		return -1
	}
	of := packLengths[c-0xc4]
	n, ok := bigEndian(m.data[i:], int(of.length))
	if !ok {
		return -1
	}
	i += int(of.length)
	switch of.kind {
	case packArray:
		return m.packList(i, n, depth, false)
	case packMap:
		return m.packList(i, 2*n, depth, true)
	}
	if i += int(of.fixed); i > len(m.data) {
		return -1
	}
	if of.kind == 0 {
		return i
	}
	return m.packString(i, n, of.kind, named)
}

func (m *message) packString(i int, n uint64, kind uint8, named bool) int {
	if n > uint64(len(m.data)-i) {
		return -1
	}
	end := i + int(n)
	what := pieceText
	switch {
	case kind == packBytes:
		what = pieceBytes
	case named:
		what = pieceName
	}
	if !m.piece(m.data[i:end:end], what) {
		return -1
	}
	return end
}

// packList reads n values, every second of which is a name in a map.
func (m *message) packList(i int, n uint64, depth int, isMap bool) int {
	if n > uint64(len(m.data)-i) { // each takes a byte or more
		return -1
	}
	for k := uint64(0); k < n && i >= 0; k++ {
		i = m.messagePack(i, depth+1, isMap && k&1 == 0)
	}
	return i
}
