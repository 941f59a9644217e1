package decoders

// The major types of CBOR (RFC 8949 section 3.1).
const (
	cborBytes  = 2
	cborText   = 3
	cborArray  = 4
	cborMap    = 5
	cborTag    = 6
	cborSimple = 7

	cborEndless = 31   // an additional information: the value goes on to a break
	cborBreak   = 0xff // ends it
)

// cbors reads CBOR (RFC 8949), or several values of it in a row (RFC 8742).
func (m *message) cbors() bool {
	for i := 0; i < len(m.data); {
		if i = m.cbor(i, 0, false); i < 0 {
			return false
		}
	}
	return true
}

// cborHead reads the head of the value at i: its type, what its additional information says, and where its content begins, or -1.
func (m *message) cborHead(i int) (major byte, info byte, value uint64, content int) {
	if i >= len(m.data) {
		return 0, 0, 0, -1
	}
	major, info = m.data[i]>>5, m.data[i]&31
	i++
	switch {
	case info < 24:
		return major, info, uint64(info), i
	case info < 28:
		n := 1 << (info - 24)
		value, ok := bigEndian(m.data[i:], n)
		if !ok {
			return 0, 0, 0, -1
		}
		return major, info, value, i + n
	case info == cborEndless && major >= cborBytes && major != cborTag:
		return major, info, 0, i
	}
	return 0, 0, 0, -1
}

// cbor reads the value at i, and returns its end, or -1.
func (m *message) cbor(i, depth int, named bool) int {
	major, info, value, i := m.cborHead(i)
	if i < 0 || depth > maxNested {
		return -1
	}
	what := pieceText
	switch {
	case major == cborBytes:
		what = pieceBytes
	case named:
		what = pieceName
	}
	switch major {
	case cborBytes, cborText:
		if info == cborEndless {
			return m.cborChunks(i, major, what)
		}
		if value > uint64(len(m.data)-i) {
			return -1
		}
		end := i + int(value)
		if !m.piece(m.data[i:end:end], what) {
			return -1
		}
		return end
	case cborArray, cborMap:
		return m.cborList(i, major, info == cborEndless, value, depth)
	case cborTag:
		return m.cbor(i, depth+1, named)
	case cborSimple:
		if info == cborEndless { // a break where none is due
			return -1
		}
	}
	return i
}

// cborChunks reads the chunks of a string, which make one.
func (m *message) cborChunks(i int, major byte, what pieceKind) int {
	var whole []byte
	for i < len(m.data) && m.data[i] != cborBreak {
		of, info, length, start := m.cborHead(i)
		if start < 0 || of != major || info == cborEndless || length > uint64(len(m.data)-start) {
			return -1
		}
		i = start + int(length)
		whole = append(whole, m.data[start:i]...)
	}
	if i >= len(m.data) || !m.piece(whole, what) {
		return -1
	}
	return i + 1
}

func (m *message) cborList(i int, major byte, endless bool, n uint64, depth int) int {
	each := uint64(1)
	if major == cborMap {
		each = 2
	}
	if !endless && n > uint64(len(m.data)-i) { // each takes a byte or more
		return -1
	}
	for k := uint64(0); i >= 0 && (endless || k < n*each); k++ {
		if endless && i < len(m.data) && m.data[i] == cborBreak && k%each == 0 {
			return i + 1
		}
		i = m.cbor(i, depth+1, each == 2 && k&1 == 0)
	}
	return i
}
